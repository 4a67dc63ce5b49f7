package io.wattledger.billing.kafka;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.flow.CloseBillingMonth;
import io.wattledger.billing.flow.CloseBillingMonth.Result;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Rated usage that cannot be read holds the months that it may belong to, until it takes effect or a person discards it. */
@QuarkusTest
@WithSuite
class UnreadableRecordsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final byte[] NEWER = "a form that only younger code reads".getBytes(UTF_8);

    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @Inject
    Books books;

    @Inject
    TenantScope scope;

    @Inject
    CloseBillingMonth closeBillingMonth;

    @Test
    void holdsTheMonthOfTheTenantThatItNamesUntilItIsStatedAnew() {
        String tenant = books.tenantOf(books.legalEntity());
        String other = books.tenantOf(books.legalEntity());
        books.rated(day(tenant, "2026-10-05"), day(other, "2026-10-05"));
        RatedUsage unread = day(tenant, "2026-10-06").build();
        send(unread, NEWER);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(aside()).contains(unread.recordKey()));

        List<ItemState> first = books.run(tenant, other);

        assertThat(first).extracting(ItemState::outcome).containsExactlyInAnyOrder("held", "issued");
        List<HoldReason> reasons =
                first.stream().flatMap(item -> item.reasons().stream()).toList();
        assertThat(reasons).extracting(HoldReason::code).containsExactly(HoldReason.USAGE_UNREADABLE);
        assertThat(reasons.getFirst().detail())
                .contains(tenant, unread.periodStart().toString(), "POST /api/v1/unreadable-records/replay");

        send(unread, WireJson.write(unread));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(aside()).doesNotContain(unread.recordKey()));
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
    }

    /** Also one that is issued, or has no other usage: what comes late would be a correction of a closed month. */
    @Test
    void keepsTheMonthFromBeingClosed() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(day(tenant, "2026-10-05"));
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
        lies(day(tenant, "2026-10-06").build().recordKey(), NEWER, 1_000_000_004L);

        assertThat(close(entity))
                .isInstanceOfSatisfying(
                        Result.Waiting.class,
                        waiting -> assertThat(waiting.missing())
                                .singleElement()
                                .satisfies(
                                        missing -> assertThat(missing.detail()).contains(tenant, "lie aside")));

        as(TestTokens.operator(), "rated-usage.v1/0/1000000004/discard").statusCode(204);
        assertThat(close(entity)).isInstanceOf(Result.Closed.class);
    }

    private Result close(LegalEntity entity) {
        return closeBillingMonth.close(entity.id(), YearMonth.of(2026, 10), "test");
    }

    @Test
    void isReadByYoungerCodeByItself() {
        String tenant = books.tenantOf(books.legalEntity());
        RatedUsage unread = day(tenant, "2026-10-06").build();
        lies(unread.recordKey(), WireJson.write(unread), 1_000_000_001L);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(aside()).doesNotContain(unread.recordKey()));
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
    }

    @Test
    void holdsNoOtherMonthAndNoneOnceItIsDiscarded() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(day(tenant, "2026-10-05"));
        lies(day(tenant, "2026-11-06").build().recordKey(), NEWER, 1_000_000_002L);
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");

        String second = books.tenantOf(books.legalEntity());
        books.rated(day(second, "2026-10-05"));
        lies(second + "/whatever", NEWER, 1_000_000_003L);
        assertThat(books.run(second)).extracting(ItemState::outcome).containsExactly("held");
        as(TestTokens.operator(), "replay").statusCode(200).body("replayed", equalTo(0));
        assertThat(books.run(second)).extracting(ItemState::outcome).containsExactly("held");

        as(TestTokens.auditor(), "rated-usage.v1/0/1000000003/discard").statusCode(403);
        as(TestTokens.operator(), "rated-usage.v1/0/1000000003/discard").statusCode(204);
        as(TestTokens.operator(), "rated-usage.v1/0/1000000003/discard").statusCode(404);
        assertThat(aside()).doesNotContain(second + "/whatever");
        assertThat(books.run(second)).extracting(ItemState::outcome).containsExactly("issued");
    }

    /** Keys of a foreign program may be as many as its records, and each holds every month of the tenant. */
    @Test
    void tellsAllRecordsWhoseKeysNameNoStartByOneReason() {
        String tenant = books.tenantOf(books.legalEntity());
        books.rated(day(tenant, "2026-10-05"));
        lies(tenant + "/x", NEWER, 1_000_000_007L);
        lies(tenant + "/y", NEWER, 1_000_000_008L);
        lies(day(tenant, "2026-10-06").build().recordKey(), NEWER, 1_000_000_009L);

        assertThat(books.run(tenant).getFirst().reasons())
                .extracting(reason -> reason.detail().replaceFirst(" lie aside.*", ""))
                .containsExactlyInAnyOrder(
                        "2 records of rated usage of " + tenant,
                        "1 records of rated usage of " + tenant + " that begins at 2026-10-05T22:00:00Z");
    }

    /** What is read after the interval was closed would be paid twice: with the shortfall, and as usage. */
    @Test
    void holdsTheShortfallOfACommitmentToWhichAnotherMonthCounts() {
        String tenant = quarterly();
        RatedUsage unread = day(tenant, "2026-07-06").build();
        lies(unread.recordKey(), NEWER, 1_000_000_005L);
        books.rated(day(tenant, "2026-09-05"));

        ItemState held = books.run(SEPTEMBER, tenant).getFirst();

        assertThat(held.outcome()).isEqualTo("held");
        assertThat(held.reasons())
                .singleElement()
                .isEqualTo(new HoldReason(
                        HoldReason.COMMITMENT_MONTHS_OPEN,
                        "2026-07 of contract c-2026 counts towards commitment floor, and usage that may be of it could not be read;"
                                + " GET /api/v1/unreadable-records of billing lists it"));

        books.record(List.of(unread));
        as(TestTokens.operator(), "rated-usage.v1/0/1000000005/discard").statusCode(204);
        assertThat(books.run(YearMonth.of(2026, 7), tenant))
                .extracting(ItemState::outcome)
                .containsExactly("issued");
        assertThat(books.run(SEPTEMBER, tenant)).extracting(ItemState::outcome).containsExactly("issued");
        assertThat(books.drawn(tenant)).containsExactly("10.00", "10.00");
    }

    @Test
    void holdsTheShortfallOfACommitmentForARevisionOfAnIssuedMonth() {
        String tenant = quarterly();
        books.rated(day(tenant, "2026-07-06"), day(tenant, "2026-09-05"));
        assertThat(books.run(YearMonth.of(2026, 7), tenant))
                .extracting(ItemState::outcome)
                .containsExactly("issued");
        lies(day(tenant, "2026-07-06").build().recordKey(), NEWER, 1_000_000_006L);

        assertThat(books.run(SEPTEMBER, tenant).getFirst().reasons())
                .extracting(HoldReason::code)
                .containsExactly(HoldReason.COMMITMENT_MONTHS_OPEN);

        as(TestTokens.operator(), "rated-usage.v1/0/1000000006/discard").statusCode(204);
        assertThat(books.run(SEPTEMBER, tenant)).extracting(ItemState::outcome).containsExactly("issued");
    }

    private String quarterly() {
        return books.tenantOf(
                books.legalEntity(),
                new SomeTerms()
                        .commitment("floor", SomeTerms.nok("30.00"), CommitmentInterval.QUARTER, null)
                        .terms());
    }

    private static RatedDay day(String tenant, String date) {
        return RatedDay.of(tenant, "c-2026", date).gpuHours("1", "10");
    }

    private static void send(RatedUsage usage, byte[] value) {
        TestKafka.send(List.of(
                new ProducerRecord<>(Topics.RATED_USAGE, 0, usage.recordKey().getBytes(UTF_8), value)));
    }

    private static List<String> aside() {
        return given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/unreadable-records")
                .then()
                .statusCode(200)
                .extract()
                .path("items.key");
    }

    private static ValidatableResponse as(String token, String act) {
        return given().auth()
                .oauth2(token)
                .post("/api/v1/unreadable-records/" + act)
                .then();
    }

    /** As an older version has set it aside. */
    private void lies(String key, byte[] value, long offset) {
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO unreadable_record (tenant_id, topic, partition_id, record_offset, record_key, value, reason, recorded_at)
                    VALUES ('-', 'rated-usage.v1', 0, ?, ?, ?, 'unknown member', now())
                    """)) {
                insert.setLong(1, offset);
                insert.setBytes(2, key.getBytes(UTF_8));
                insert.setBytes(3, value);
                insert.executeUpdate();
            }
        });
    }
}
