package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.evidence.RatedAgain;
import io.wattledger.pricing.evidence.RatingInput;
import io.wattledger.pricing.evidence.RatingInput.MonthBasis;
import io.wattledger.pricing.evidence.RatingInput.RulesThen;
import io.wattledger.pricing.evidence.RatingInput.Terms;
import io.wattledger.pricing.evidence.WrittenInput;
import io.wattledger.pricing.flow.EvidenceBook;
import io.wattledger.pricing.flow.EvidenceBook.RecordRevision;
import io.wattledger.pricing.flow.MonthKey;
import io.wattledger.pricing.flow.RatedDays;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A charge that was rated before a rule was made is explained without it: nothing has changed since. */
@QuarkusTest
@WithSuite
class OlderRulesExplainedTest {

    private static final String TENANT = "tenant-er";
    private static final MonthKey MONTH = new MonthKey(TENANT, TENANT + "-2026", LocalDate.parse("2026-10-01"));

    private static final String REST = """
            {"id": "rest", "kind": "energy-index-month", "description": "Rest", "sites": [{"site": "site-er",
             "series": "NO4-er", "exchangeRate": "EURNOK-er", "marginPerMwh": "35.00", "sharePercent": "70"}]}""";

    @Inject
    TenantScope scope;

    @Inject
    RatedDays ratedDays;

    @Inject
    EvidenceBook evidence;

    @Test
    void explainsAChargeByTheRulesThatHeldWhenItWasRated() {
        PathTest.apply(TestCatalog.norway("er")
                .replace("\"energy-index\"", "\"energy-index-month\"")
                .replace("\"35.00\"}]}", "\"35.00\", \"sharePercent\": \"30\"}]}, " + REST));
        PathTest.account(TENANT, 1, "tariff-er", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z");
        PathTest.document("er", "SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml");
        PathTest.rates("er");
        PathTest.slots(TENANT, "er", 1, 7200);
        PathTest.awaitSettled();
        RatedUsage today = scope.inTransaction(TENANT, this::stored);
        explanation(today).body("isSame", equalTo(true));

        RatedUsage older = scope.inTransaction(
                List.of(TENANT, TenantScope.NO_TENANT), connection -> byOlderRules(connection, today));

        assertThat(itEnergy(older)).isGreaterThan(itEnergy(today));
        explanation(older).body("isSame", equalTo(true)).body("rated.revision", equalTo((int) older.revision()));
    }

    private RatedUsage stored(Connection connection) throws SQLException {
        return ratedDays.months(connection, MONTH).stream()
                .filter(record -> itEnergy(record) > 0)
                .findFirst()
                .orElseThrow();
    }

    /** Keeps a further revision of the record, as a version without the younger rules would have rated it. */
    private RatedUsage byOlderRules(Connection connection, RatedUsage record) throws SQLException {
        RecordRevision revision = new RecordRevision(
                record.project(), record.site(), record.sku(), record.periodStart(), record.revision());
        String known = evidence.bases(connection, TENANT, List.of(revision)).get(revision);
        MonthBasis basis = (MonthBasis) read(content(connection, known));
        List<String> inputs = new ArrayList<>();
        for (String input : read(content(connection, basis.terms())).leadsTo()) {
            if (!(read(content(connection, input)) instanceof RulesThen)) {
                inputs.add(input);
            }
        }
        WrittenInput terms = written(WrittenInput.NOBODY, new Terms(inputs));
        WrittenInput without = written(
                TENANT,
                new MonthBasis(
                        TENANT, basis.contract(), basis.interval(), basis.days(), basis.agreed(), terms.sha256()));
        Map<String, byte[]> added = new HashMap<>();
        List.of(terms, without).forEach(input -> added.put(input.sha256(), input.content()));
        RatedUsage older = new RatedAgain(hash -> added.containsKey(hash) ? added.get(hash) : content(connection, hash))
                .record(without.sha256(), record.recordKey())
                .orElseThrow()
                .withRevision(record.revision() + 1);
        ratedDays.save(
                connection,
                List.of(new RatedDays.Entry(
                        older,
                        new TreeSet<>(List.of(RatedDays.inputOf(MONTH))),
                        new Basis(without.sha256(), List.of(terms, without)),
                        null)),
                Instant.now());
        return older;
    }

    private byte[] content(Connection connection, String hash) {
        try {
            return evidence.contents(connection, TENANT, List.of(hash)).get(hash);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WrittenInput written(String owner, RatingInput input) {
        byte[] content = WireJson.write(input, RatingInput.class);
        return new WrittenInput(owner, Sha256.hex(content), content);
    }

    private static RatingInput read(byte[] content) {
        try {
            return WireJson.read(content, RatingInput.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long itEnergy(RatedUsage record) {
        return record.charges().stream()
                .filter(charge -> charge.component().equals("energy"))
                .mapToLong(charge -> charge.itMillijoules())
                .sum();
    }

    private static ValidatableResponse explanation(RatedUsage record) {
        return given().auth()
                .oauth2(TestTokens.tenant(TENANT))
                .queryParam("contract", MONTH.contract())
                .queryParam("month", MONTH.month().toString())
                .queryParam("project", record.project())
                .queryParam("periodStart", record.periodStart().toString())
                .queryParam("component", "energy")
                .get("/api/v1/rated-months/explanation")
                .then()
                .statusCode(200);
    }
}
