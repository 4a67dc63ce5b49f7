package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.RatedAgain;
import io.wattledger.pricing.evidence.UnusableInput;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every revision that was ever published can be rated again from what its evidence gives, whatever was corrected since. */
@QuarkusTest
@WithSuite
class EvidencePathTest {

    private static final String TENANT = "tenant-ev";
    private static final String MONTH_COMPONENTS = """
            , {"id": "levy", "kind": "energy-levy", "description": "Levy", "country": "NO",
               "rates": [{"taxClass": "full", "validFrom": "2026-01-01", "pricePerKwh": "0.0713"}]},
              {"id": "tiers", "kind": "tiers", "description": "Volume", "mode": "GRADUATED", "scope": {"skus": ["sku-evt"]},
               "tiers": [{"upToGpuHours": "100", "pricePerGpuHour": "20.00"}, {"pricePerGpuHour": "15.00"}]},
              {"id": "capacity", "kind": "capacity-charge", "description": "Capacity", "proration": "MONTHS",
               "sites": [{"site": "site-ev", "kilowatts": "120", "pricePerKilowattYear": "480"}]}]}]}]
            }
            """;

    @Inject
    TenantScope scope;

    @BeforeEach
    void rateCorrectAndRevise() {
        if (!published().isEmpty()) {
            return;
        }
        PathTest.apply(catalog("1.10"));
        PathTest.account(TENANT, 1, "tariff-ev", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z");
        PathTest.document("ev", "SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml");
        PathTest.rates("ev");
        PathTest.slots(TENANT, "ev", 1, 7200);
        PathTest.slots(TENANT, "ev", "sku-evt", 1, 9000);
        awaitRevision(1, true);
        PathTest.slots(TENANT, "ev", 2, 3600);
        awaitRevision(2, true);
        PathTest.document("ev", "SYNTH_A44_NO4_2026-10-25_PT15M_A03_revision2.xml");
        awaitRevision(3, false);
        PathTest.apply(catalog("1.20"));
        awaitRevision(4, false);
        PathTest.slots(TENANT, "ev", 3, 0);
        awaitRevision(5, false);
        PathTest.awaitSettled();
    }

    @Test
    void ratesEveryRevisionAgainToTheLastDigit() {
        List<RatedUsage> published = published();
        JsonPath evidence = ask(published).statusCode(200).extract().jsonPath();
        RatedAgain again = new RatedAgain(inputs(evidence)::get);
        List<String> bases = evidence.getList("bases.sha256");

        assertThat(published).extracting(RatedUsage::revision).contains(1L, 2L, 3L, 4L, 5L);
        assertThat(published).filteredOn(RatedUsage::ofMonth).hasSizeGreaterThan(1);
        for (int number = 0; number < published.size(); number++) {
            RatedUsage then = published.get(number);
            RatedUsage now = again.record(bases.get(number), then.recordKey())
                    .map(one -> one.withRevision(then.revision()))
                    .orElse(null);
            if (then.charges().isEmpty()) {
                assertThat(now).as("emptied " + then.recordKey()).isNull();
            } else {
                assertThat(now)
                        .as(then.recordKey() + " revision " + then.revision())
                        .isEqualTo(then);
            }
        }
    }

    @Test
    void givesTheBytesOfThePriceDocumentsUnderTheirHash() {
        JsonPath evidence = ask(published()).extract().jsonPath();
        List<String> hashes = evidence.getList("documents.sha256");
        List<String> contents = evidence.getList("documents.content");

        assertThat(hashes).hasSize(3);
        for (int number = 0; number < hashes.size(); number++) {
            assertThat(Sha256.hex(Base64.getDecoder().decode(contents.get(number))))
                    .isEqualTo(hashes.get(number));
        }
    }

    @Test
    void noticesAnInputThatIsMissing() {
        List<RatedUsage> first = List.of(published().getFirst());
        JsonPath evidence = ask(first).extract().jsonPath();
        String basis = evidence.getString("bases[0].sha256");
        for (String gone : inputs(evidence).keySet()) {
            Map<String, byte[]> without = inputs(evidence);
            without.remove(gone);
            RatedAgain again = new RatedAgain(without::get);
            assertThatThrownBy(() -> again.record(basis, first.getFirst().recordKey()))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessageContaining(gone);
        }
    }

    @Test
    void tellsNobodyOfAnotherTenantsRecords() {
        String body = question("tenant-other", published());
        given().auth()
                .oauth2(TestTokens.tenant("tenant-other"))
                .contentType(ContentType.JSON)
                .body(body.replace("tenant-other", TENANT))
                .post("/api/v1/rating-evidence")
                .then()
                .statusCode(200)
                .body("inputs.size()", equalTo(0))
                .body("bases.findAll { it.sha256 != null }.size()", equalTo(0));
    }

    @Test
    void refusesAQuestionWithoutTenantOrWithTooManyRecords() {
        post("{\"records\": []}").statusCode(422).body("errors[0].pointer", equalTo("/tenant"));
        String record =
                "{\"project\":\"p\",\"site\":\"s\",\"sku\":\"k\",\"periodStart\":\"2026-10-01T00:00:00Z\",\"revision\":1}";
        String many =
                IntStream.rangeClosed(0, 15_000).mapToObj(number -> record).collect(Collectors.joining(","));
        post("{\"tenant\":\"t\",\"records\":[" + many + "]}")
                .statusCode(422)
                .body("code", equalTo("question-invalid"))
                .body("errors[0].pointer", equalTo("/records"));
    }

    @Test
    void whatWasKeptCanNeitherBeChangedNorRemovedByTheService() {
        for (String sql : List.of(
                "UPDATE rating_input SET content = ''",
                "DELETE FROM rating_input",
                "UPDATE rating_basis SET sha256 = ''",
                "DELETE FROM rating_basis")) {
            assertThatThrownBy(() -> scope.inTransactionDo(List.of(TENANT), connection -> {
                        try (var statement = connection.createStatement()) {
                            statement.execute(sql);
                        }
                    }))
                    .hasMessageContaining("permission denied");
        }
    }

    private static String catalog(String pue) {
        String norway = TestCatalog.norway("ev").replace("\"1.10\"", "\"" + pue + "\"");
        String classes = "\"taxClasses\": [{\"validFrom\": \"2026-01-01\", \"name\": \"full\","
                + " \"evidence\": {\"text\": \"decision\", \"documentUrl\": \"https://example.org/decision\"}}], \"state\"";
        String second = """
                {"id": "sku-evt", "name": "A100", "gpuModel": "A100", "memoryGib": 80,
                 "nominalWattsPerGpu": "400", "loadFactor": "0.50"}, {"id": "sku-ev\"""";
        return norway.replace("\"state\"", classes)
                        .replace("{\"id\": \"sku-ev\"", second)
                        .replaceFirst("]}]}]\\s*}\\s*$", "")
                + MONTH_COMPONENTS;
    }

    private static void awaitRevision(long revision, boolean ofMonth) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> TestProgress.isSettled(Topics.METERED_USAGE, Topics.ACCOUNTS)
                        && published().stream().anyMatch(one -> one.revision() >= revision && !one.ofMonth())
                        && (!ofMonth || published().stream().anyMatch(RatedUsage::ofMonth)));
    }

    private static List<RatedUsage> published() {
        return TestKafka.readAll(Topics.RATED_USAGE).stream()
                .map(record -> message(record.value()))
                .filter(one -> one.tenant().equals(TENANT))
                .toList();
    }

    private static RatedUsage message(byte[] value) {
        try {
            return WireJson.read(value, RatedUsage.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ValidatableResponse ask(List<RatedUsage> records) {
        return post(question(TENANT, records));
    }

    private static ValidatableResponse post(String body) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/rating-evidence")
                .then();
    }

    /** A record of the question in its written form. */
    private record Asked(String project, String site, String sku, Instant periodStart, long revision) {}

    private record Question(String tenant, List<Asked> records) {}

    private static String question(String tenant, List<RatedUsage> records) {
        List<Asked> asked = records.stream()
                .map(one -> new Asked(one.project(), one.site(), one.sku(), one.periodStart(), one.revision()))
                .toList();
        return new String(WireJson.write(new Question(tenant, asked)), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> inputs(JsonPath evidence) {
        List<String> hashes = evidence.getList("inputs.sha256");
        List<String> contents = evidence.getList("inputs.content");
        Map<String, byte[]> inputs = new HashMap<>();
        for (int number = 0; number < hashes.size(); number++) {
            inputs.put(hashes.get(number), contents.get(number).getBytes(StandardCharsets.UTF_8));
        }
        return inputs;
    }
}
