package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A vacuum that comes right after a round of publishing finds no change, and from then on PostgreSQL expects one row however many
 * there are. What works on thousands of places must be planned for that, too: as a look at each place.
 */
@QuarkusTest
@WithSuite
class ChangedSlotsPlanTest {

    private static final String PLACES = IntStream.rangeClosed(1, 1_000)
            .mapToObj(place -> "\"(0," + place + ")\"")
            .collect(Collectors.joining(",", "{", "}"));

    @Inject
    TenantScope scope;

    @BeforeEach
    void aVacuumHasFoundPagesWithoutRows() throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', 'slot_change',
                        'relpages', 308, 'reltuples', 1::real)
                    """);
        }
    }

    @Test
    void totalsAreReadByALookAtEachPlace() {
        List<String> plan = scope.asOperator(connection -> plan(connection, PostgresChangedSlots.TOTALS));

        assertThat(plan)
                .anyMatch(line -> line.contains("Tid Scan on slot_change"))
                .noneMatch(line -> line.contains("slot_change_pkey") || line.contains("Seq Scan on slot_change"));
    }

    @Test
    void changesAreForgottenByALookAtEachPlace() {
        List<String> plan = scope.inTransaction(
                List.of("tenant-of-plans"), connection -> plan(connection, PostgresChangedSlots.DELETE));

        assertThat(plan)
                .anyMatch(line -> line.contains("Tid Scan on slot_change"))
                .noneMatch(line -> line.contains("Seq Scan on slot_change"));
    }

    private static List<String> plan(Connection connection, String statement) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute(PostgresChangedSlots.BEGIN_LOOK);
        }
        List<String> plan = new ArrayList<>();
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + statement)) {
            explain.setString(1, PLACES);
            try (ResultSet line = explain.executeQuery()) {
                while (line.next()) {
                    plan.add(line.getString(1));
                }
            }
        }
        return plan;
    }
}
