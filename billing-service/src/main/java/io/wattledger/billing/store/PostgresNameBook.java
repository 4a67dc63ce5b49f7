package io.wattledger.billing.store;

import io.wattledger.billing.flow.NameBook;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.invoice.PublishedFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of sites and SKUs in one table, and what others have published beside it. */
@ApplicationScoped
public class PostgresNameBook implements NameBook {

    private static final String RECORD = """
        INSERT INTO reference_name (kind, id, name, revision) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, revision = excluded.revision
        WHERE excluded.revision > reference_name.revision
        """;

    /** All in one round trip, since every invoice asks. */
    private static final String KNOWN = """
        SELECT kind, id, name, NULL::date, NULL::numeric, NULL FROM reference_name
        UNION ALL SELECT 'rate', base, quote, day, rate, source FROM tax_exchange_rate
        UNION ALL SELECT 'emission', site, '', valid_from, grams_per_kilowatt_hour, source FROM emission_factor
        """;

    private static final String SOLD_TO = "SELECT DISTINCT tenant_id, legal_name FROM resale WHERE tenant_id = ANY (?)";

    @Override
    public void record(Connection connection, Collection<Name> names) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            for (Name name : names) {
                insert.setString(1, name.kind().name().toLowerCase(Locale.ROOT));
                insert.setString(2, name.id());
                insert.setString(3, name.name());
                insert.setLong(4, name.revision());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Map<String, String> soldTo(Connection connection, Collection<String> tenants) throws SQLException {
        Map<String, String> names = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SOLD_TO)) {
            select.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.put(row.getString(1), row.getString(2));
                }
            }
        }
        return names;
    }

    @Override
    public Names names(Connection connection) throws SQLException {
        Map<String, String> sites = new HashMap<>();
        Map<String, String> skus = new HashMap<>();
        List<ExchangeRate> rates = new ArrayList<>();
        Map<String, List<EmissionFactor>> emissions = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(KNOWN);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                switch (row.getString(1)) {
                    case "site" -> sites.put(row.getString(2), row.getString(3));
                    case "sku" -> skus.put(row.getString(2), row.getString(3));
                    case "rate" ->
                        rates.add(new ExchangeRate(
                                Currency.getInstance(row.getString(2)),
                                Currency.getInstance(row.getString(3)),
                                row.getObject(4, LocalDate.class),
                                row.getBigDecimal(5),
                                row.getString(6)));
                    default ->
                        emissions
                                .computeIfAbsent(row.getString(2), site -> new ArrayList<>())
                                .add(new EmissionFactor(
                                        row.getBigDecimal(5), row.getString(6), row.getObject(4, LocalDate.class)));
                }
            }
        }
        return new Names(sites, skus, new PublishedFacts(rates, emissions)).byAllRules();
    }
}
