package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wattledger.billing.Books;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithSuite
class CatalogDoorTest {

    private static final String CATALOG = """
            {"legalEntities": [{
               "id": "%1$s", "name": "Nordlys Compute AS", "country": "NO", "registrationNumber": "999001122",
               "vatNumber": "NO999001122MVA", "registerNote": "Foretaksregisteret",
               "electronicAddress": {"scheme": "0192", "id": "999001122"},
               "address": {"street": "Fykanveien 1", "city": "Glomfjord", "postalCode": "8161", "country": "NO"},
               "contact": {"name": "Billing desk", "phone": "+47 75 00 00 00", "email": "billing@nordlys.example"},
               "bank": {"iban": "NO9386011117947", "bic": "DNBANOKKXXX", "accountName": "Nordlys Compute AS"},
               "accountingCurrency": "NOK", "invoiceSeries": {"prefix": "%1$s-", "digits": 6}}],
             "accounts": [{
               "tenant": "%2$s", "name": "Havvik kommune", "kind": "public", "country": "NO",
               "registrationNumber": "999002234", "electronicAddress": {"scheme": "0192", "id": "999002234"},
               "address": {"street": "Postboks 319", "city": "Havvik", "postalCode": "8001", "country": "NO"},
               "email": "faktura@havvik.example", "language": "nb-NO",
               "contracts": [{
                 "id": "c-2026", "legalEntity": "%1$s", "validFrom": "2026-03-29", "tariff": "nordic-nok",
                 "currency": "NOK", "billingTimeZone": "Europe/Oslo", "paymentTermsDays": 30,
                 "buyerReference": "4711 Ola Nordmann", "vat": {"category": "S", "rate": "25"}}]}]}
            """;

    private final String entity = Books.unused("e");
    private final String tenant = Books.unused("catalog-tenant");

    @Test
    void storesACatalogOnceAndChangesNothingTheSecondTime() {
        put(catalog(), true).then().statusCode(200).body("created", equalTo(2));
        put(catalog(), false).then().statusCode(200).body("created", equalTo(2)).body("changed", equalTo(0));
        put(catalog(), false).then().statusCode(200).body("created", equalTo(0)).body("unchanged", equalTo(2));

        put(catalog().replace("Havvik kommune", "Nye Havvik kommune"), false)
                .then()
                .statusCode(200)
                .body("changed", equalTo(1))
                .body("unchanged", equalTo(1));
    }

    @Test
    void showsAccountsAndLegalEntitiesAsTheyAreAndAsTheyWere() throws IOException {
        put(catalog(), false).then().statusCode(200);
        put(catalog().replace("Havvik kommune", "Nye Havvik kommune"), false)
                .then()
                .statusCode(200);

        Response account = as(TestTokens.tenant(tenant)).get("/api/v1/accounts/" + tenant);
        account.then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("revision", equalTo(2))
                .body("account.name", equalTo("Nye Havvik kommune"))
                .body("recordedBy", nullValue())
                .body("account.contracts[0].vat.rate", equalTo("25"));
        as(TestTokens.tenant(tenant))
                .header("If-None-Match", "\"2\"")
                .get("/api/v1/accounts/" + tenant)
                .then()
                .statusCode(304);
        as(TestTokens.auditor())
                .get("/api/v1/accounts/" + tenant + "/revisions")
                .then()
                .statusCode(200)
                .body("items.revision", contains(2, 1))
                .body("items.recordedBy", contains("test-operator", "test-operator"))
                .body("items.account.name", contains("Nye Havvik kommune", "Havvik kommune"));
        // What is read can be sent as it is, and says nothing new.
        JsonNode read = new ObjectMapper().readTree(account.asString()).get("account");
        put("{\"accounts\": [" + read + "]}", false).then().statusCode(200).body("unchanged", equalTo(1));

        as(TestTokens.operator())
                .get("/api/v1/legal-entities/" + entity)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("legalEntity.vatNumber", equalTo("NO999001122MVA"))
                .body("retention.years", equalTo(5))
                .body("retention.countedFrom", equalTo("end-of-year"));
        as(TestTokens.operator())
                .get("/api/v1/legal-entities/" + entity + "/revisions")
                .then()
                .statusCode(200)
                .body("items.revision", contains(1))
                .body("items.recordedBy", contains("test-operator"));
        assertThat(as(TestTokens.auditor()).get("/api/v1/legal-entities").<List<String>>path("items.legalEntity.id"))
                .contains(entity);
        as(TestTokens.operator()).get("/api/v1/legal-entities/nobody").then().statusCode(404);
    }

    @Test
    void showsATenantNoAccountButItsOwn() {
        put(catalog(), false).then().statusCode(200);
        String other = TestTokens.tenant(Books.unused("other"));

        as(other).get("/api/v1/accounts/" + tenant).then().statusCode(404).body("code", equalTo("not-found"));
        as(other).get("/api/v1/accounts/" + tenant + "/revisions").then().statusCode(404);
        as(other).get("/api/v1/accounts").then().statusCode(200).body("items", empty());
        as(other).get("/api/v1/legal-entities/" + entity).then().statusCode(403);
        as(TestTokens.tenant(tenant))
                .get("/api/v1/accounts")
                .then()
                .statusCode(200)
                .body("items.account.tenant", contains(tenant));
    }

    @Test
    void leadsThroughAllAccountsPageByPage() {
        put(catalog(), false).then().statusCode(200);
        put(CATALOG.formatted(entity, tenant + "-2"), false).then().statusCode(200);
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            // One by one past its own; behind them lie the thousands of accounts that other tests have left.
            int limit = seen.contains(tenant + "-2") ? 100 : 1;
            RequestSpecification request = as(TestTokens.operator()).queryParam("limit", limit);
            Response page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/api/v1/accounts");
            seen.addAll(page.<List<String>>path("items.account.tenant"));
            cursor = page.path("nextCursor");
        } while (cursor != null);

        assertThat(seen).contains(tenant, tenant + "-2").doesNotHaveDuplicates().isSorted();
    }

    @Test
    void tellsPricingUnderWhichContractUsageFalls() throws IOException {
        put(catalog(), false).then().statusCode(200);

        List<ConsumerRecord<byte[], byte[]>> records =
                TestKafka.await(Topics.ACCOUNTS, all -> all.stream().anyMatch(this::isMine));

        AccountFacts facts = WireJson.read(
                records.stream().filter(this::isMine).findFirst().orElseThrow().value(), AccountFacts.class);
        assertThat(facts.revision()).isEqualTo(1);
        assertThat(facts.contracts()).hasSize(1);
        AccountFacts.ContractFacts contract = facts.contracts().getFirst();
        // Midnight of the day on which clocks change, in Oslo.
        assertThat(contract.start()).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(contract.end()).isNull();
        assertThat(contract.tariff()).isEqualTo("nordic-nok");
    }

    @ParameterizedTest
    @CsvSource({
        // what is replaced by what; pointer; what the words contain
        "'\"999002234\", \"electronic', '\"999002235\", \"electronic', /accounts/0/registrationNumber, modulus 11",
        "NO9386011117947, NO9386011117948, /legalEntities/0/bank/iban, NO9386011117948",
        "NO999001122MVA, NO999001122, /legalEntities/0/vatNumber, MVA",
        "'\"rate\": \"25\"', '\"rate\": \"24\"', /accounts/0/contracts/0/vat, in force",
        "'\"category\": \"S\", \"rate\": \"25\"', "
                + "'\"category\": \"Z\", \"rate\": \"0\", \"overrideReason\": \" \"', "
                + "/accounts/0/contracts/0/vat, overrideReason is blank",
        "'\"rate\": \"25\"', '\"rate\": \"15\"', /accounts/0/contracts/0/vat, "
                + "'states S at 15 %, but rule no-domestic version 1 decides S at 25 % on 2026-03-29'",
        "'\"category\": \"S\", \"rate\": \"25\"', '\"category\": \"Z\", \"rate\": \"0\"', "
                + "/accounts/0/contracts/0/vat, X-VAT-DECIDED",
        "'\"category\": \"S\"', '\"category\": \"X\"', /accounts/0/contracts/0/vat/category, known are",
        "'\"currency\": \"NOK\"', '\"currency\": \"NOKK\"', /accounts/0/contracts/0/currency, NOKK",
        "'\"language\": \"nb-NO\"', '\"documents\": [\"edifact\"]', /accounts/0/documents/0, factur-x",
        "'\"language\": \"nb-NO\"', '\"documents\": []', /accounts/0/documents, is empty",
        "'\"language\": \"nb-NO\"', "
                + "'\"invoicedTo\": [{\"from\": \"2027-01\", \"reseller\": \"nobody\", \"contract\": \"c\"}]', "
                + "/accounts/0/invoicedTo/0/reseller, no account 'nobody' is known",
        "'\"language\": \"nb-NO\"', '\"invoicedTo\": [{\"from\": \"2027-01\", \"reseller\": \"nobody\"}]', "
                + "/accounts/0/invoicedTo/0, has reseller and contract",
        "'\"accountName\": \"Nordlys Compute AS\"', "
                + "'\"kid\": {\"customerDigits\": 7, \"invoiceDigits\": 15, \"checkDigit\": \"mod10\"}', "
                + "/accounts/0/customerNumber, is missing",
        "'\"accountName\": \"Nordlys Compute AS\"', "
                + "'\"kid\": {\"customerDigits\": 0, \"invoiceDigits\": 5, \"checkDigit\": \"mod11\"}', "
                + "/legalEntities/0/bank/kid/invoiceDigits, no room",
        "'\"accountName\": \"Nordlys Compute AS\"', "
                + "'\"kid\": {\"customerDigits\": 0, \"invoiceDigits\": 25, \"checkDigit\": \"mod10\"}', "
                + "/legalEntities/0/bank/kid, 26 characters",
        "'\"paymentTermsDays\": 30', '\"paymentTermsDays\": 30, \"costCentres\": [{\"project\": \"a\", \"from\": \"10/2026\"}]', "
                + "/accounts/0/contracts/0/costCentres/0/from, is no month",
        "'\"paymentTermsDays\": 30', '\"paymentTermsDays\": 30, \"costCentres\": [{\"project\": \"a\", \"from\": \"2026-10\", "
                + "\"costCentre\": \"1\"}, {\"project\": \"a\", \"from\": \"2026-10\", \"costCentre\": \"2\"}]', "
                + "/accounts/0/contracts/0/costCentres, from 2026-10 stands twice",
        "'\"paymentTermsDays\": 30', '\"paymentTermsDays\": 30, \"costCentres\": [{\"project\": \" \", \"from\": \"2026-10\", "
                + "\"costCentre\": \" \"}]', /accounts/0/contracts/0/costCentres, project is blank",
        "Europe/Oslo, Europe/Olso, /accounts/0/contracts/0/billingTimeZone, Europe/Olso",
        "'\"kind\": \"public\"', '\"kind\": \"charity\"', /accounts/0/kind, public",
        "'\"paymentTermsDays\": 30', '\"paymentTermsDays\": 3000', /accounts/0/contracts/0/paymentTermsDays, 3000",
        "'\"digits\": 6', '\"digits\": 0', /legalEntities/0/invoiceSeries/digits, between",
        "'\"validFrom\": \"2026-03-29\"', '\"validFrom\": \"2026-03-29\", \"validTo\": \"2026-03-29\"', "
                + "/accounts/0/contracts/0/validTo, not after"
    })
    void refusesAllOfACatalogWithOneFlawAndNamesIt(String good, String bad, String pointer, String words) {
        assertThat(catalog()).contains(good);

        put(catalog().replace(good, bad), false)
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid-catalog"))
                .body("errors.pointer", contains(pointer))
                .body("errors.detail", hasItem(containsString(words)));

        // Nothing of it was stored: the good one is new.
        put(catalog(), true).then().statusCode(200).body("created", equalTo(2));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"language\": \"nb-NO\"', '\"langauge\": \"nb-NO\"', /accounts/0/langauge",
        "'\"rate\": \"25\"', '\"rate\": 25', /accounts/0/contracts/0/vat/rate",
        "'\"tariff\": \"nordic-nok\",', '', /accounts/0/contracts/0/tariff",
        "'\"validFrom\": \"2026-03-29\"', '\"validFrom\": \"29.3.2026\"', /accounts/0/contracts/0/validFrom"
    })
    void refusesMembersThatAreUnknownMissingOrOfTheWrongType(String good, String bad, String pointer) {
        assertThat(catalog()).contains(good);

        put(catalog().replace(good, bad), false)
                .then()
                .statusCode(400)
                .body("errors.pointer", contains(pointer))
                .body("detail", containsString("line "));
    }

    @Test
    void decidesHowAContractIsTaxedThatDoesNotStateIt() {
        String stated = ", \"vat\": {\"category\": \"S\", \"rate\": \"25\"}";
        assertThat(catalog()).contains(stated);
        String decided = catalog().replace(stated, "");
        put(decided, true).then().statusCode(200).body("created", equalTo(2));
        put(
                        decided.replace(
                                "\"kind\": \"public\", \"country\": \"NO\"",
                                "\"kind\": \"consumer\", \"country\": \"DE\""),
                        true)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/accounts/0/contracts/0/vat"))
                .body("errors[0].detail", containsString("One Stop Shop"));
    }

    @Test
    void takesPublishedRatesAndFactorsAndTheNewestStatementOfADay() {
        String facts = """
                {"taxExchangeRates": [
                   {"base": "EUR", "quote": "%s", "date": "2026-10-30", "rate": "11.7835", "source": "Norges Bank"}],
                 "emissionFactors": [
                   {"site": "%s", "validFrom": "2026-01-01", "gramsPerKilowattHour": "8.1", "source": "NVE 2025"}]}
                """.formatted("SEK", entity);
        put(facts, true).then().statusCode(200).body("created", equalTo(2));
        put(facts, false).then().statusCode(200).body("created", equalTo(2));
        put(facts.replace("8.1", "8.10"), false).then().statusCode(200).body("unchanged", equalTo(2));
        put(facts.replace("11.7835", "11.7836"), false).then().statusCode(200).body("changed", equalTo(1));
        put(facts.replace("11.7835", "0").replace("NVE 2025", " "), false)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/taxExchangeRates/0/rate", "/emissionFactors/0/source"));
    }

    /** Applied twice it would change something each time, and VAT would be stated by whichever rate came last. */
    @Test
    void refusesTwoRatesOrFactorsOfOneDay() {
        String facts = """
                {"taxExchangeRates": [
                   {"base": "EUR", "quote": "DKK", "date": "2026-10-30", "rate": "7.46", "source": "ECB"},
                   {"base": "EUR", "quote": "DKK", "date": "2026-10-29", "rate": "7.46", "source": "ECB"},
                   {"base": "EUR", "quote": "DKK", "date": "2026-10-30", "rate": "7.47", "source": "ECB"}],
                 "emissionFactors": [
                   {"site": "%1$s", "validFrom": "2026-01-01", "gramsPerKilowattHour": "8.1", "source": "NVE 2025"},
                   {"site": "%1$s", "validFrom": "2026-01-01", "gramsPerKilowattHour": "8.1", "source": "NVE 2025"}]}
                """.formatted(entity);

        put(facts, false)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/taxExchangeRates/2", "/emissionFactors/1"))
                .body("errors[0].detail", containsString("the rate from EUR to DKK of 2026-10-30 stands twice"));
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private String catalog() {
        return CATALOG.formatted(entity, tenant);
    }

    private boolean isMine(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.key(), StandardCharsets.UTF_8).equals(tenant);
    }

    private static Response put(String body, boolean dryRun) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .queryParam("dryRun", dryRun)
                .body(body)
                .put("/api/v1/catalog");
    }
}
