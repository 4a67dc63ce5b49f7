package io.wattledger.billing.flow;

import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.TopicEnds;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

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

    /** Where the topic ended, by run; nothing where all of that is read. */
    private final Map<String, Map<TopicPartition, Long>> runs = new HashMap<>();

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
            Map<TopicPartition, Long> now = ends.of(List.of(Topics.RATED_USAGE));
            waiting.forEach(run -> runs.putIfAbsent(run, now));
        }
        if (runs.values().stream().allMatch(Map::isEmpty)) {
            return true;
        }
        Map<TopicPartition, Long> read = TopicEnds.byPartition(scope.asOperator(positions::all));
        runs.replaceAll((run, upTo) -> TopicEnds.areReached(upTo, read) ? Map.of() : upTo);
        return runs.values().stream().allMatch(Map::isEmpty);
    }
}
