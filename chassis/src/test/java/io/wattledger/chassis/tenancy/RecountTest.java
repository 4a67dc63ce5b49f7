package io.wattledger.chassis.tenancy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Recount.Figure;
import io.wattledger.chassis.tenancy.Recount.Item;
import io.wattledger.chassis.tenancy.Recount.Outcome;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class RecountTest {

    private static final String PATH = "/api/v1/balance/recount";

    /** Two tenants whose differences cancel each other out, and one of whom all is right. */
    private static final String CANCELLING = """
            SELECT * FROM (VALUES
                ('b', 'open', 'NOK', 'c', timestamptz '2026-10-01T00:00:00Z', 10.50, 10.25),
                ('a', 'open', 'NOK', 'c', timestamptz '2026-10-01T00:00:00Z', 10.25, 10.50),
                ('c', 'open', 'NOK', 'c', timestamptz '2026-10-01T00:00:00Z', 1.5, 1.50),
                ('c', 'received', 'events', NULL, NULL, 7, 7))
                AS row (tenant_id, figure, unit, contract_id, period_start, kept, counted)
            WHERE %1$s
            """;

    /** The first of 150 tenants is right, each of the others has its number too much. */
    private static final String MANY = """
            SELECT 't' || to_char(number, 'FM000') AS tenant_id, 'received' AS figure, 'events' AS unit, NULL AS contract_id,
                NULL AS period_start, number::numeric AS kept, 0::numeric AS counted
            FROM generate_series(0, 149) AS number
            """;

    @Inject
    Recount recount;

    @Inject
    SampleSums sums;

    @Inject
    TenantScope scope;

    @BeforeEach
    void aTenantHasTwoRowsWhereItShouldHaveOne() {
        scope.inTransactionDo(List.of("a", "b"), connection -> {
            execute(connection, "DELETE FROM sample");
            execute(connection, "INSERT INTO sample (tenant_id, id) VALUES ('a', '1'), ('b', '2'), ('b', '3')");
        });
    }

    @Test
    void namesWhoDiffersEvenWhereAllTogetherIsRight() {
        Instant october = Instant.parse("2026-10-01T00:00:00Z");

        Outcome outcome = recount.count(() -> CANCELLING, List.of()).orElseThrow();

        assertThat(outcome.figures())
                .containsExactly(
                        new Figure("open", "NOK", decimal("22.25"), decimal("22.25"), decimal("0.00")),
                        new Figure("received", "events", decimal("7"), decimal("7"), decimal("0")));
        assertThat(outcome.items())
                .containsExactly(
                        new Item("a", "open", "NOK", "c", october, decimal("10.25"), decimal("10.5"), decimal("-0.25")),
                        new Item("b", "open", "NOK", "c", october, decimal("10.5"), decimal("10.25"), decimal("0.25")));
        assertThat(outcome.further()).isZero();
        assertThat(recount.count(() -> CANCELLING, List.of("c", "b"))
                        .orElseThrow()
                        .items())
                .extracting(Item::tenant)
                .containsExactly("b");
    }

    @Test
    void namesTheFirstHundredAndSaysHowManyMoreThereAre() {
        Outcome outcome = recount.count(() -> MANY, List.of()).orElseThrow();

        assertThat(outcome.items())
                .hasSize(100)
                .first()
                .extracting(Item::tenant)
                .isEqualTo("t001");
        assertThat(outcome.items().getLast().tenant()).isEqualTo("t100");
        assertThat(outcome.further()).isEqualTo(49);
        assertThat(outcome.figures())
                .singleElement()
                .satisfies(figure -> assertThat(figure.difference()).isEqualByComparingTo("11175"));
    }

    @Test
    void isMadeOnceAtATime() {
        boolean isMade = scope.asOperator(connection -> {
            assertThat(TransactionLock.take(connection, Recount.LOCK)).isTrue();
            given().auth()
                    .oauth2(TestTokens.auditor())
                    .get(PATH)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("under-way"));
            return recount.count(sums, List.of()).isPresent();
        });

        assertThat(isMade).isFalse();
        assertThat(recount.count(sums, List.of())).isPresent();
    }

    @Test
    void isForOperatorsAndAuditors() {
        for (String token : List.of(TestTokens.operator(), TestTokens.auditor())) {
            given().auth()
                    .oauth2(token)
                    .get(PATH)
                    .then()
                    .statusCode(200)
                    .body("figures.kept", contains("2"))
                    .body("figures.counted", contains("3"))
                    .body("figures.difference", contains("-1"))
                    .body("items.tenant", contains("b"))
                    .body("further", equalTo(0));
        }
        given().auth()
                .oauth2(TestTokens.auditor())
                .get(PATH + "?tenants=a, nobody")
                .then()
                .statusCode(200)
                .body("figures.counted", contains("1"))
                .body("items", empty());
        given().auth().oauth2(TestTokens.tenant("b")).get(PATH).then().statusCode(403);
        given().get(PATH).then().statusCode(401);
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }
}
