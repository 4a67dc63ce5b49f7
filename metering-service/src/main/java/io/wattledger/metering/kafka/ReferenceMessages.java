package io.wattledger.metering.kafka;

import io.wattledger.chassis.kafka.BatchHandler;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.kafka.Subscription;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.metering.flow.ReferenceBook;
import io.wattledger.metering.ops.MeteringMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Keeps copies of the sites and SKUs that pricing publishes. A message that cannot be read is counted and passed over. */
@ApplicationScoped
public class ReferenceMessages {

    private static final Logger LOG = Logger.getLogger(ReferenceMessages.class);
    private static final int BATCH = 500;

    private final ReferenceBook book;
    private final MeteringMetrics metrics;

    ReferenceMessages(ReferenceBook book, MeteringMetrics metrics) {
        this.book = book;
        this.metrics = metrics;
    }

    @Produces
    @Singleton
    Subscription<Map<SiteFacts, Instant>> sites() {
        return new Subscription<>(Topics.SITES, Topics.SITES, BATCH, 1, new Sites());
    }

    @Produces
    @Singleton
    Subscription<List<SkuFacts>> skus() {
        return new Subscription<>(Topics.SKUS, Topics.SKUS, BATCH, 1, new Skus());
    }

    private <T> Optional<T> read(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(WireJson.read(record.value(), type));
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf(e, "%s-%d offset %d is no %s", record.topic(), record.partition(), record.offset(), type);
            metrics.count(MeteringMetrics.Name.REFERENCES_UNREADABLE, 1);
            return Optional.empty();
        }
    }

    private final class Sites implements BatchHandler<Map<SiteFacts, Instant>> {
        @Override
        public Map<SiteFacts, Instant> decode(PartitionBatch batch) {
            Map<SiteFacts, Instant> sites = new LinkedHashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
                read(record, SiteFacts.class)
                        .ifPresent(site -> sites.put(site, Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
            }
            return sites;
        }

        @Override
        public Map<SiteFacts, Instant> join(List<Map<SiteFacts, Instant>> pieces) {
            Map<SiteFacts, Instant> sites = new LinkedHashMap<>();
            pieces.forEach(sites::putAll);
            return sites;
        }

        @Override
        public Collection<String> tenants(Map<SiteFacts, Instant> sites) {
            return List.of();
        }

        @Override
        public void apply(Map<SiteFacts, Instant> sites, Connection connection) {
            book.keepSites(sites);
        }
    }

    private final class Skus implements BatchHandler<List<SkuFacts>> {
        @Override
        public List<SkuFacts> decode(PartitionBatch batch) {
            List<SkuFacts> skus = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
                read(record, SkuFacts.class).ifPresent(skus::add);
            }
            return skus;
        }

        @Override
        public List<SkuFacts> join(List<List<SkuFacts>> pieces) {
            return pieces.stream().flatMap(List::stream).toList();
        }

        @Override
        public Collection<String> tenants(List<SkuFacts> skus) {
            return List.of();
        }

        @Override
        public void apply(List<SkuFacts> skus, Connection connection) {
            book.keepSkus(skus);
        }
    }
}
