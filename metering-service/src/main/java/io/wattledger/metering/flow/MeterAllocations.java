package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.allocation.Mark;
import io.wattledger.metering.allocation.Marks;
import io.wattledger.metering.allocation.Run;
import io.wattledger.metering.allocation.Stretch;
import io.wattledger.metering.allocation.StretchDifference;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.AllocationStart;
import io.wattledger.metering.event.AllocationStop;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.flow.AllocationBook.Known;
import io.wattledger.metering.flow.AllocationBook.Latest;
import io.wattledger.metering.flow.AllocationBook.State;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import io.wattledger.metering.slot.IntervalCut;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Meters allocations that are reported by start and stop. All marks of an allocation are kept, so that a stop may come
 * first, twice or late; one that has not come leaves the allocation open, and it is metered up to its site's watermark.
 */
@ApplicationScoped
public class MeterAllocations implements MeterKind {

    private final AllocationBook book;
    private final SiteWatermarks watermarks;

    MeterAllocations(AllocationBook book, SiteWatermarks watermarks) {
        this.book = book;
        this.watermarks = watermarks;
    }

    @Override
    public void apply(Changes changes, Effects effects) {
        Map<AllocationName, List<Turn>> turns = new LinkedHashMap<>();
        changes.begun().forEach(report -> note(turns, report, true));
        changes.ended().forEach(report -> note(turns, report, false));
        List<List<Turn>> byPlace = List.copyOf(turns.values());
        AllocationBook.Taken taken = book.take(List.copyOf(turns.keySet()), place -> beginsByStart(byPlace.get(place)));
        Map<TenantSite, Instant> complete = watermarks.of(sites(turns.keySet()));
        List<State> states = new ArrayList<>(turns.size());
        turns.forEach((name, ofName) -> {
            Instant watermark = complete.get(new TenantSite(name.tenant(), name.site()));
            states.add(turn(name, ofName, taken.known(states.size()), watermark, effects));
        });
        taken.keep(states);
    }

    /** A mark that begins or ceases to count. */
    private record Turn(Mark mark, boolean isBegun) {}

    private static void note(Map<AllocationName, List<Turn>> turns, UsageReport report, boolean isBegun) {
        switch (report) {
            case AllocationStart start -> {
                Mark mark = Mark.start(
                        start.at().toEpochMilli(),
                        start.gpuThousandths(),
                        start.key(),
                        start.placement().devices());
                turns.computeIfAbsent(AllocationName.of(start), absent -> new ArrayList<>(2))
                        .add(new Turn(mark, isBegun));
            }
            case AllocationStop stop ->
                turns.computeIfAbsent(AllocationName.of(stop), absent -> new ArrayList<>(2))
                        .add(new Turn(Mark.stop(stop.at().toEpochMilli()), isBegun));
            default -> throw new IllegalArgumentException(report.getClass() + " is neither start nor stop");
        }
    }

    /** Whether the first that is heard of it in this batch is a start, as it is when it is the first of all. */
    private static boolean beginsByStart(List<Turn> turns) {
        return turns.getFirst().isBegun() && !turns.getFirst().mark().isStop();
    }

    private static boolean isBeginning(List<Turn> turns) {
        for (Turn turn : turns) {
            if (turn.isBegun() && !turn.mark().isStop()) {
                return true;
            }
        }
        return false;
    }

    private static Set<TenantSite> sites(Set<AllocationName> names) {
        Set<TenantSite> sites = new HashSet<>();
        names.forEach(name -> sites.add(new TenantSite(name.tenant(), name.site())));
        return sites;
    }

    private static State turn(
            AllocationName name,
            List<Turn> turns,
            @Nullable Known known,
            @Nullable Instant watermark,
            Effects effects) {
        Marks marks = known == null ? new Marks() : known.marks();
        long lengthBefore = marks.length();
        List<Run> runsBefore = marks.runs();
        Instant meteredBefore = known == null ? null : known.meteredUntil();
        List<Stretch> before = stretches(runsBefore, name, meteredBefore);
        turns.forEach(turn -> {
            if (turn.isBegun()) {
                marks.add(turn.mark());
            } else {
                marks.remove(turn.mark());
            }
        });
        AllocationBook.requireRoom(
                lengthBefore, marks.length(), AllocationBook.MOST_BYTES * (isBeginning(turns) ? 1 : 2));
        List<Run> runs = marks.runs();
        Latest latest = runs.isEmpty() ? null : latest(runs.getLast());
        Instant meteredUntil = latest != null && latest.stoppedAt() == null ? watermark : null;
        if (isOfDevices(runsBefore) || isOfDevices(runs)) {
            effects.claims().change(claims(runsBefore, name, meteredBefore), claims(runs, name, meteredUntil));
        }
        change(name.source(), before, stretches(runs, name, meteredUntil), effects);
        return new State(name, marks, latest, isSameRun(runsBefore, runs), meteredUntil);
    }

    /** Whether the last run began with the same figures at the same time. */
    private static boolean isSameRun(List<Run> before, List<Run> after) {
        return !before.isEmpty()
                && !after.isEmpty()
                && before.getLast().since() == after.getLast().since()
                && before.getLast().start().equals(after.getLast().start());
    }

    private static List<Stretch> stretches(List<Run> runs, AllocationName name, @Nullable Instant meteredUntil) {
        return Run.stretches(
                runs, name.tenant(), name.site(), meteredUntil == null ? null : meteredUntil.toEpochMilli());
    }

    private static Latest latest(Run run) {
        return new Latest(
                run.start().project(),
                run.start().sku(),
                run.start().gpuThousandths(),
                Instant.ofEpochMilli(run.since()),
                run.isOpen() ? null : Instant.ofEpochMilli(run.until()),
                run.start().devices());
    }

    private static boolean isOfDevices(List<Run> runs) {
        for (Run run : runs) {
            if (!run.start().devices().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What the runs claim: their devices, for as long as they are metered. */
    private static Set<ClaimDevices.Claimed> claims(
            List<Run> runs, AllocationName name, @Nullable Instant meteredUntil) {
        Set<ClaimDevices.Claimed> claims = new LinkedHashSet<>();
        for (Run run : runs) {
            if (!run.start().devices().isEmpty()) {
                stretches(List.of(run), name, meteredUntil)
                        .forEach(stretch ->
                                claims.add(claim(name, stretch, run.start().devices())));
            }
        }
        return claims;
    }

    static ClaimDevices.Claimed claim(AllocationName name, Stretch stretch, List<String> devices) {
        return new ClaimDevices.Claimed(
                new Claimant(name.tenant(), name.claimKey(), name.source(), name.allocation()),
                stretch.what().key(),
                stretch.what().gpuThousandths(),
                devices,
                stretch.interval());
    }

    /** Adds what is between two rows of stretches to the effects. */
    static void change(String source, List<Stretch> before, List<Stretch> after, Effects effects) {
        StretchDifference.between(
                before,
                after,
                gone -> {
                    UsageKey key = gone.what().key();
                    if (gone.what().isEstimated()) {
                        effects.subtractEstimated(source, key, cut(gone));
                    } else {
                        effects.subtract(source, key, cut(gone));
                    }
                },
                come -> {
                    UsageKey key = come.what().key();
                    if (come.what().isEstimated()) {
                        effects.addEstimated(source, key, cut(come));
                    } else {
                        effects.add(source, key, cut(come));
                    }
                });
    }

    private static IntervalCut cut(Stretch stretch) {
        return new IntervalCut(stretch.what().gpuThousandths(), stretch.interval(), null);
    }
}
