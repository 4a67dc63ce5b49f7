package io.wattledger.pricing.energy;

import io.wattledger.pricing.energy.PublishedPeriod.SlotAmount;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An ENTSO-E A44 price document as it was published, before anybody chose from it.
 *
 * @param file name of the file
 * @param created {@code createdDateTime}; absent where the document has none
 * @param revisionNumber {@code revisionNumber}; absent where the document has none
 * @param series its TimeSeries, in the order of the document
 */
public record PublishedDocument(
        String file, @Nullable Instant created, @Nullable Integer revisionNumber, List<PublishedSeries> series) {

    /** Copies the list. */
    public PublishedDocument {
        series = List.copyOf(series);
    }

    /**
     * The points that this document states for {@code wanted}: of its TimeSeries those of the day-ahead main auction
     * (contract type A01, sequence 1), of these the periods in the resolution of the series, in order of time.
     *
     * @throws UnreadableDocument when zone, unit or currency are not those of the series, when one slot has two values,
     *     or when nothing is left
     */
    public List<PricePoint> pointsOf(PriceSeries wanted) {
        Map<Instant, SlotAmount> bySlot = new TreeMap<>();
        for (PublishedSeries published : series) {
            if (!published.isMainDayAhead()) {
                continue;
            }
            requireSameIndex(published, wanted);
            for (PublishedPeriod period : published.periods()) {
                if (period.resolution() == wanted.resolution()) {
                    collect(period.slots(published.curve(), file), bySlot);
                }
            }
        }
        if (bySlot.isEmpty()) {
            throw refuse(0, "TimeSeries", null, nothingFor(wanted));
        }
        List<PricePoint> points = new ArrayList<>(bySlot.size());
        bySlot.values()
                .forEach(
                        slot -> points.add(new PricePoint(slot.start(), EnergyPrice.of(slot.amount(), wanted.unit()))));
        return points;
    }

    private void collect(List<SlotAmount> slots, Map<Instant, SlotAmount> bySlot) {
        for (SlotAmount slot : slots) {
            SlotAmount other = bySlot.putIfAbsent(slot.start(), slot);
            if (other != null && other.amount().compareTo(slot.amount()) != 0) {
                throw refuse(
                                slot.line(),
                                "price.amount",
                                slot.amount().toPlainString(),
                                "slot " + slot.start() + " already has the value "
                                        + other.amount().toPlainString() + " on line " + other.line())
                        .as(Reason.TWO_VALUES);
            }
        }
    }

    private void requireSameIndex(PublishedSeries published, PriceSeries wanted) {
        Optional<String> zone = BiddingZones.ofEic(published.eic());
        if (zone.isEmpty() || !zone.get().equals(wanted.zone())) {
            throw refuse(
                            published.line(),
                            "in_Domain.mRID",
                            published.eic(),
                            zone.map(name -> "is zone " + name).orElse("is no zone known here") + ", but series "
                                    + wanted.id() + " is of zone " + wanted.zone())
                    .as(Reason.OTHER_ZONE);
        }
        if (!published.currency().equals(wanted.currency())) {
            throw refuse(
                            published.line(),
                            "currency_Unit.name",
                            published.currency(),
                            "series " + wanted.id() + " is in " + wanted.currency())
                    .as(Reason.OTHER_CURRENCY);
        }
        if (!published.unit().equals("MWH") || wanted.unit() != EnergyUnit.MWH) {
            throw refuse(
                    published.line(),
                    "price_Measure_Unit.name",
                    published.unit(),
                    "series " + wanted.id() + " is per " + wanted.unit().symbol());
        }
    }

    private String nothingFor(PriceSeries wanted) {
        String offered = series.stream()
                .flatMap(one -> one.periods().stream()
                        .map(period -> period.resolution() + " of contract " + one.contractType() + " sequence "
                                + one.sequence()))
                .distinct()
                .collect(Collectors.joining(", "));
        return "nothing in resolution " + wanted.resolution() + " of contract A01, sequence 1, for series "
                + wanted.id() + "; the document holds " + (offered.isEmpty() ? "no period" : offered);
    }

    private UnreadableDocument refuse(long line, String field, @Nullable String value, String rule) {
        return UnreadableDocument.because(new DocumentFault(file, line, 0, field, value, rule));
    }
}
