package io.wattledger.billing.kafka;

import io.wattledger.billing.flow.NameBook.Kind;
import io.wattledger.billing.flow.NameBook.Name;
import io.wattledger.billing.flow.RatedEntry;
import io.wattledger.billing.flow.RecordNames;
import io.wattledger.billing.flow.RecordRatedUsage;
import io.wattledger.billing.flow.RecordWatermarks;
import io.wattledger.chassis.kafka.Subscription;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** The topics that billing reads. */
public class BillingSubscriptions {

    /** Reference data is small; one reader and a plain batch are enough. */
    private static final int REFERENCE_BATCH = 500;

    @Produces
    @Singleton
    Subscription<Readings<RatedEntry>> ratedUsage(RecordRatedUsage recordRatedUsage, IntakeConfig config) {
        return new Subscription<>(
                "rated-usage",
                Topics.RATED_USAGE,
                config.batchRecords(),
                config.readers(),
                new RatedUsageBatches(recordRatedUsage));
    }

    @Produces
    @Singleton
    Subscription<Readings<UsageWatermark>> watermarks(RecordWatermarks recordWatermarks) {
        return new Subscription<>(
                "usage-watermarks",
                Topics.USAGE_WATERMARKS,
                REFERENCE_BATCH,
                1,
                new WatermarkBatches(recordWatermarks));
    }

    @Produces
    @Singleton
    Subscription<Readings<Name>> sites(RecordNames recordNames) {
        return new Subscription<>(
                "sites", Topics.SITES, REFERENCE_BATCH, 1, new NameBatches(BillingSubscriptions::site, recordNames));
    }

    @Produces
    @Singleton
    Subscription<Readings<Name>> skus(RecordNames recordNames) {
        return new Subscription<>(
                "skus", Topics.SKUS, REFERENCE_BATCH, 1, new NameBatches(BillingSubscriptions::sku, recordNames));
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
