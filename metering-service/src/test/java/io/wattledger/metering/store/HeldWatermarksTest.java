package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.kafka.HeldTopic.Line;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of open allocations that a watermark waits for. */
@QuarkusTest
@WithSuite
class HeldWatermarksTest {

    private static final long MIDNIGHT_MICROS = 1_709_251_200_000_000L;
    private static final long MICROS = 1_000_000;

    private final String tenant = "held-" + UUID.randomUUID();

    @Inject
    TenantScope scope;

    /**
     * Seconds after midnight; what is metered beyond the watermark of one moment is not waited for by those who saw it then, however
     * often it is behind again. What is to be taken back is waited for until it is, or until the watermark has come as far.
     */
    @ParameterizedTest(name = "first metered until {0}, last until {1}, watermark {2}: numbers {3} to {4}")
    @CsvSource({
        "10, 10, 17, 10000000, 16999999",
        "10, 15, 17, 10000000, 16999999",
        "10, 10, 7,  10000000, 10000000",
        "5,  10, 7,  5000000,  10000000"
    })
    void tellsUpToWhenOpenAllocationsAreMetered(long first, long last, long watermark, long oldest, long newest) {
        Line line = line(until(first), until(last), until(watermark));

        assertThat(line.oldest()).isEqualTo(MIDNIGHT_MICROS + oldest);
        assertThat(line.newest()).isEqualTo(MIDNIGHT_MICROS + newest);
    }

    @ParameterizedTest
    @CsvSource("17")
    void whatIsNotMeteredAtAllComesFirst(long watermark) {
        Line line = line("NULL", "NULL", until(watermark));

        assertThat(line.oldest()).isZero();
        assertThat(line.newest()).isEqualTo(MIDNIGHT_MICROS + watermark * MICROS - 1);
    }

    private static String until(long second) {
        return "timestamptz '2024-03-01T00:00:00Z' + interval '" + second + " seconds'";
    }

    /** Nobody else sees what is there for the length of a transaction. */
    private Line line(String first, String last, String watermark) {
        return scope.inTransaction(List.of(tenant, TenantScope.NO_TENANT), connection -> {
            run(
                    connection,
                    "INSERT INTO collector_watermark VALUES ('-', '" + tenant + "', 'test', " + watermark
                            + ", false, 1, now())");
            for (String metered : List.of(first, last)) {
                run(
                        connection,
                        "INSERT INTO open_allocation (tenant_id, site, metered_until, opened, closed, more) VALUES ('"
                                + tenant + "', '" + tenant + "', " + metered + ", sha256('" + metered.hashCode()
                                + "')::bytea, '', 2)");
            }
            List<Line> lines = HeldWatermarks.openAllocations(connection).stream()
                    .filter(line -> line.site().equals(tenant))
                    .toList();
            run(connection, "DELETE FROM open_allocation WHERE tenant_id = '" + tenant + "'");
            assertThat(lines).singleElement().extracting(Line::tenant).isEqualTo(tenant);
            return lines.getFirst();
        });
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
