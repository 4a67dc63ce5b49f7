package io.wattledger.pricing.energy;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A Period of an A44 document as it was published: points by position, in any order.
 *
 * @param interval what it covers
 * @param resolution length of one position
 * @param points as they stand in the document
 * @param line where the Period begins in the file
 */
public record PublishedPeriod(Interval interval, Resolution resolution, List<Point> points, long line) {

    /**
     * One Point element.
     *
     * @param position from 1
     * @param amount the price
     * @param line where it stands in the file
     */
    public record Point(int position, BigDecimal amount, long line) {}

    /**
     * One price of this period, at its slot.
     *
     * @param start first instant of the slot
     * @param amount the price
     * @param line where it stands in the file
     */
    public record SlotAmount(Instant start, BigDecimal amount, long line) {}

    /** Copies the points. */
    public PublishedPeriod {
        points = List.copyOf(points);
    }

    /**
     * The prices of this period in order of time, positions sorted, equal duplicates collapsed and, for a curve A03,
     * omitted positions filled from the one before.
     *
     * @param curve how absent positions are read
     * @param file name of the file, for a refusal
     * @throws UnreadableDocument when a position has two values, lies outside, or A03 lacks its first position
     */
    List<SlotAmount> slots(CurveType curve, String file) {
        if (!resolution.startsAt(interval.start()) || !resolution.startsAt(interval.end())) {
            throw refuse(
                    file,
                    line,
                    "timeInterval",
                    interval.start() + "/" + interval.end(),
                    "must begin and end on whole slots of " + resolution);
        }
        int slots = resolution.slotsBetween(interval.start(), interval.end());
        NavigableMap<Integer, Point> byPosition = byPosition(slots, file);
        if (curve == CurveType.A03 && !byPosition.containsKey(1)) {
            throw refuse(
                            file,
                            line,
                            "position",
                            "1",
                            "is missing; with curveType A03 the value of the first slot is then unknowable")
                    .as(Reason.FIRST_POSITION_MISSING);
        }
        List<SlotAmount> filled = new ArrayList<>(slots);
        for (int position = 1; position <= slots; position++) {
            Point stated =
                    curve == CurveType.A03 ? byPosition.floorEntry(position).getValue() : byPosition.get(position);
            if (stated != null) {
                Instant start = interval.start().plus(resolution.length().multipliedBy(position - 1L));
                filled.add(new SlotAmount(start, stated.amount(), stated.line()));
            }
        }
        return filled;
    }

    private NavigableMap<Integer, Point> byPosition(int slots, String file) {
        NavigableMap<Integer, Point> byPosition = new TreeMap<>();
        for (Point point : points) {
            if (point.position() < 1 || point.position() > slots) {
                throw refuse(
                        file,
                        point.line(),
                        "position",
                        String.valueOf(point.position()),
                        "must lie between 1 and " + slots + ", the slots of its Period");
            }
            Point other = byPosition.putIfAbsent(point.position(), point);
            if (other != null && other.amount().compareTo(point.amount()) != 0) {
                throw refuse(
                                file,
                                point.line(),
                                "price.amount",
                                point.amount().toPlainString(),
                                "position " + point.position() + " already has the value "
                                        + other.amount().toPlainString() + " on line " + other.line())
                        .as(Reason.TWO_VALUES);
            }
        }
        return byPosition;
    }

    private static UnreadableDocument refuse(String file, long line, String field, String value, String rule) {
        return UnreadableDocument.because(new DocumentFault(file, line, 0, field, value, rule));
    }
}
