package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.CounterRules;
import io.wattledger.metering.energy.CounterStream;
import io.wattledger.metering.energy.DcgmBlank;
import io.wattledger.metering.energy.EnergyCut;
import io.wattledger.metering.energy.Stretch;
import io.wattledger.metering.event.BeyondBound;
import io.wattledger.metering.event.EnergyReading;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.MeasuredEnergy;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotFigures;
import io.wattledger.metering.slot.SlotFold;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Meters energy that is reported apart from allocations. Readings of a counter are worked out together with their
 * neighbours, once with the batch and once without it; the difference goes to the slots.
 */
@ApplicationScoped
public class MeterEnergy implements MeterKind {

    /** All readings of an instant are read with each that comes at or near it. A device has no more instances than seven. */
    private static final int MOST_AT_ONE_INSTANT = 100;

    private static final String OVERFULL =
            "of one device and share there may be " + MOST_AT_ONE_INSTANT + " readings at one instant";

    private final CounterBook book;
    private final CounterRules rules;

    MeterEnergy(CounterBook book, CounterRules rules) {
        this.book = book;
        this.rules = rules;
    }

    @Override
    public void apply(Changes changes, Effects effects) {
        Batch batch = new Batch();
        for (UsageReport report : changes.begun()) {
            switch (report) {
                case EnergyReading reading -> batch.add(reading);
                case MeasuredEnergy energy -> spread(energy, effects, false);
                default -> throw notEnergy(report);
            }
        }
        for (UsageReport report : changes.ended()) {
            switch (report) {
                case EnergyReading reading -> batch.remove(reading);
                case MeasuredEnergy energy -> spread(energy, effects, true);
                default -> throw notEnergy(report);
            }
        }
        if (!batch.isEmpty()) {
            meter(batch, effects);
        }
    }

    private static IllegalArgumentException notEnergy(UsageReport report) {
        return new IllegalArgumentException("no report of energy: " + report.identity());
    }

    private static void spread(MeasuredEnergy energy, Effects effects, boolean isTakenBack) {
        new IntervalCut(energy.gpuThousandths(), energy.interval(), energy.millijoules()).pieces((slot, figures) -> {
            SlotFigures measured = new SlotFigures(0, figures.measuredMilliGpuSeconds(), figures.measuredMillijoules());
            effects.slots().add(energy.key(), slot, isTakenBack ? measured.negated() : measured);
        });
        effects.bound();
    }

    private void meter(Batch batch, Effects effects) {
        book.lock(batch.counters);
        Map<Counter, Map<EventKey, CounterReading>> before = new TreeMap<>();
        for (CounterBook.Kept kept : book.near(batch.moments)) {
            before.computeIfAbsent(kept.counter(), absent -> new LinkedHashMap<>())
                    .put(kept.event(), kept.reading());
        }
        requireRoom(batch, before);
        Findings findings = new Findings();
        Set<CounterBook.Moment> contested = new LinkedHashSet<>();
        for (Counter counter : batch.counters) {
            Map<EventKey, CounterReading> then = before.getOrDefault(counter, Map.of());
            Map<EventKey, CounterReading> now = batch.after(counter, then);
            batch.contested(counter, then, contested);
            batch.contested(counter, now, contested);
            compare(counter, then, now, effects.slots(), findings);
            effects.bound();
        }
        book.change(Batch.all(batch.added), Batch.all(batch.removed));
        book.mark(contested);
        if (!findings.begun.isEmpty() || !findings.ended.isEmpty()) {
            book.doubt(findings.begun, findings.ended, effects.now());
        }
        book.noteChanges(findings.changed);
    }

    /** Before anything is done; names all that are too many, since an exporter may read a thousand devices at one instant. */
    private static void requireRoom(Batch batch, Map<Counter, Map<EventKey, CounterReading>> before) {
        Set<EventKey> tooMany = new HashSet<>();
        for (Counter counter : batch.counters) {
            batch.tooMany(counter, batch.after(counter, before.getOrDefault(counter, Map.of())), tooMany);
        }
        if (!tooMany.isEmpty()) {
            throw new BeyondBound(RefusalCode.INSTANT_OVERFULL, "data.at", OVERFULL, tooMany);
        }
    }

    private void compare(
            Counter counter,
            Map<EventKey, CounterReading> before,
            Map<EventKey, CounterReading> after,
            SlotFold slots,
            Findings findings) {
        CounterStream stream = new CounterStream(counter.gpuThousandths(), rules);
        List<Stretch> then = stream.stretches(before.values());
        List<Stretch> now = stream.stretches(after.values());
        Set<Stretch> ended = Set.copyOf(then);
        Set<Stretch> begun = Set.copyOf(now);
        for (Stretch stretch : then) {
            if (!begun.contains(stretch)) {
                charge(counter, stretch, slots, true);
                findings.note(findings.ended, counter, stretch);
            }
        }
        for (Stretch stretch : now) {
            if (!ended.contains(stretch)) {
                charge(counter, stretch, slots, false);
                findings.note(findings.begun, counter, stretch);
            }
        }
    }

    private static void charge(Counter counter, Stretch stretch, SlotFold slots, boolean isTakenBack) {
        new EnergyCut(stretch, counter.gpuThousandths()).pieces(piece -> {
            SlotFigures figures = new SlotFigures(
                    0, piece.coveredMilliGpuSeconds(), piece.millijoules(), 0, piece.estimatedMillijoules());
            slots.add(piece.series(), piece.slot(), isTakenBack ? figures.negated() : figures);
        });
    }

    /** What has become doubtful and what no longer is, and the times for which counters say something else than before. */
    private static final class Findings {
        private final List<CounterBook.Doubt> begun = new ArrayList<>();
        private final List<CounterBook.Doubt> ended = new ArrayList<>();
        private final List<CounterBook.Changed> changed = new ArrayList<>();

        void note(List<CounterBook.Doubt> list, Counter counter, Stretch stretch) {
            if (stretch.kind().isDoubtful()) {
                list.add(new CounterBook.Doubt(counter, stretch));
            }
            if (stretch.kind().isCounted()) {
                changed.add(new CounterBook.Changed(counter, new Interval(stretch.start(), stretch.end())));
            }
        }
    }

    /** The readings of a batch that hold a value, by counter. */
    private static final class Batch {
        private final SortedMap<Counter, List<CounterBook.Kept>> added = new TreeMap<>();
        private final SortedMap<Counter, List<CounterBook.Kept>> removed = new TreeMap<>();
        private final SortedSet<Counter> counters = new TreeSet<>();
        private final Set<CounterBook.Moment> moments = new LinkedHashSet<>();

        void add(EnergyReading reading) {
            keep(reading, added);
        }

        void remove(EnergyReading reading) {
            keep(reading, removed);
        }

        private void keep(EnergyReading report, Map<Counter, List<CounterBook.Kept>> target) {
            Long millijoules = report.millijoules();
            if (millijoules == null || DcgmBlank.isBlank(millijoules)) {
                return;
            }
            Counter counter = new Counter(
                    report.identity().tenant(), report.key().site(), report.device(), report.gpuThousandths());
            CounterReading reading = new CounterReading(report.at(), millijoules, report.bootId(), report.key());
            counters.add(counter);
            moments.add(new CounterBook.Moment(counter, report.at()));
            target.computeIfAbsent(counter, absent -> new ArrayList<>())
                    .add(new CounterBook.Kept(counter, report.identity().key(), reading));
        }

        boolean isEmpty() {
            return counters.isEmpty();
        }

        Map<EventKey, CounterReading> after(Counter counter, Map<EventKey, CounterReading> before) {
            Map<EventKey, CounterReading> after = new LinkedHashMap<>(before);
            added.getOrDefault(counter, List.of()).forEach(kept -> after.put(kept.event(), kept.reading()));
            removed.getOrDefault(counter, List.of()).forEach(kept -> after.remove(kept.event()));
            return after;
        }

        /** Of the readings that the batch adds those, the last first, with which there would be too many at an instant. */
        void tooMany(Counter counter, Map<EventKey, CounterReading> after, Set<EventKey> tooMany) {
            Map<Instant, Integer> counts = counts(after);
            for (CounterBook.Kept kept : added.getOrDefault(counter, List.of()).reversed()) {
                Instant at = kept.reading().at();
                int count = counts.getOrDefault(at, 0);
                if (count > MOST_AT_ONE_INSTANT && after.containsKey(kept.event())) {
                    tooMany.add(kept.event());
                    counts.put(at, count - 1);
                }
            }
        }

        private static Map<Instant, Integer> counts(Map<EventKey, CounterReading> readings) {
            Map<Instant, Integer> counts = new HashMap<>();
            readings.values().forEach(reading -> counts.merge(reading.at(), 1, Integer::sum));
            return counts;
        }

        /** The moments of the batch at which there are several readings. */
        void contested(Counter counter, Map<EventKey, CounterReading> readings, Set<CounterBook.Moment> contested) {
            counts(readings).forEach((at, count) -> {
                CounterBook.Moment moment = new CounterBook.Moment(counter, at);
                if (count > 1 && moments.contains(moment)) {
                    contested.add(moment);
                }
            });
        }

        static List<CounterBook.Kept> all(Map<Counter, List<CounterBook.Kept>> kept) {
            return kept.values().stream().flatMap(List::stream).toList();
        }
    }
}
