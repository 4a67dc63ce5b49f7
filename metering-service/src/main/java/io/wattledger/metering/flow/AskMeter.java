package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.flow.MeterEvents.Extent;
import io.wattledger.metering.flow.MeterEvents.Figure;
import io.wattledger.metering.flow.MeterRefused.Reason;
import io.wattledger.metering.meter.Aggregation;
import io.wattledger.metering.meter.Fault;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.MeterQuery;
import io.wattledger.metering.meter.MeterReading;
import io.wattledger.metering.meter.MeterReading.Row;
import io.wattledger.metering.meter.MeterRules;
import io.wattledger.metering.meter.Question;
import io.wattledger.metering.meter.WindowSize;
import io.wattledger.metering.meter.Windows;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a meter what its events come to. The windows are laid out here; the database adds up, exactly, in numeric. */
@ApplicationScoped
public class AskMeter {

    /** Rows in one answer at most; more are no report any more but an export. */
    private static final int MOST_ROWS = Windows.MOST;

    private final MeterEvents events;
    private final TenantScope scope;
    private final QuestionPlaces places;

    AskMeter(MeterEvents events, TenantScope scope, QuestionPlaces places) {
        this.events = events;
        this.scope = scope;
        this.places = places;
    }

    /**
     * An answer with the question as it was understood.
     *
     * @param query the question
     * @param reading the answer
     */
    public record Answer(MeterQuery query, MeterReading reading) {}

    /**
     * Answers a question.
     *
     * @throws MeterRefused when it breaks a rule, the answer would be too long, or too many are being answered
     */
    public Answer ask(Meter meter, Question question) throws MeterRefused {
        MeterQuery query = DefineMeters.valid(MeterQuery.check(meter.definition(), question));
        return places.answer(meter.tenant(), () -> answer(meter, query));
    }

    private Answer answer(Meter meter, MeterQuery query) throws MeterRefused {
        Optional<Extent> extent = scope.inTransaction(meter.tenant(), connection -> events.extent(meter, query));
        if (extent.isEmpty()) {
            return new Answer(query, new MeterReading(List.of(), 0));
        }
        Windows windows = windows(query, extent.get());
        MeterEvents.Cut<Figure> figures =
                scope.inTransaction(meter.tenant(), connection -> events.figures(meter, query, windows, MOST_ROWS));
        if (figures.isCut()) {
            throw tooLong("the answer has more than " + MOST_ROWS
                    + " rows, or groups with more than 16 MiB of text: ask for a shorter time, longer windows"
                    + " or fewer groups");
        }
        return new Answer(query, reading(meter, query, windows, figures.rows()));
    }

    /** Events that come between the two readings and lie outside these windows wait for the next question. */
    private static Windows windows(MeterQuery query, Extent extent) throws MeterRefused {
        if (query.windowSize() == null) {
            return new Windows(List.of(whole(query, extent)));
        }
        try {
            return Windows.covering(query.windowSize(), query.zone(), extent.first(), extent.last());
        } catch (Windows.TooMany e) {
            throw tooLong(String.valueOf(e.getMessage()));
        }
    }

    /** One window over the time asked for; where that is open, to the whole minute around the events. */
    private static Interval whole(MeterQuery query, Extent extent) {
        Instant from = query.from();
        Instant to = query.to();
        return new Interval(
                from != null ? from : minute(extent.first()).start(),
                to != null ? to : minute(extent.last()).end());
    }

    private static Interval minute(Instant instant) {
        return WindowSize.MINUTE.windowOf(instant, ZoneOffset.UTC);
    }

    private static MeterReading reading(Meter meter, MeterQuery query, Windows windows, List<Figure> figures) {
        List<Row> rows = new ArrayList<>(figures.size());
        long unreadable = 0;
        for (Figure figure : figures) {
            unreadable += figure.events() - figure.counted();
            if (figure.counted() > 0) {
                rows.add(row(meter, query, windows, figure));
            }
        }
        return new MeterReading(rows, unreadable);
    }

    private static Row row(Meter meter, MeterQuery query, Windows windows, Figure figure) {
        BigDecimal total = Objects.requireNonNull(figure.total(), "what counts has a total");
        Map<String, @Nullable String> groups = new LinkedHashMap<>();
        String subject = null;
        int at = 0;
        for (String group : query.groupBy()) {
            String value = figure.groups().get(at++);
            if (group.equals(MeterRules.SUBJECT)) {
                subject = value;
            } else {
                groups.put(group, value);
            }
        }
        boolean isAverage = meter.definition().aggregation() == Aggregation.AVG;
        return new Row(
                windows.windows().get(figure.window()),
                subject,
                groups,
                isAverage ? Aggregation.average(total, figure.counted()) : total);
    }

    private static MeterRefused tooLong(String detail) {
        return new MeterRefused(Reason.INVALID, detail, List.of(new Fault("windowSize", detail)));
    }
}
