package io.wattledger.pricing.kafka;

import io.wattledger.chassis.kafka.DecodedBatch;
import io.wattledger.chassis.kafka.StatedMessages;
import io.wattledger.chassis.kafka.Subscription;
import io.wattledger.chassis.kafka.UnreadableRecords;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.UsageWatermark;
import io.wattledger.pricing.flow.KeepAccounts;
import io.wattledger.pricing.flow.PassOnWatermarks;
import io.wattledger.pricing.flow.RecordSlots;
import io.wattledger.pricing.ops.PricingConfig;
import io.wattledger.pricing.ops.PricingMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The topics that pricing reads. */
public class PricingSubscriptions {

    /** A collector speaks every minute or so. */
    private static final int WATERMARKS_BATCH = 500;

    @Produces
    @Singleton
    Subscription<DecodedBatch<MeteredUsage>> meteredUsage(
            RecordSlots recordSlots, UnreadableRecords unreadable, PricingMetrics metrics, PricingConfig config) {
        return new Subscription<>(
                "metered-usage",
                Topics.METERED_USAGE,
                config.topics().meteredUsageBatch(),
                1,
                new StatedMessages<>(
                        RecordSlots::total,
                        MeteredUsage::tenant,
                        recordSlots::record,
                        unreadable,
                        (read, bad) -> metrics.recordsUnreadable(bad)));
    }

    @Produces
    @Singleton
    Subscription<DecodedBatch<UsageWatermark>> watermarks(
            PassOnWatermarks passOnWatermarks, UnreadableRecords unreadable, PricingMetrics metrics) {
        return new Subscription<>(
                "usage-watermarks",
                Topics.USAGE_WATERMARKS,
                WATERMARKS_BATCH,
                1,
                new StatedMessages<>(
                        value -> WireJson.read(value, UsageWatermark.class),
                        UsageWatermark::tenant,
                        passOnWatermarks::passOn,
                        unreadable,
                        (read, bad) -> metrics.recordsUnreadable(bad)));
    }

    @Produces
    @Singleton
    Subscription<DecodedBatch<AccountFacts>> accounts(
            KeepAccounts keepAccounts, UnreadableRecords unreadable, PricingMetrics metrics, PricingConfig config) {
        return new Subscription<>(
                "accounts",
                Topics.ACCOUNTS,
                config.topics().accountsBatch(),
                1,
                new StatedMessages<>(
                        value -> WireJson.read(value, AccountFacts.class),
                        AccountFacts::tenant,
                        keepAccounts::keep,
                        unreadable,
                        (read, bad) -> metrics.recordsUnreadable(bad)));
    }
}
