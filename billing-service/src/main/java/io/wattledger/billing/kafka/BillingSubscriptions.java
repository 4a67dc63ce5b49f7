package io.wattledger.billing.kafka;

import io.wattledger.billing.flow.NameBook.Kind;
import io.wattledger.billing.flow.NameBook.Name;
import io.wattledger.billing.flow.RatedEntry;
import io.wattledger.billing.flow.RecordNames;
import io.wattledger.billing.flow.RecordRatedUsage;
import io.wattledger.billing.flow.RecordWatermarks;
import io.wattledger.billing.flow.Watch;
import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.DecodedBatch;
import io.wattledger.chassis.kafka.StatedMessages;
import io.wattledger.chassis.kafka.Subscription;
import io.wattledger.chassis.kafka.TopicEnds;
import io.wattledger.chassis.kafka.UnreadableRecords;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;

/** The topics that billing reads. */
public class BillingSubscriptions {

    /** Reference data is small; one reader and a plain batch are enough. */
    private static final int REFERENCE_BATCH = 500;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Produces
    @Singleton
    Subscription<DecodedBatch<RatedEntry>> ratedUsage(
            RecordRatedUsage recordRatedUsage, UnreadableRecords unreadable, Watch watch, IntakeConfig config) {
        return new Subscription<>(
                "rated-usage",
                Topics.RATED_USAGE,
                config.batchRecords(),
                config.readers(),
                new StatedMessages<>(
                        RecordRatedUsage::entry,
                        entry -> entry.usage().tenant(),
                        recordRatedUsage::record,
                        unreadable,
                        watch::taken));
    }

    /** A month waits for its watermarks alone, so one is told only once this service has read the usage before it. */
    @Produces
    @Singleton
    Subscription<DecodedBatch<UsageWatermark>> watermarks(
            RecordWatermarks recordWatermarks,
            UnreadableRecords unreadable,
            Watch watch,
            TopicEnds ends,
            ConsumedPositions positions,
            TenantScope scope) {
        StatedMessages<UsageWatermark> stated = new StatedMessages<>(
                value -> WireJson.read(value, UsageWatermark.class),
                UsageWatermark::tenant,
                recordWatermarks::record,
                unreadable,
                watch::taken);
        return new Subscription<>(
                "rated-watermarks",
                Topics.RATED_WATERMARKS,
                BehindTheUsage.BATCH,
                1,
                new BehindTheUsage<>(stated, ends, positions, scope, BETWEEN_LOOKS));
    }

    @Produces
    @Singleton
    Subscription<DecodedBatch<Name>> sites(RecordNames recordNames, UnreadableRecords unreadable, Watch watch) {
        return new Subscription<>(
                "sites",
                Topics.SITES,
                REFERENCE_BATCH,
                1,
                names(BillingSubscriptions::site, recordNames, unreadable, watch));
    }

    @Produces
    @Singleton
    Subscription<DecodedBatch<Name>> skus(RecordNames recordNames, UnreadableRecords unreadable, Watch watch) {
        return new Subscription<>(
                "skus",
                Topics.SKUS,
                REFERENCE_BATCH,
                1,
                names(BillingSubscriptions::sku, recordNames, unreadable, watch));
    }

    private static StatedMessages<Name> names(
            DecodedBatch.Reading<Name> reading, RecordNames recordNames, UnreadableRecords unreadable, Watch watch) {
        return new StatedMessages<>(
                reading, name -> TenantScope.NO_TENANT, recordNames::record, unreadable, watch::taken);
    }

    private static Name site(byte[] value) throws IOException {
        SiteFacts facts = WireJson.read(value, SiteFacts.class);
        return new Name(Kind.SITE, facts.site(), facts.name(), facts.revision());
    }

    private static Name sku(byte[] value) throws IOException {
        SkuFacts facts = WireJson.read(value, SkuFacts.class);
        return new Name(Kind.SKU, facts.sku(), facts.name(), facts.revision());
    }
}
