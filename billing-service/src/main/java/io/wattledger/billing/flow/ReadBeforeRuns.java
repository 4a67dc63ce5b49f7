package io.wattledger.billing.flow;

import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.Reach;
import io.wattledger.chassis.kafka.TopicEnds;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has runs wait until all rated usage is read that lay in its topic when they were seen first. What comes later is not waited for.
 * It is remembered in memory alone: after a restart a run waits for what is there then.
 */
@ApplicationScoped
public class ReadBeforeRuns {

    private final TenantScope scope;
    private final TopicEnds ends;
    private final ConsumedPositions positions;
    private final ServiceConfig config;

    /** How far the topic reached, by run. */
    private final Map<String, Reach> runs = new HashMap<>();

    ReadBeforeRuns(TenantScope scope, TopicEnds ends, ConsumedPositions positions, ServiceConfig config) {
        this.scope = scope;
        this.ends = ends;
        this.positions = positions;
        this.config = config;
    }

    /** Whether these runs may be worked on; runs that are not among them are forgotten. */
    public synchronized boolean isRead(Set<String> waiting) {
        runs.keySet().retainAll(waiting);
        if (!config.reader().enabled()) {
            return true;
        }
        if (!runs.keySet().containsAll(waiting)) {
            Reach now = ends.reach(List.of(Topics.RATED_USAGE));
            waiting.forEach(run -> runs.putIfAbsent(run, now));
        }
        return Reach.areRead(runs.values(), () -> scope.asOperator(positions::byPartition));
    }
}
