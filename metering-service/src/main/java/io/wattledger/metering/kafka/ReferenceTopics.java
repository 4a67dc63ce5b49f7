package io.wattledger.metering.kafka;

import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.Reach;
import io.wattledger.chassis.kafka.TopicEnds;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.flow.ReferenceFeed;
import io.wattledger.metering.ops.MeteringConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/**
 * Tells whether the reference topics were read to their ends: the ends as Kafka names them now against the positions that
 * the readers, of whichever copy of the service, keep in the database with what they read.
 */
@ApplicationScoped
public class ReferenceTopics implements ReferenceFeed {

    private static final List<String> TOPICS = List.of(Topics.SITES, Topics.SKUS);
    private static final long POLL_MILLIS = 50;

    private final TenantScope scope;
    private final ConsumedPositions positions;
    private final TopicEnds ends;
    private final Clock clock;
    private final MeteringConfig config;

    ReferenceTopics(
            TenantScope scope, ConsumedPositions positions, TopicEnds ends, Clock clock, MeteringConfig config) {
        this.scope = scope;
        this.positions = positions;
        this.ends = ends;
        this.clock = clock;
        this.config = config;
    }

    @Override
    public void awaitAllKept() {
        Instant deadline = clock.instant().plus(config.references().patience());
        try {
            List<Reach> reaches = List.of(ends.reach(TOPICS));
            while (!Reach.areRead(reaches, () -> scope.asOperator(positions::byPartition))) {
                if (clock.instant().isAfter(deadline)) {
                    throw new Behind("sites and SKUs are not read to the ends of their topics yet");
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (KafkaException e) {
            throw new Behind("the reference topics cannot be asked for their ends: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Behind("interrupted while waiting for reference data");
        }
    }
}
