package io.wattledger.billing.store;

import io.wattledger.billing.flow.PublishedBook;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.ExchangeRate;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/** Rates of exchange and emission factors in two tables. */
@ApplicationScoped
public class PostgresPublishedBook implements PublishedBook {

    private static final String KNOWN_RATE =
            "SELECT rate, source FROM tax_exchange_rate WHERE base = ? AND quote = ? AND day = ?";
    private static final String RECORD_RATE = """
            INSERT INTO tax_exchange_rate (base, quote, day, rate, source) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (base, quote, day) DO UPDATE SET rate = excluded.rate, source = excluded.source
            """;
    private static final String KNOWN_EMISSION =
            "SELECT grams_per_kilowatt_hour, source FROM emission_factor WHERE site = ? AND valid_from = ?";
    private static final String RECORD_EMISSION = """
            INSERT INTO emission_factor (site, valid_from, grams_per_kilowatt_hour, source) VALUES (?, ?, ?, ?)
            ON CONFLICT (site, valid_from) DO UPDATE
            SET grams_per_kilowatt_hour = excluded.grams_per_kilowatt_hour, source = excluded.source
            """;

    @Override
    public Change record(Connection connection, ExchangeRate rate, boolean dryRun) throws SQLException {
        String base = rate.base().getCurrencyCode();
        String quote = rate.quote().getCurrencyCode();
        Change change =
                change(connection, KNOWN_RATE, new Object[] {base, quote, rate.date()}, rate.rate(), rate.source());
        if (change != Change.NONE && !dryRun) {
            write(connection, RECORD_RATE, base, quote, rate.date(), rate.rate(), rate.source());
        }
        return change;
    }

    @Override
    public Change record(Connection connection, SiteEmission emission, boolean dryRun) throws SQLException {
        EmissionFactor factor = emission.factor();
        LocalDate from = factor.validFrom();
        BigDecimal grams = factor.gramsPerKilowattHour();
        Change change =
                change(connection, KNOWN_EMISSION, new Object[] {emission.site(), from}, grams, factor.source());
        if (change != Change.NONE && !dryRun) {
            write(connection, RECORD_EMISSION, emission.site(), from, grams, factor.source());
        }
        return change;
    }

    private static Change change(Connection connection, String sql, Object[] key, BigDecimal value, String source)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, key);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Change.CREATED;
                }
                boolean same = row.getBigDecimal(1).compareTo(value) == 0
                        && row.getString(2).equals(source);
                return same ? Change.NONE : Change.CHANGED;
            }
        }
    }

    private static void write(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            bind(insert, values);
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
