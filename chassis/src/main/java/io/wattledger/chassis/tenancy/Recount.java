package io.wattledger.chassis.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts from its rows what a service otherwise keeps sums of, and says where the two differ. All is one statement, hence one
 * snapshot, so that it makes no difference what is written meanwhile; it reads and waits for nobody. The database does the
 * adding up.
 */
@ApplicationScoped
public class Recount {

    /** Items named; of further ones only their number is given. */
    static final int MOST_ITEMS = 100;

    /** Rows of every tenant there ever were are read; long enough for a thousand million of them. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Names the lock of whoever counts, so that asking again and again does not keep the database from its work. */
    static final long LOCK = 0x4EC0;

    /** Temporary files take what does not fit into the memory of the database. */
    private static final String STATEMENT = """
            WITH wanted AS (SELECT ?::text[] AS tenants),
                 compared AS MATERIALIZED (%s)
            (SELECT NULL AS tenant_id, figure, unit, NULL AS contract_id, NULL::timestamptz AS period_start,
                 trim_scale(sum(kept)) AS kept, trim_scale(sum(counted)) AS counted,
                 count(*) FILTER (WHERE kept <> counted) AS differing
             FROM compared GROUP BY figure, unit ORDER BY figure, unit)
            UNION ALL
            (SELECT tenant_id, figure, unit, contract_id, period_start::timestamptz, trim_scale(kept), trim_scale(counted), 1
             FROM compared WHERE kept <> counted
             ORDER BY tenant_id COLLATE "C", figure, unit, contract_id COLLATE "C", period_start::timestamptz LIMIT %d)
            """;

    private final TenantScope scope;

    Recount(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * What came of it.
     *
     * @param figures the sums over all tenants asked for, by figure and unit; empty where nothing is kept and nothing is there
     * @param items what differs, by tenant; the first hundred
     * @param further how many more there are that differ; 0 when {@code items} are all
     */
    public record Outcome(List<Figure> figures, List<Item> items, long further) {

        /** Copies the lists. */
        public Outcome {
            figures = List.copyOf(figures);
            items = List.copyOf(items);
        }
    }

    /**
     * A sum over tenants. What one tenant has too much and another too little does not show here, but in the items.
     *
     * @param figure what is summed up
     * @param unit in what: {@code events}, {@code milliGpuSeconds} or a currency
     * @param kept the sum as it is kept
     * @param counted the sum of the rows
     * @param difference kept less counted
     */
    public record Figure(String figure, String unit, BigDecimal kept, BigDecimal counted, BigDecimal difference) {}

    /**
     * A sum of a tenant that differs.
     *
     * @param tenant whose
     * @param figure what is summed up
     * @param unit in what
     * @param contract under which; null where the sum is over all
     * @param periodStart of the charge periods that start then; null where the sum is over all
     * @param kept the sum as it is kept
     * @param counted the sum of the rows
     * @param difference kept less counted
     */
    public record Item(
            String tenant,
            String figure,
            String unit,
            @Nullable String contract,
            @Nullable Instant periodStart,
            BigDecimal kept,
            BigDecimal counted,
            BigDecimal difference) {}

    /**
     * Counts, over all tenants where none is named.
     *
     * @return empty while somebody else counts
     */
    public Optional<Outcome> count(KeptSums sums, Collection<String> tenants) {
        String chosen = tenants.isEmpty() ? "true" : "tenant_id = ANY ((SELECT tenants FROM wanted)::text[])";
        String statement = STATEMENT.formatted(sums.comparison().formatted(chosen), MOST_ITEMS);
        return scope.asOperator(LONGEST, connection -> {
            if (!TransactionLock.take(connection, LOCK)) {
                return Optional.empty();
            }
            try (PreparedStatement select = connection.prepareStatement(statement)) {
                select.setArray(1, connection.createArrayOf("text", tenants.toArray()));
                return Optional.of(read(select));
            }
        });
    }

    private static Outcome read(PreparedStatement select) throws SQLException {
        List<Figure> figures = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        long differing = 0;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String tenant = row.getString("tenant_id");
                String figure = row.getString("figure");
                String unit = row.getString("unit");
                BigDecimal kept = row.getBigDecimal("kept");
                BigDecimal counted = row.getBigDecimal("counted");
                BigDecimal difference = kept.subtract(counted);
                if (tenant == null) {
                    figures.add(new Figure(figure, unit, kept, counted, difference));
                    differing += row.getLong("differing");
                } else {
                    OffsetDateTime start = row.getObject("period_start", OffsetDateTime.class);
                    items.add(new Item(
                            tenant,
                            figure,
                            unit,
                            row.getString("contract_id"),
                            start == null ? null : start.toInstant(),
                            kept,
                            counted,
                            difference));
                }
            }
        }
        return new Outcome(figures, items, differing - items.size());
    }
}
