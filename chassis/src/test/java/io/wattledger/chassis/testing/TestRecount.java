package io.wattledger.chassis.testing;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the service under test answers when it is asked to count its sums again, as an auditor reads it. */
public final class TestRecount {

    private TestRecount() {}

    /** The figures over these tenants: name, unit and what is kept; each difference must be 0. */
    public static List<String> figures(String... tenants) {
        return recount(tenants).<Map<String, String>>getList("figures").stream()
                .map(figure -> line(figure, "figure", "unit", "kept")
                        + (figure.get("difference").matches("-?0(\\.0+)?")
                                ? ""
                                : " differs by " + figure.get("difference")))
                .toList();
    }

    /** What differs of these tenants, of all where none is named: tenant, figure, unit, contract, start, and by how much. */
    public static List<String> differing(String... tenants) {
        return recount(tenants).<Map<String, String>>getList("items").stream()
                .map(item -> line(item, "tenant", "figure", "unit", "contract", "periodStart", "difference"))
                .toList();
    }

    private static JsonPath recount(String... tenants) {
        return given().auth()
                .oauth2(TestTokens.auditor())
                .get("/api/v1/balance/recount" + (tenants.length == 0 ? "" : "?tenants=" + String.join(",", tenants)))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String line(Map<String, String> of, String... members) {
        return Stream.of(members).filter(of::containsKey).map(of::get).collect(Collectors.joining(" "));
    }
}
