package io.wattledger.metering.flow;

import io.wattledger.metering.event.CollectorBeat;
import io.wattledger.metering.event.UsageReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Advances the watermarks of sites by the heartbeats of their collectors. A collector stands where its furthest heartbeat
 * says, in whatever order they come; an older one is counted as any event and changes nothing. So is one that is withdrawn:
 * what was declared complete downstream cannot be taken back.
 */
@ApplicationScoped
public class AdvanceWatermarks implements MeterKind {

    private final WatermarkBook book;

    AdvanceWatermarks(WatermarkBook book) {
        this.book = book;
    }

    @Override
    public void apply(Changes changes, Effects effects) {
        Collection<CollectorBeat> furthest = furthest(changes.begun());
        if (!furthest.isEmpty()) {
            book.advance(furthest, effects.now());
        }
    }

    /** The furthest heartbeat of each collector and site; of two that name the same instant the one that retires. */
    static Collection<CollectorBeat> furthest(List<UsageReport> reports) {
        Map<Mark, CollectorBeat> furthest = new HashMap<>();
        for (UsageReport report : reports) {
            if (report instanceof CollectorBeat beat) {
                Mark mark = new Mark(
                        beat.identity().tenant(), beat.site(), beat.identity().source());
                furthest.merge(mark, beat, AdvanceWatermarks::further);
            }
        }
        return furthest.values();
    }

    private static CollectorBeat further(CollectorBeat one, CollectorBeat other) {
        int order = one.completeUntil().compareTo(other.completeUntil());
        if (order == 0) {
            return one.isRetired() ? one : other;
        }
        return order > 0 ? one : other;
    }

    private record Mark(String tenant, String site, String collector) {}
}
