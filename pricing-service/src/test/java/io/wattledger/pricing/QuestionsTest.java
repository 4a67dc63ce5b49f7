package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static io.wattledger.pricing.PathTest.account;
import static io.wattledger.pricing.PathTest.apply;
import static io.wattledger.pricing.PathTest.await;
import static io.wattledger.pricing.PathTest.charge;
import static io.wattledger.pricing.PathTest.document;
import static io.wattledger.pricing.PathTest.rates;
import static io.wattledger.pricing.PathTest.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people may ask of pricing without anything being stored: quotes, comparisons, simulations, explanations. */
@QuarkusTest
@WithSuite
class QuestionsTest {

    private static final String A44 = "SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml";
    private static final String DAY = "\"start\": \"2026-10-24T22:00:00Z\", \"end\": \"2026-10-25T23:00:00Z\"";

    @Test
    void quotesADayAtThePriceThatItsUseIsBilledAt() {
        RatedUsage billed = billed("q1");
        ValidatableResponse quotes = quote("q1", DAY);
        BigDecimal sum =
                charge(billed, "gpu-time").amount().add(charge(billed, "energy").amount());
        JsonPath first = quotes.statusCode(200).extract().jsonPath();
        String site = "items.find { it.site == 'site-q1' }";
        assertThat(new BigDecimal(first.getString(site + ".price.amount"))).isEqualByComparingTo(sum);
        assertThat(first.getString(site + ".price.gpuHours")).isEqualTo("200");
        assertThat(first.getString(site + ".currency")).isEqualTo("NOK");
        // No other site has a price in that tariff: they come after, with what is missing.
        assertThat(first.getList("items.site", String.class).getFirst()).isEqualTo("site-q1");
    }

    @Test
    void findsTheCheapestHoursOfTheDay() {
        billed("q2");
        JsonPath quotes = quote("q2", DAY + ", \"duration\": \"PT2H\", \"site\": \"site-q2\"")
                .statusCode(200)
                .extract()
                .jsonPath();
        BigDecimal atOnce = new BigDecimal(quotes.getString("items[0].price.amount"));
        BigDecimal cheapest = new BigDecimal(quotes.getString("items[0].cheapest.amount"));
        assertThat(cheapest).isLessThan(atOnce);
        assertThat(quotes.getString("items[0].cheapest.gpuHours")).isEqualTo("16");
        assertThat(quotes.getList("items[0].notCompared")).isEmpty();
    }

    @Test
    void aTenantIsQuotedItsOwnTariffOnly() {
        billed("q3");
        String body = question("q3", DAY);
        given().auth()
                .oauth2(TestTokens.tenant("tenant-q3"))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/quotes")
                .then()
                .statusCode(200);
        given().auth()
                .oauth2(TestTokens.tenant("somebody-else"))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/quotes")
                .then()
                .statusCode(422)
                .body("code", equalTo("question-invalid"))
                .body("errors.pointer", hasItem("/tariff"));
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        apply(TestCatalog.norway("q4"));
        quote("q4", "\"start\": \"2026-10-24T22:07:00Z\", \"end\": \"2026-10-25T23:00:00Z\", \"duration\": \"PT7M\"")
                .statusCode(422)
                .body("code", equalTo("question-invalid"))
                .body("errors.pointer", hasItem("/start"))
                .body("errors.pointer", hasItem("/duration"));
        quote("q4", "\"start\": \"2026-10-24T22:00:00Z\", \"end\": \"2026-10-24T22:00:00Z\"")
                .statusCode(422)
                .body("code", equalTo("window-invalid"));
    }

    /** No clock's zone and no database knows times so far off. */
    @ParameterizedTest
    @CsvSource({
        "exchange-rates/q4/rates, 2026-10-01, +300000-01-01, to",
        "exchange-rates/q4/rates, +999999999-12-31, +999999999-12-31, from",
        "rated-days, 2026-10-01T00:00:00Z, +300000-01-01T00:00:00Z, to"
    })
    void refusesTimesThatAreTooFarOff(String path, String from, String to, String parameter) {
        given().auth()
                .oauth2(TestTokens.operator())
                .queryParam("from", from)
                .queryParam("to", to)
                .get("/api/v1/" + path)
                .then()
                .statusCode(422)
                .body("code", equalTo("window-invalid"))
                .body("errors.pointer", hasItem(parameter));
    }

    @Test
    void simulatesADraftAndChangesNothing() {
        RatedUsage billed = billed("q5");
        String draft = TestCatalog.norway("q5", "30.00");
        String tariff = draft.substring(draft.indexOf("\"tariffs\": [") + 12, draft.lastIndexOf("]"));
        JsonPath effects = given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body("{\"tariff\": " + tariff + ", \"month\": \"2026-10-01\"}")
                .post("/api/v1/tariff-simulations")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .extract()
                .jsonPath();
        // 200 GPU-hours at 10.00 more.
        assertThat(new BigDecimal(effects.getString("items[0].difference"))).isEqualByComparingTo("2000");
        assertThat(effects.getString("items[0].tenant")).isEqualTo("tenant-q5");
        RatedUsage still = await("tenant-q5", one -> true);
        assertThat(still.revision()).isEqualTo(billed.revision());
        assertThat(charge(still, "gpu-time").unitPrice()).isEqualByComparingTo("20");
    }

    @Test
    void comparesTwoTariffs() {
        apply(TestCatalog.norway("q6"));
        String second = TestCatalog.norway("q6", "19.00").replace("tariff-q6", "cheaper-q6");
        apply(second);
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body("""
                        {"first": "tariff-q6", "second": "cheaper-q6", "site": "site-q6", "sku": "sku-q6", "gpus": 8,
                         "month": "2026-10-01"}
                        """)
                .post("/api/v1/quotes/comparison")
                .then()
                .statusCode(200)
                .body("steps", hasSize(32))
                .body("breakEven.gpuHours", equalTo("0"))
                // No price is known: the amounts are without energy, and say so.
                .body("firstGaps", hasSize(31))
                .body("firstGaps.missing", everyItem(equalTo("NO4-q6")))
                .body("secondGaps", hasSize(31));
    }

    @Test
    void comparesNoAmountsOfTwoCurrencies() {
        apply(TestCatalog.norway("q8"));
        apply(TestCatalog.norway("q8", "2.00")
                .replace("tariff-q8", "foreign-q8")
                .replace("\"currency\": \"NOK\"", "\"currency\": \"EUR\"")
                .replace("\"exchangeRate\": \"EURNOK-q8\",", ""));
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body("""
                        {"first": "tariff-q8", "second": "foreign-q8", "site": "site-q8", "sku": "sku-q8", "gpus": 8,
                         "month": "2026-10-01"}
                        """)
                .post("/api/v1/quotes/comparison")
                .then()
                .statusCode(422)
                .body("code", equalTo("question-invalid"))
                .body("errors[0].pointer", equalTo("/second"))
                .body("errors[0].detail", equalTo("it is in EUR, and 'tariff-q8' in NOK"));
    }

    @Test
    void explainsAChargeSlotBySlotToItsTenantOnly() {
        RatedUsage billed = billed("q7");
        JsonPath explained = explanation("q7", TestTokens.tenant("tenant-q7"), "application/json")
                .statusCode(200)
                .body("isSame", equalTo(true))
                .body("explanation.slots", hasSize(100))
                .body("explanation.slots[0].missing", nullValue())
                .extract()
                .jsonPath();
        assertThat(new BigDecimal(explained.getString("explanation.slotSum")))
                .isEqualByComparingTo(charge(billed, "energy").amount());
        explanation("q7", TestTokens.operator(), "text/plain")
                .statusCode(200)
                .body(containsString("the charge is the same to the last digit"))
                .body(containsString("2026-10-25T00:45:00Z"));
        explanation("q7", TestTokens.tenant("somebody-else"), "application/json")
                .statusCode(404);
    }

    /** The long day of 8 GPUs, billed. */
    private static RatedUsage billed(String suffix) {
        apply(TestCatalog.norway(suffix));
        account("tenant-" + suffix, 1, "tariff-" + suffix, "2025-12-31T23:00:00Z", null);
        document(suffix, A44);
        rates(suffix);
        slots("tenant-" + suffix, suffix, 1, 7200);
        return await(
                "tenant-" + suffix,
                one -> one.milliGpuSeconds() == 720_000_000L && one.gaps().isEmpty());
    }

    private static String question(String suffix, String more) {
        return "{\"tariff\": \"tariff-X\", \"sku\": \"sku-X\", \"gpus\": 8, ".replace("-X", "-" + suffix) + more + "}";
    }

    private static ValidatableResponse quote(String suffix, String more) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(question(suffix, more))
                .post("/api/v1/quotes")
                .then();
    }

    private static ValidatableResponse explanation(String suffix, String token, String accept) {
        return given().auth()
                .oauth2(token)
                .accept(accept)
                .queryParam("tenant", "tenant-" + suffix)
                .queryParam("project", "default")
                .queryParam("site", "site-" + suffix)
                .queryParam("sku", "sku-" + suffix)
                .queryParam("periodStart", "2026-10-24T22:00:00Z")
                .queryParam("component", "energy")
                .get("/api/v1/rated-days/explanation")
                .then();
    }
}
