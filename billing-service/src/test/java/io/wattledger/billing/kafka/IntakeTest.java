package io.wattledger.billing.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.flow.BalanceBook.Balance;
import io.wattledger.billing.flow.DocumentKind;
import io.wattledger.billing.flow.ReadCharges;
import io.wattledger.billing.flow.ReadInvoices;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.flow.WorkOnInvoiceRuns;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.InvoiceIssued;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** From rated-usage.v1 to invoices.v1 over real topics. */
@QuarkusTest
@WithSuite
class IntakeTest {

    @Inject
    Books books;

    @Inject
    ReadCharges readCharges;

    @Inject
    ReadInvoices readInvoices;

    @Inject
    WorkOnInvoiceRuns work;

    @Inject
    TenantScope scope;

    @Test
    void turnsRatedUsageIntoAnInvoiceThatNamesSitesAndSkusAndIsAnnounced() throws IOException {
        String site = Books.unused("site");
        String sku = Books.unused("sku");
        String tenant = books.tenantOf(books.legalEntity());
        TestKafka.send(List.of(
                message(
                        Topics.SITES,
                        site,
                        WireJson.write(new SiteFacts(site, "Svartisen", "NO", "NO4", "Europe/Oslo", "LIVE", 1))),
                message(Topics.SKUS, sku, WireJson.write(new SkuFacts(sku, "NVIDIA B200", "B200", 192, 1)))));
        RatedDay day = RatedDay.of(tenant, "c-2026", "2026-10-25")
                .at("default", site, sku)
                .gpuHours("25", "10");
        RatedUsage newer = day.revision(2).build();
        RatedUsage older = RatedDay.of(tenant, "c-2026", "2026-10-25")
                .at("default", site, sku)
                .gpuHours("1", "10")
                .build();
        TestKafka.send(List.of(rated(newer), rated(older), rated(newer)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> readCharges.balance(List.of(tenant)).equals(new Balance(90_000_000, 0, 90_000_000)));
        await().atMost(Duration.ofSeconds(30)).until(() -> namesKnown(site, sku) == 2);

        String run = books.start(tenant);
        try (Loop loop = Loop.start("test-runs", Duration.ofMillis(10), () -> work.step(waiting -> true))) {
            assertThat(loop).isNotNull();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> books.items(run).getFirst().outcome() != null);
        }

        String number = String.valueOf(books.items(run).getFirst().number());
        byte[] json = readInvoices
                .document(tenant, number, DocumentKind.JSON)
                .orElseThrow()
                .content();
        assertThat(new String(json, UTF_8)).contains("Svartisen").contains("NVIDIA B200");
        List<ConsumerRecord<byte[], byte[]>> announced = TestKafka.await(
                Topics.INVOICES, all -> all.stream().anyMatch(one -> key(one).equals(tenant + "/" + number)));
        InvoiceIssued news = WireJson.read(
                announced.stream()
                        .filter(one -> key(one).equals(tenant + "/" + number))
                        .findFirst()
                        .orElseThrow()
                        .value(),
                InvoiceIssued.class);
        assertThat(news.payable()).isEqualByComparingTo("312.50");
        assertThat(news.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void holdsAMonthUntilTheCollectorsOfItsSitesHaveReportedAllOfIt() {
        String site = Books.unused("site");
        String tenant = books.tenantOf(books.legalEntity());
        String other = books.tenantOf(books.legalEntity());
        books.rated(
                RatedDay.of(tenant, "c-2026", "2026-10-05")
                        .at("default", site, "h100-sxm")
                        .gpuHours("1", "10"),
                RatedDay.of(other, "c-2026", "2026-10-05")
                        .at("default", "glomfjord", "h100-sxm")
                        .gpuHours("1", "10"));
        watermark("-", site, 1, "2026-10-14T12:00:00Z");
        watermark(tenant, site, 1, "2026-12-01T00:00:00Z");

        List<ItemState> first = books.run(tenant, other);
        assertThat(first).extracting(ItemState::outcome).containsExactlyInAnyOrder("held", "issued");
        assertThat(first.stream().flatMap(item -> item.reasons().stream()))
                .extracting(HoldReason::detail)
                .containsExactly("site " + site + ": usage of collector /collector is reported and rated until"
                        + " 2026-10-14T12:00:00Z only, and the period ends at 2026-10-31T23:00:00Z;"
                        + " let it report on, or retire it if it is gone; if it has reported more, pricing is behind");

        watermark("-", site, 3, "2026-11-01T00:00:00Z");
        // An older revision that comes late says nothing any more.
        watermark("-", site, 2, "2026-10-20T00:00:00Z");
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
    }

    private void watermark(String tenant, String site, long revision, String until) {
        Instant completeUntil = Instant.parse(until);
        UsageWatermark watermark = new UsageWatermark(
                tenant,
                site,
                completeUntil,
                revision,
                1,
                List.of(new UsageWatermark.Collector("/collector", completeUntil)));
        long before = positionOf(Topics.RATED_WATERMARKS);
        TestKafka.send(List.of(message(Topics.RATED_WATERMARKS, watermark.recordKey(), WireJson.write(watermark))));
        await().atMost(Duration.ofSeconds(30)).until(() -> positionOf(Topics.RATED_WATERMARKS) > before);
    }

    private long positionOf(String topic) {
        return count("SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + topic + "'");
    }

    @Test
    void setsAsideWhatItCannotReadAndGoesOn() {
        String tenant = books.tenantOf(books.legalEntity());
        String good = new String(
                WireJson.write(RatedDay.of(tenant, "c-2026", "2026-10-01")
                        .gpuHours("1", "10")
                        .build()),
                UTF_8);
        long before = unreadable();
        // Under keys of their own: what is stated anew under a key takes the place of what lies aside.
        TestKafka.send(List.of(
                message(Topics.RATED_USAGE, tenant + "/1", "{".getBytes(UTF_8)),
                message(
                        Topics.RATED_USAGE,
                        tenant + "/2",
                        good.replace("\"amount\":\"10\"", "\"amount\":10").getBytes(UTF_8)),
                message(
                        Topics.RATED_USAGE,
                        tenant + "/3",
                        good.replace("\"project\":\"default\"", "\"project\":\"\"")
                                .getBytes(UTF_8)),
                message(Topics.RATED_USAGE, tenant + "/4", null),
                // The last three can be read, and neither stored nor summed up.
                message(
                        Topics.RATED_USAGE,
                        tenant + "/5",
                        good.replace("\"project\":\"default\"", "\"project\":\"\\u0000\"")
                                .getBytes(UTF_8)),
                message(
                        Topics.RATED_USAGE,
                        tenant + "/6",
                        good.replace("\"milliGpuSeconds\":3600000", "\"milliGpuSeconds\":-1")
                                .getBytes(UTF_8)),
                message(
                        Topics.RATED_USAGE,
                        tenant + "/7",
                        good.replace("\"milliGpuSeconds\":3600000", "\"milliGpuSeconds\":9223372036854775807")
                                .getBytes(UTF_8)),
                message(Topics.RATED_USAGE, tenant + "/8", good.getBytes(UTF_8))));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> readCharges.balance(List.of(tenant)).equals(new Balance(3_600_000, 0, 3_600_000)));

        assertThat(unreadable() - before).isEqualTo(7);
    }

    private long namesKnown(String site, String sku) {
        return count("SELECT count(*) FROM reference_name WHERE id IN ('" + site + "', '" + sku + "')");
    }

    private long unreadable() {
        return count("SELECT count(*) FROM unreadable_record WHERE reason <> ''");
    }

    private long count(String sql) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static ProducerRecord<byte[], byte[]> rated(RatedUsage usage) {
        return message(Topics.RATED_USAGE, usage.recordKey(), WireJson.write(usage));
    }

    private static ProducerRecord<byte[], byte[]> message(String topic, String key, byte[] value) {
        return new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value);
    }

    private static String key(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.key(), UTF_8);
    }
}
