package io.wattledger.billing.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that are previewed, approved or stopped. */
@QuarkusTest
@WithSuite
class InvoiceRunDoorTest {

    private static final String RUNS = "/api/v1/invoice-runs";

    @Inject
    Books books;

    @Test
    void previewsWithoutEffect() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));

        String run = start("?dryRun=true", Map.of("periods", List.of("2026-10"), "tenants", List.of(tenant)));
        books.work();

        get(run).then()
                .body("state", equalTo("previewed"))
                .body("items[0].outcome", nullValue())
                .body("items[0].preview.outcome", equalTo("issued"))
                .body("items[0].preview.documents[0].payable", equalTo("12.50"))
                .body("items[0].preview.documents[0].type", equalTo("invoice"));
        InvoiceDoor.list(tenant, "period", "2026-10").then().body("items", hasSize(0));
        assertThat(books.run(tenant))
                .extracting(ItemState::number)
                .containsExactly(entity.invoiceSeries().number(1));
    }

    @Test
    void waitsForASecondPersonAndIssuesWhatThatPersonHasSeen() {
        LegalEntity entity = books.legalEntity();
        String seen = books.tenantOf(entity);
        String changed = books.tenantOf(entity);
        books.rated(
                RatedDay.of(seen, "c-2026", "2026-10-01").gpuHours("1", "10"),
                RatedDay.of(changed, "c-2026", "2026-10-01").gpuHours("1", "10"));
        String run = start(
                "", Map.of("periods", List.of("2026-10"), "tenants", List.of(seen, changed), "approval", "required"));
        approve(run, TestTokens.operator("second")).then().statusCode(409).body("code", equalTo("run-not-waiting"));
        books.work();

        get(run).then().body("state", equalTo("awaiting-approval"));
        approve(run, TestTokens.operator()).then().statusCode(403).body("code", equalTo("second-person-needed"));
        approve(run, TestTokens.operator("second"))
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("approvedBy", equalTo("second"));
        books.rated(
                RatedDay.of(changed, "c-2026", "2026-10-01").gpuHours("2", "10").revision(2));
        books.work();

        get(run).then()
                .body("state", equalTo("finished"))
                .body("items.outcome", contains("issued", "held"))
                .body("items[1].reasons[0].code", equalTo("changed-since-approval"));
    }

    @Test
    void listsRunsTheLatestFirstWithTheirOutcomes() {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = List.of(books.tenantOf(entity), books.tenantOf(entity));
        books.rated(RatedDay.of(tenants.getFirst(), "c-2026", "2026-10-01").gpuHours("1", "10"));
        Map<String, Object> october = Map.of("periods", List.of("2026-10"), "tenants", tenants);
        String previewed = start("?dryRun=true", october);
        books.work();
        String issued = start("", october);
        books.work();

        Response latest = runs("limit", "1");
        latest.then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(idOf(issued)))
                .body("items[0].state", equalTo("finished"))
                .body("items[0].requestedBy", equalTo("test-operator"))
                .body("items[0].periods", contains("2026-10"))
                .body("items[0].items", equalTo(2))
                .body("items[0].outcomes.issued", equalTo(1))
                .body("items[0].outcomes.size()", equalTo(2));
        runs("limit", "1", "cursor", latest.path("nextCursor"))
                .then()
                .statusCode(200)
                .body("items.id", contains(idOf(previewed)))
                .body("items[0].state", equalTo("previewed"))
                .body("items[0].items", equalTo(2))
                .body("items[0].outcomes", anEmptyMap());
        runs("cursor", "bm90CmE", "limit", "1").then().statusCode(400).body("code", equalTo("invalid-parameter"));
        runs("limit", "0").then().statusCode(400).body("errors[0].pointer", equalTo("limit"));
    }

    @Test
    void stopsARunAndLeavesTheRestForAnother() {
        LegalEntity entity = books.legalEntity();
        String tenant = books.tenantOf(entity);
        books.rated(RatedDay.of(tenant, "c-2026", "2026-10-01").gpuHours("1", "10"));
        String run = start("", Map.of("periods", List.of("2026-10"), "tenants", List.of(tenant)));

        act(run, "stop", TestTokens.operator())
                .then()
                .statusCode(200)
                .body("state", equalTo("stopped"))
                .body("stoppedBy", equalTo("test-operator"));
        books.work();

        get(run).then().body("state", equalTo("stopped")).body("items[0].outcome", nullValue());
        act(run, "stop", TestTokens.operator()).then().statusCode(409).body("code", equalTo("run-ended"));
        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
    }

    private static String idOf(String run) {
        return run.substring(RUNS.length() + 1);
    }

    private static Response runs(String... parameters) {
        var request = given().auth().oauth2(TestTokens.operator());
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get(RUNS);
    }

    private static String start(String query, Map<String, Object> body) {
        return URI.create(given().auth()
                        .oauth2(TestTokens.operator())
                        .contentType(ContentType.JSON)
                        .header("Idempotency-Key", Books.unused("key"))
                        .body(body)
                        .post(RUNS + query)
                        .then()
                        .statusCode(202)
                        .extract()
                        .header("Location"))
                .getPath();
    }

    private static Response get(String path) {
        return given().auth().oauth2(TestTokens.auditor()).get(path);
    }

    private static Response approve(String run, String token) {
        return act(run, "approve", token);
    }

    private static Response act(String run, String what, String token) {
        return given().auth()
                .oauth2(token)
                .header("Idempotency-Key", Books.unused("key"))
                .post(run + "/" + what);
    }
}
