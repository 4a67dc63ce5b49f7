package io.wattledger.billing.store;

import io.wattledger.billing.commercial.AvailableCredit;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.flow.CommercialBook;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
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
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws and discounts of issued documents in tables to which rows are only added. */
@ApplicationScoped
public class PostgresCommercialBook implements CommercialBook {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('money' || chr(31) || ?, 0))";
    private static final String DISCOUNTED = "SELECT tenant_id, discount_id, sum(taken) FROM discount_use "
            + "WHERE tenant_id = ANY (?) GROUP BY tenant_id, discount_id";
    private static final String DRAWN = """
            SELECT tenant_id, commitment_id, first_month, until_month, currency, sum(drawn) FROM commitment_draw
            WHERE tenant_id = ANY (?)
            GROUP BY tenant_id, commitment_id, first_month, until_month, currency
            ORDER BY tenant_id, commitment_id, first_month, until_month, currency
            """;
    private static final String CREDITS = """
            SELECT tenant_id, credit_id, kind, words, currency, balance, valid_from, expires_on
            FROM credit JOIN LATERAL (
                SELECT balance FROM credit_entry
                WHERE credit_entry.tenant_id = credit.tenant_id AND credit_entry.credit_id = credit.credit_id
                ORDER BY entry DESC LIMIT 1) newest ON (balance > 0) = ?
            WHERE tenant_id = ANY (?) AND NOT EXISTS (
                SELECT FROM credit_entry WHERE credit_entry.tenant_id = credit.tenant_id
                  AND credit_entry.credit_id = credit.credit_id AND credit_entry.kind = 'VOIDED')
            ORDER BY tenant_id, credit_id
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
        return states(connection, Map.of(tenant, terms)).getOrDefault(tenant, MoneyState.NONE);
    }

    @Override
    public Map<String, MoneyState> states(Connection connection, Map<String, CommercialTerms> terms)
            throws SQLException {
        List<String> saying = terms.entrySet().stream()
                .filter(one -> !one.getValue().sayNothing())
                .map(Map.Entry::getKey)
                .toList();
        Map<String, TreeMap<String, BigDecimal>> discounted =
                saying.isEmpty() ? Map.of() : discounted(connection, saying);
        Map<String, List<MoneyState.Drawn>> drawn = saying.isEmpty() ? Map.of() : drawn(connection, saying);
        Map<String, List<AvailableCredit>> credits = credits(connection, terms.keySet(), true);
        return terms.keySet().stream()
                .collect(Collectors.toMap(
                        tenant -> tenant,
                        tenant -> new MoneyState(
                                discounted.getOrDefault(tenant, new TreeMap<>()),
                                drawn.getOrDefault(tenant, List.of()),
                                credits.getOrDefault(tenant, List.of()))));
    }

    private static Map<String, TreeMap<String, BigDecimal>> discounted(Connection connection, List<String> tenants)
            throws SQLException {
        Map<String, TreeMap<String, BigDecimal>> discounted = new HashMap<>();
        try (PreparedStatement select = select(connection, DISCOUNTED, tenants);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                discounted
                        .computeIfAbsent(row.getString(1), tenant -> new TreeMap<>())
                        .put(row.getString(2), row.getBigDecimal(3));
            }
        }
        return discounted;
    }

    private static Map<String, List<MoneyState.Drawn>> drawn(Connection connection, List<String> tenants)
            throws SQLException {
        Map<String, List<MoneyState.Drawn>> drawn = new HashMap<>();
        try (PreparedStatement select = select(connection, DRAWN, tenants);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                drawn.computeIfAbsent(row.getString(1), tenant -> new ArrayList<>())
                        .add(new MoneyState.Drawn(
                                row.getString(2),
                                span(row.getString(3), row.getString(4)),
                                money(row.getBigDecimal(6), row.getString(5))));
            }
        }
        return drawn;
    }

    @Override
    public List<AvailableCredit> usedUp(Connection connection, String tenant) throws SQLException {
        return credits(connection, List.of(tenant), false).getOrDefault(tenant, List.of());
    }

    private static Map<String, List<AvailableCredit>> credits(
            Connection connection, Collection<String> tenants, boolean somethingLeft) throws SQLException {
        Map<String, List<AvailableCredit>> credits = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CREDITS)) {
            select.setBoolean(1, somethingLeft);
            select.setArray(2, connection.createArrayOf("text", tenants.toArray()));
            addCredits(select, credits);
        }
        return credits;
    }

    private static void addCredits(PreparedStatement select, Map<String, List<AvailableCredit>> credits)
            throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                credits.computeIfAbsent(row.getString(1), tenant -> new ArrayList<>())
                        .add(new AvailableCredit(
                                row.getString(2),
                                CreditKind.valueOf(row.getString(3)),
                                row.getString(4),
                                money(row.getBigDecimal(6), row.getString(5)),
                                row.getObject(7, LocalDate.class),
                                row.getObject(8, LocalDate.class)));
            }
        }
    }

    @Override
    public void record(Connection connection, String tenant, Invoice document, @Nullable CommercialBasis basis)
            throws SQLException {
        String number = document.heading().number();
        ContractMoney money = document.totals().money();
        if (money != null) {
            addDraws(connection, tenant, number, money.commitments());
        }
        addDiscounts(connection, tenant, number, taken(document));
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

    /**
     * What a document takes off by each discount, in its own month and by what corrects earlier ones. A credit note that
     * somebody asks for leaves discounts as they are, whether they are taken off across lines or by a line that it credits.
     */
    private static SortedMap<String, BigDecimal> taken(Invoice document) {
        SortedMap<String, BigDecimal> taken = new TreeMap<>();
        ContractMoney money = document.totals().money();
        if (money != null) {
            money.discounts().forEach(one -> taken.merge(one.id(), one.taken().amount(), BigDecimal::add));
            money.discountsRevised()
                    .forEach(one -> taken.merge(one.id(), one.taken().amount(), BigDecimal::add));
        }
        if (document.heading().type() == DocumentType.CREDIT_NOTE) {
            return taken;
        }
        for (InvoiceLine line : document.lines()) {
            String discount = line.item().discount();
            if (discount != null) {
                taken.merge(discount, line.amount().net().amount().negate(), BigDecimal::add);
            }
        }
        return taken;
    }

    private static void addDiscounts(
            Connection connection, String tenant, String number, SortedMap<String, BigDecimal> taken)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_DISCOUNT)) {
            for (Map.Entry<String, BigDecimal> discount : taken.entrySet()) {
                insert.setString(1, tenant);
                insert.setString(2, discount.getKey());
                insert.setString(3, number);
                insert.setBigDecimal(4, discount.getValue());
                insert.executeUpdate();
            }
        }
    }

    private static PreparedStatement select(Connection connection, String sql, Collection<String> tenants)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        select.setArray(1, connection.createArrayOf("text", tenants.toArray()));
        return select;
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
