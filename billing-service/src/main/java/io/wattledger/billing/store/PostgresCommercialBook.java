package io.wattledger.billing.store;

import io.wattledger.billing.commercial.AvailableCredit;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.flow.CommercialBook;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import io.wattledger.contracts.WireJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Draws and discounts of issued documents in tables to which rows are only added. */
@ApplicationScoped
public class PostgresCommercialBook implements CommercialBook {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('money' || chr(31) || ?, 0))";
    private static final String DISCOUNTED =
            "SELECT discount_id, sum(taken) FROM discount_use WHERE tenant_id = ? GROUP BY discount_id";
    private static final String DRAWN = """
            SELECT commitment_id, first_month, until_month, currency, sum(drawn) FROM commitment_draw WHERE tenant_id = ?
            GROUP BY commitment_id, first_month, until_month, currency
            ORDER BY commitment_id, first_month, until_month, currency
            """;
    private static final String CREDITS = """
            SELECT credit_id, kind, words, currency, balance, valid_from, expires_on
            FROM credit JOIN LATERAL (
                SELECT balance FROM credit_entry
                WHERE credit_entry.tenant_id = credit.tenant_id AND credit_entry.credit_id = credit.credit_id
                ORDER BY entry DESC LIMIT 1) newest ON balance > 0
            WHERE tenant_id = ? AND NOT EXISTS (
                SELECT FROM credit_entry WHERE credit_entry.tenant_id = credit.tenant_id
                  AND credit_entry.credit_id = credit.credit_id AND credit_entry.kind = 'VOIDED')
            ORDER BY credit_id
            """;
    private static final String DRAWS = """
            SELECT commitment_id, first_month, until_month, number, contract_id, month, drawn, commitment_draw.currency,
                   shortfall_line IS NOT NULL
            FROM commitment_draw JOIN invoice USING (tenant_id, number)
            WHERE tenant_id = ? ORDER BY invoice.recorded_at, series_position, commitment_id
            """;
    private static final String ADD_DRAW = """
            INSERT INTO commitment_draw (tenant_id, commitment_id, number, first_month, until_month, drawn, currency,
                shortfall_line)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String ADD_DISCOUNT =
            "INSERT INTO discount_use (tenant_id, discount_id, number, taken) VALUES (?, ?, ?, ?)";
    private static final String ADD_BASIS = "INSERT INTO invoice_basis (tenant_id, number, basis) VALUES (?, ?, ?)";

    @Override
    public void lock(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, tenant);
            lock.executeQuery().close();
        }
    }

    @Override
    public MoneyState state(Connection connection, String tenant, CommercialTerms terms) throws SQLException {
        TreeMap<String, BigDecimal> discounted = new TreeMap<>();
        List<MoneyState.Drawn> drawn = new ArrayList<>();
        if (!terms.sayNothing()) {
            try (PreparedStatement select = select(connection, DISCOUNTED, tenant);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    discounted.put(row.getString(1), row.getBigDecimal(2));
                }
            }
            try (PreparedStatement select = select(connection, DRAWN, tenant);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    drawn.add(new MoneyState.Drawn(
                            row.getString(1),
                            span(row.getString(2), row.getString(3)),
                            money(row.getBigDecimal(5), row.getString(4))));
                }
            }
        }
        return new MoneyState(discounted, drawn, credits(connection, tenant));
    }

    private static List<AvailableCredit> credits(Connection connection, String tenant) throws SQLException {
        List<AvailableCredit> credits = new ArrayList<>();
        try (PreparedStatement select = select(connection, CREDITS, tenant);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                credits.add(new AvailableCredit(
                        row.getString(1),
                        CreditKind.valueOf(row.getString(2)),
                        row.getString(3),
                        money(row.getBigDecimal(5), row.getString(4)),
                        row.getObject(6, LocalDate.class),
                        row.getObject(7, LocalDate.class)));
            }
        }
        return credits;
    }

    @Override
    public void record(Connection connection, String tenant, Invoice document, @Nullable CommercialBasis basis)
            throws SQLException {
        String number = document.heading().number();
        ContractMoney money = document.totals().money();
        if (money != null) {
            addDraws(connection, tenant, number, money.commitments());
            addDiscounts(connection, tenant, number, money.discounts());
        }
        if (basis != null) {
            try (PreparedStatement insert = connection.prepareStatement(ADD_BASIS)) {
                insert.setString(1, tenant);
                insert.setString(2, number);
                insert.setBytes(3, WireJson.write(basis));
                insert.executeUpdate();
            }
        }
    }

    @Override
    public Optional<CommercialBasis> basis(Connection connection, String number) throws SQLException {
        try (PreparedStatement select = select(connection, "SELECT basis FROM invoice_basis WHERE number = ?", number);
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(WireJson.read(row.getBytes(1), CommercialBasis.class)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the basis of " + number + " is stored in a form that cannot be read", e);
        }
    }

    @Override
    public List<Draw> draws(Connection connection, String tenant) throws SQLException {
        List<Draw> draws = new ArrayList<>();
        try (PreparedStatement select = select(connection, DRAWS, tenant);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                draws.add(new Draw(
                        row.getString(1),
                        span(row.getString(2), row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        YearMonth.parse(row.getString(6)),
                        money(row.getBigDecimal(7), row.getString(8)),
                        row.getBoolean(9)));
            }
        }
        return draws;
    }

    private static void addDraws(Connection connection, String tenant, String number, List<CommitmentDrawn> draws)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_DRAW)) {
            for (CommitmentDrawn draw : draws) {
                insert.setString(1, tenant);
                insert.setString(2, draw.id());
                insert.setString(3, number);
                insert.setString(4, draw.months().first().toString());
                insert.setString(5, draw.months().until().toString());
                insert.setBigDecimal(6, draw.balance().drawn().amount());
                insert.setString(7, draw.balance().drawn().currency().getCurrencyCode());
                insert.setObject(8, draw.shortfallLine(), Types.INTEGER);
                insert.executeUpdate();
            }
        }
    }

    private static void addDiscounts(Connection connection, String tenant, String number, List<DiscountTaken> taken)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_DISCOUNT)) {
            for (DiscountTaken discount : taken) {
                insert.setString(1, tenant);
                insert.setString(2, discount.id());
                insert.setString(3, number);
                insert.setBigDecimal(4, discount.taken().amount());
                insert.executeUpdate();
            }
        }
    }

    private static PreparedStatement select(Connection connection, String sql, String parameter) throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        select.setString(1, parameter);
        return select;
    }

    private static MonthSpan span(String first, String until) {
        return new MonthSpan(YearMonth.parse(first), YearMonth.parse(until));
    }

    private static Money money(BigDecimal amount, String code) {
        Currency currency = Currency.getInstance(code);
        return new Money(amount.setScale(currency.getDefaultFractionDigits()), currency);
    }
}
