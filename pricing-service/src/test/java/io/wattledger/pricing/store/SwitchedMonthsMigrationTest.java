package io.wattledger.pricing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.testing.EarlierSchema;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What readers took for old, since a month's records counted from 1 again under another contract, is stated once more. */
@QuarkusTest
@WithSuite
class SwitchedMonthsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_months_went", "pricing", "one", "two");
    private static final String INSERT = """
            INSERT INTO rated_day (tenant_id, project, site, sku, period_start, period_end, site_date, revision, tariff,
                milli_gpu_seconds, gap_count, inputs, message, rated_at, contract)
            VALUES ('one', 'web', '-', '-', ?::timestamptz, '2026-12-01', ?::date, ?, 't', 0, 0, ARRAY['month:' || ?], ?, now(), ?)
            """;

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void statesRecordsOfAMonthThatTwoContractsHadOnceMore() throws SQLException {
        SCHEMA.migration().target("25").load().migrate();
        SCHEMA.work(statement -> {
            statement.execute("INSERT INTO rated_month (tenant_id, contract, month, tariff) VALUES"
                    + " ('one', 'old', '2026-10-01', 't'), ('one', 'old', '2026-11-01', ''), ('one', 'young', '2026-11-01', 't'),"
                    + " ('two', 'young', '2026-10-01', 't')");
            insert(statement, "2026-10-01", 3, "old");
            insert(statement, "2026-11-01", 2, "young");
            statement.execute(
                    "INSERT INTO rating_basis (tenant_id, project, site, sku, period_start, revision, sha256) VALUES"
                            + " ('one', 'web', '-', '-', '2026-11-01', 1, 'first'), ('one', 'web', '-', '-', '2026-11-01', 2, 'second'),"
                            + " ('one', 'web', '-', '-', '2026-10-01', 3, 'third')");
        });

        SCHEMA.migration().load().migrate();

        RatedUsage expected = record("2026-11-01", 1_000_002, "young");
        SCHEMA.work(statement -> {
            assertThat(rows(statement, "SELECT period_start::date || ' ' || revision FROM rated_day ORDER BY 1"))
                    .containsExactly("2026-10-01 3", "2026-11-01 1000002");
            assertThat(rows(statement, "SELECT revision || ' ' || sha256 FROM rating_basis ORDER BY revision"))
                    .containsExactly("1 first", "2 second", "3 third", "1000002 second");
            assertThat(rows(
                            statement,
                            "SELECT concat_ws(' ', tenant_id, topic, outbox_key, partition_key,"
                                    + " convert_from(record_key, 'UTF8'), headers::text) FROM outbox"))
                    .containsExactly(
                            "one rated-usage.v1 " + expected.recordKey() + " one/web " + expected.recordKey() + " {}");
            assertThat(rows(
                            statement,
                            "SELECT convert_from(value, 'UTF8') FROM outbox UNION ALL"
                                    + " SELECT convert_from(message, 'UTF8') FROM rated_day WHERE revision > 3"))
                    .containsExactly(text(expected), text(expected));
        });
    }

    private static void insert(Statement statement, String day, long revision, String contract) throws SQLException {
        try (PreparedStatement insert = statement.getConnection().prepareStatement(INSERT)) {
            insert.setString(1, day);
            insert.setString(2, day);
            insert.setLong(3, revision);
            insert.setString(4, day);
            insert.setBytes(5, WireJson.write(record(day, revision, contract)));
            insert.setString(6, contract);
            insert.executeUpdate();
        }
    }

    private static RatedUsage record(String day, long revision, String contract) {
        LocalDate start = LocalDate.parse(day);
        return new RatedUsage(
                "one",
                "web",
                RatedUsage.ALL,
                RatedUsage.ALL,
                Instant.parse(day + "T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                start,
                revision,
                contract,
                "t",
                start,
                "EUR",
                0,
                List.of(),
                List.of(),
                null);
    }

    private static String text(RatedUsage record) {
        return new String(WireJson.write(record), StandardCharsets.UTF_8);
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        try (PreparedStatement select = statement.getConnection().prepareStatement(sql)) {
            return Rows.read(select, row -> row.getString(1));
        }
    }
}
