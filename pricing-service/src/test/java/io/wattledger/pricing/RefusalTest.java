package io.wattledger.pricing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pricing refuses, and what a tenant cannot see: nothing is half-done. */
@QuarkusTest
@WithSuite
class RefusalTest {

    @Inject
    TenantScope scope;

    @ParameterizedTest(name = "{0} instead of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Europe/Nowhere\", \"state\"|\"Europe/Oslo\", \"state\"|/sites/0/timeZone",
                "\"value\": \"0.9\"|\"value\": \"1.10\"|/sites/0/pue/0/value",
                "\"loadFactor\": \"1.5\"|\"loadFactor\": \"0.50\"|/skus/0/loadFactor",
                "\"PT5M\"|\"PT15M\"|/priceSeries/0/resolution",
                "\"unit\": \"MWH\"|\"unit\": \"MWh\"|/priceSeries/0/unit",
                "\"sku\": \"other\"|\"sku\": \"sku-r\"|/tariffs/0/versions/0/components/0/prices/0/sku",
                "\"state\": \"open\"|\"state\": \"live\"|/sites/0/state"
            })
    void aCatalogThatBreaksARuleIsRefusedAsAWhole(String wrong, String right, String pointer) {
        put(TestCatalog.norway("r").replace(right, wrong))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("catalog-invalid"))
                .body("errors.pointer", hasItem(pointer));
        assertThat(sites()).doesNotContain("site-r");
    }

    @ParameterizedTest(name = "{3}: {0} instead of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"biddingZone\": \"NO1\"|\"biddingZone\": \"NO4\"|/tariffs/0/versions/0/components/1/sites/0/series|zone-mismatch",
                "\"base\": \"GBP\"|\"base\": \"EUR\"|/tariffs/0/versions/0/components/1/sites/0/exchangeRate|currency-mismatch",
                "\"auction\": \"day-ahead\"|\"auction\": \"day-ahead\", \"resolution\": \"PT15M\"|/priceSeries/0/resolution|resolution-not-named",
                "\"validTo\": \"2026-06-01\", \"components\"|\"components\"|/tariffs/0/versions/0/validTo|tariff-gap",
            })
    void someRulesHaveACodeOfTheirOwn(String wrong, String right, String pointer, String code) {
        assertThat(TestCatalog.norway("r")).contains(right);
        put(TestCatalog.norway("r").replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)))
                .statusCode(422)
                .body("code", equalTo(code))
                .body("errors.pointer", hasItem(pointer));
        assertThat(sites()).doesNotContain("site-r");
    }

    @Test
    void aCatalogWithAnUnknownKeyIsRefusedAndTheKeyNamed() {
        put(TestCatalog.norway("r").replace("\"loadFactor\"", "\"loadFaktor\": \"1\", \"loadFactor\""))
                .statusCode(400)
                .body("code", equalTo("malformed-request"))
                .body("detail", containsString("/skus/0/loadFaktor"));
        assertThat(sites()).doesNotContain("site-r");
    }

    @Test
    void aKindOfComponentThatThereIsNotIsRefusedAndNamed() {
        put(TestCatalog.norway("r").replace("\"kind\": \"gpu-hour\"", "\"kind\": \"per-month\""))
                .statusCode(400)
                .body("code", equalTo("malformed-request"))
                .body("detail", containsString("'per-month' is no kind of /tariffs/0/versions/0/components/0"));
        assertThat(sites()).doesNotContain("site-r");
    }

    @Test
    void aPriceWrittenAsANumberIsRefused() {
        put(TestCatalog.norway("r").replace("\"marginPerMwh\": \"35.00\"", "\"marginPerMwh\": 35.00"))
                .statusCode(400)
                .body("detail", containsString("marginPerMwh"));
    }

    @Test
    void aDryRunStoresNothing() {
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .queryParam("dryRun", true)
                .body(TestCatalog.norway("r"))
                .put("/api/v1/catalog")
                .then()
                .statusCode(200)
                .body("created", equalTo(5));
        assertThat(sites()).doesNotContain("site-r");
    }

    @Test
    void catalogsWithTheSameNewIdsTakeEffectOneAfterTheOther() throws Exception {
        Callable<ValidatableResponse> call = () -> put(TestCatalog.norway("twice"));
        List<Integer> created = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (Future<ValidatableResponse> answer : callers.invokeAll(Collections.nCopies(4, call))) {
                created.add(answer.get().statusCode(200).extract().path("created"));
            }
        }
        assertThat(created).containsExactlyInAnyOrder(5, 0, 0, 0);
    }

    @Test
    void twoVersionsOfOneDayAreRefused() {
        String catalog = TestCatalog.norway("r");
        String version = catalog.substring(catalog.indexOf("\"versions\": [") + 13, catalog.lastIndexOf("]}]"));
        put(catalog.replace(version, version + "," + version))
                .statusCode(422)
                .body("errors.pointer", hasItem("/tariffs/0/versions/1/validFrom"));
    }

    @Test
    void aDocumentOfTheWrongZoneIsRefusedAndNothingOfItStored() {
        put(TestCatalog.norway("s")).statusCode(200);
        String xml = new String(
                        SharedFiles.synthetic("SYNTH_A44_NO4_2026-10-25_PT15M_A01_100slots.xml"),
                        StandardCharsets.UTF_8)
                .replace("10YNO-4--------9", "10YNO-1--------2");
        upload("wrong.xml", xml, "{\"format\":\"entsoe-a44\",\"series\":\"NO4-s\"}")
                .statusCode(422)
                .body("code", equalTo("price-document-other-zone"))
                .body("detail", containsString("wrong.xml:16"))
                .body("detail", containsString("is zone NO1"));
        points("NO4-s").body("items", hasSize(0));
    }

    @Test
    void anAcknowledgementWithoutDataHasARefusalOfItsOwn() {
        put(TestCatalog.norway("s")).statusCode(200);
        String xml = new String(SharedFiles.synthetic("SYNTH_Acknowledgement_999_no_data.xml"), StandardCharsets.UTF_8);
        upload("none.xml", xml, "{\"format\":\"entsoe-a44\",\"series\":\"NO4-s\"}")
                .statusCode(422)
                .body("code", equalTo("price-document-empty"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"format\":\"xlsx\"}|422|/format",
                "{\"format\":\"csv\",\"series\":\"NO4-s\"}|422|/columns",
                "{\"format\":\"entsoe-a44\"}|422|/series",
                "{\"format\":\"entsoe-a44\",\"series\":\"nowhere\"}|422|/series",
                "{\"format\":\"exchange-rate-csv\",\"columns\":{\"date\":\"d\",\"rates\":{\"nowhere\":\"x\"}}}|422|/columns/rates/nowhere",
                "{\"format\":\"csv\",\"series\":\"NO4-s\",\"columns\":{\"start\":\"s\",\"price\":\"p\"},\"timeZone\":\"X/Y\"}|422|/timeZone"
            })
    void aReadingThatSaysTooLittleIsRefused(String reading, int status, String pointer) {
        put(TestCatalog.norway("s")).statusCode(200);
        upload("some.csv", "s,p\n", reading)
                .statusCode(status)
                .body("code", equalTo("reading-invalid"))
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void onlyAnOperatorChangesAnything() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .put("/api/v1/catalog")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        given().auth()
                .oauth2(TestTokens.auditor())
                .contentType(ContentType.JSON)
                .body("{}")
                .put("/api/v1/catalog")
                .then()
                .statusCode(403);
        given().auth().oauth2(TestTokens.tenant("t")).get("/api/v1/gaps").then().statusCode(403);
    }

    @Test
    void aSeriesThatPricesAreStoredUnderKeepsItsIdentity() {
        put(TestCatalog.norway("u")).statusCode(200);
        String csv = "start,price\n2026-10-25T00:00:00Z,1\n";
        String reading =
                "{\"format\":\"csv\",\"series\":\"NO4-u\",\"columns\":{\"start\":\"start\",\"price\":\"price\"}}";
        upload("one.csv", csv, reading).statusCode(201);
        upload("one.csv", csv, reading).statusCode(200);
        put(TestCatalog.norway("u").replace("\"unit\": \"MWh\"", "\"unit\": \"kWh\""))
                .statusCode(409)
                .body("code", equalTo("identity-fixed"))
                .body("errors[0].pointer", equalTo("/priceSeries/0"));
        upload("two.csv", csv.replace(",1", ",2"), reading).statusCode(201).body("indices[0].changed", equalTo(1));
        points("NO4-u").body("items.price", equalTo(List.of("2"))).body("items.revision", equalTo(List.of(2)));
        given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-25T00:00:00Z")
                .queryParam("to", "2026-10-26T00:00:00Z")
                .queryParam("knownAt", "2020-01-01T00:00:00Z")
                .get("/api/v1/price-series/NO4-u/points")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void everyTableWithTenantsIsForcedUnderRowLevelSecurity() {
        List<String> open = scope.inTransaction(TenantScope.NO_TENANT, connection -> texts(connection, """
                SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                    AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """));
        assertThat(open).isEmpty();
        List<String> keyed = scope.inTransaction(TenantScope.NO_TENANT, connection -> texts(connection, """
                SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND i.indkey[0] <> a.attnum
                """));
        assertThat(keyed).as("tables whose key does not begin with the tenant").isEmpty();
    }

    @Test
    void aTenantCanNeitherSeeNorWriteTheRowsOfAnother() {
        scope.inTransactionDo(List.of("mine"), connection -> account(connection, "mine"));
        assertThat(scope.inTransaction("mine", RefusalTest::accounts)).containsExactly("mine");
        assertThat(scope.inTransaction("yours", RefusalTest::accounts)).isEmpty();
        assertThatThrownBy(() -> scope.inTransactionDo(List.of("yours"), connection -> account(connection, "mine")))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void whatWasStatedCanNeitherBeChangedNorRemovedByTheService() {
        for (String sql : List.of(
                "DELETE FROM quotation",
                "UPDATE quotation SET value = 0",
                "DELETE FROM price_document",
                "DELETE FROM document_content",
                "DELETE FROM tariff_step",
                "UPDATE tariff_step SET person = 'nobody'")) {
            assertThatThrownBy(() -> scope.inTransactionDo(List.of("x"), connection -> execute(connection, sql)))
                    .hasMessageContaining("permission denied");
        }
    }

    private static void account(Connection connection, String tenant) throws SQLException {
        execute(
                connection,
                "INSERT INTO account VALUES ('" + tenant + "', 1, '{}')"
                        + " ON CONFLICT (tenant_id) DO UPDATE SET revision = 2");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> accounts(Connection connection) throws SQLException {
        return texts(connection, "SELECT tenant_id FROM account");
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private static List<String> sites() {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/sites")
                .then()
                .statusCode(200)
                .extract()
                .path("items.id");
    }

    private static ValidatableResponse points(String series) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .queryParam("from", "2026-10-01T00:00:00Z")
                .queryParam("to", "2026-12-01T00:00:00Z")
                .get("/api/v1/price-series/" + series + "/points")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse put(String catalog) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .contentType(ContentType.JSON)
                .body(catalog)
                .put("/api/v1/catalog")
                .then();
    }

    private static ValidatableResponse upload(String name, String text, String reading) {
        return given().auth()
                .oauth2(TestTokens.operator())
                .multiPart("file", name, text.getBytes(StandardCharsets.UTF_8), "application/octet-stream")
                .multiPart("reading", reading)
                .post("/api/v1/price-documents")
                .then();
    }
}
