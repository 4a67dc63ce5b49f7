package io.wattledger.metering.kafka;

import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.ConsumedPositions.Position;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.flow.ReferenceFeed;
import io.wattledger.metering.ops.MeteringConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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
    private final Clock clock;
    private final MeteringConfig config;
    private final Admin admin;

    ReferenceTopics(
            TenantScope scope,
            ConsumedPositions positions,
            Clock clock,
            MeteringConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.scope = scope;
        this.positions = positions;
        this.clock = clock;
        this.config = config;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Override
    public void awaitAllKept() {
        Instant deadline = clock.instant().plus(config.references().patience());
        try {
            Map<TopicPartition, Long> ends = ends();
            while (!areKept(ends)) {
                if (clock.instant().isAfter(deadline)) {
                    throw new Behind("sites and SKUs are not read to the ends " + ends + " yet");
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new Behind("the reference topics cannot be asked for their ends: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Behind("interrupted while waiting for reference data");
        }
    }

    /** The end of each partition that holds anything. */
    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String topic : TOPICS) {
            partitions.addAll(partitions(topic));
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        partitions.forEach(one -> latest.put(one, OffsetSpec.latest()));
        partitions.forEach(one -> earliest.put(one, OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> begins =
                admin.listOffsets(earliest).all().get();
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((one, end) -> {
            ListOffsetsResultInfo begin = begins.get(one);
            if (begin == null || end.offset() > begin.offset()) {
                ends.put(one, end.offset());
            }
        });
        return ends;
    }

    private List<TopicPartition> partitions(String topic) throws ExecutionException, InterruptedException {
        try {
            TopicDescription description =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            return Objects.requireNonNull(description, topic).partitions().stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw e;
        }
    }

    private boolean areKept(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> kept = new HashMap<>();
        for (Position position : scope.asOperator(positions::all)) {
            kept.put(new TopicPartition(position.topic(), position.partition()), position.nextOffset());
        }
        return ends.entrySet().stream().allMatch(end -> kept.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    @PreDestroy
    void close() {
        admin.close();
    }
}
