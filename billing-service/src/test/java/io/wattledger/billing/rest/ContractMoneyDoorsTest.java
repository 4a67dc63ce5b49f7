package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static io.wattledger.billing.commercial.SomeTerms.nok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.chassis.testing.OpenApiRules;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credits and commitments over HTTP. */
@QuarkusTest
@WithSuite
class ContractMoneyDoorsTest {

    private static final Map<String, Object> PAID = Map.of(
            "kind",
            "paid",
            "words",
            "Order 7",
            "amount",
            "100.00",
            "currency",
            "NOK",
            "validFrom",
            "2026-01-01",
            "reference",
            "payment-1");

    @Inject
    Books books;

    @Test
    void opensACreditOnceHoweverOftenItIsAskedAndVoidsWhatIsLeft() {
        String tenant = books.tenantOf(books.legalEntity());
        String key = Books.unused("key");
        Response first = post(tenant, "/credits", key, PAID);
        Response again = post(tenant, "/credits", key, PAID);

        first.then().statusCode(201).body("balance.amount", equalTo("100.00")).body("kind", equalTo("paid"));
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
        String id = first.path("id");
        post(tenant, "/credits", null, PAID).then().statusCode(400).body("code", equalTo("idempotency-key-missing"));

        post(tenant, "/credits/" + id + "/void", Books.unused("key"), Map.of("reason", "asked for"))
                .then()
                .statusCode(200)
                .body("voided", equalTo(true))
                .body("balance.amount", equalTo("0.00"))
                .body("entries.kind", contains("opened", "voided"))
                .body("accounts.bank.amount", equalTo("0.00"));
        post(tenant, "/credits/" + id + "/void", Books.unused("key"), Map.of("reason", "again"))
                .then()
                .statusCode(422)
                .body("code", equalTo("entry-refused"));
        post(tenant, "/credits/none/void", Books.unused("key"), Map.of("reason", "again"))
                .then()
                .statusCode(404);
        post(tenant, "/credit-expiries", Books.unused("key"), Map.of())
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({
        "kind, gift, /kind",
        "amount, 0.00, /amount",
        "amount, 1.001, /amount",
        "currency, XXX, /currency",
        "words, ' ', /words",
        "reference, ' ', /reference",
        "expiresOn, 2025-12-31, /expiresOn"
    })
    void saysWhatIsWrongWithACredit(String member, String value, String pointer) {
        String tenant = books.tenantOf(books.legalEntity());
        Map<String, Object> body = new HashMap<>(PAID);
        body.put(member, value);
        post(tenant, "/credits", Books.unused("key"), body)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains(pointer));
        assertThat(books.balances(tenant)).isEmpty();
    }

    @Test
    void showsATenantItsOwnCreditsAndCommitmentsOnly() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(
                entity, new SomeTerms().monthly("floor", nok("1500.00"), null).terms());
        String other = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("100", "10"));
        String number = books.run(tenant).getFirst().number();

        get(TestTokens.tenant(tenant), tenant, "/contracts/c-2026/commitments")
                .then()
                .statusCode(200)
                .body("items", hasSize(12))
                .body("items[9].firstMonth", equalTo("2026-10"))
                .body("items[9].committed.amount", equalTo("1500.00"))
                .body("items[9].drawn.amount", equalTo("1000.00"))
                .body("items[9].left.amount", equalTo("500.00"))
                .body("items[9].shortfallBilled", equalTo(true))
                .body("items[9].months.'2026-10'.amount", equalTo("1000.00"))
                .body("items[9].draws.number", contains(number))
                .body("items[8].left.amount", equalTo("1500.00"));
        get(TestTokens.operator(), tenant, "/contracts/c-2026/commitments")
                .then()
                .statusCode(200);
        get(TestTokens.operator(), tenant, "/contracts/none/commitments").then().statusCode(404);
        get(TestTokens.tenant(other), tenant, "/contracts/c-2026/commitments")
                .then()
                .statusCode(404);
        get(TestTokens.tenant(other), tenant, "/credits").then().statusCode(404);
        get(TestTokens.operator(), "nobody", "/credits").then().statusCode(404);
        get(TestTokens.tenant(tenant), tenant, "/credits")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        given().auth()
                .oauth2(TestTokens.tenant(tenant))
                .contentType("application/json")
                .header("Idempotency-Key", Books.unused("key"))
                .body(PAID)
                .post("/api/v1/accounts/" + tenant + "/credits")
                .then()
                .statusCode(403);
    }

    @Test
    void takesDiscountsAndCommitmentsOfACatalogOrSaysWhatIsWrong() {
        LegalEntity entity = books.legalEntity();
        String tenant = Books.unused("tenant");
        Map<String, Object> discount =
                Map.of("id", "volume", "words", "Frame agreement", "percent", "10", "firstMonth", "2026-01");
        Map<String, Object> commitment = Map.of(
                "id",
                "floor",
                "words",
                "Minimum",
                "amount",
                "1200.00",
                "currency",
                "NOK",
                "every",
                "year",
                "firstMonth",
                "2026-01",
                "untilMonth",
                "2027-01");
        catalog(account(tenant, entity, List.of(discount), List.of(commitment)))
                .then()
                .statusCode(200)
                .body("created", equalTo(1));
        get(TestTokens.operator(), tenant, "/contracts/c-2026/commitments")
                .then()
                .statusCode(200)
                .body("items.committed.amount", contains("1200.00"));

        Map<String, Object> wrong = new HashMap<>(commitment);
        wrong.put("every", "week");
        catalog(account(tenant, entity, List.of(), List.of(wrong)))
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/accounts/0/commitments/0/every"));
        wrong.put("every", "quarter");
        wrong.put("untilMonth", "2026-12");
        catalog(account(tenant, entity, List.of(), List.of(wrong)))
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/accounts/0/commitments/0/untilMonth"));
    }

    @Test
    void describesEveryRequestAboutContractMoney() throws IOException {
        byte[] document = given().get("/api/v1/openapi.json").asByteArray();
        assertThat(OpenApiRules.violations(new ObjectMapper().readTree(document)))
                .filteredOn(violation -> violation.contains("/accounts/"))
                .isEmpty();
    }

    private static Map<String, Object> account(
            String tenant, LegalEntity entity, List<Object> discounts, List<Object> commitments) {
        Map<String, Object> contract = Map.of(
                "id",
                "c-2026",
                "legalEntity",
                entity.id(),
                "validFrom",
                "2026-01-01",
                "tariff",
                "nordic",
                "currency",
                "NOK",
                "billingTimeZone",
                "Europe/Oslo",
                "paymentTermsDays",
                30,
                "buyerReference",
                "4711",
                "vat",
                Map.of("category", "S", "rate", "25"));
        return Map.of(
                "tenant",
                tenant,
                "name",
                "Havvik",
                "kind",
                "business",
                "country",
                "NO",
                "electronicAddress",
                Map.of("scheme", "0192", "id", "999002234"),
                "address",
                Map.of("city", "Havvik", "postalCode", "8001", "country", "NO"),
                "contracts",
                List.of(contract),
                "discounts",
                discounts,
                "commitments",
                commitments);
    }

    private static Response catalog(Map<String, Object> account) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/json")
                .body(Map.of("accounts", List.of(account)))
                .put("/api/v1/catalog");
    }

    private static Response post(String tenant, String path, @Nullable String key, Object body) {
        var request = given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/json")
                .body(body);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.post("/api/v1/accounts/" + tenant + path);
    }

    private static Response get(String token, String tenant, String path) {
        return given().auth().oauth2(token).get("/api/v1/accounts/" + tenant + path);
    }
}
