package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.billing.flow.BalanceBook.Balance;
import io.wattledger.billing.flow.BalanceBook.OpenUsage;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums that are kept are those that the rows of usage come to, after whatever happens and while it happens. */
@QuarkusTest
@WithSuite
class BalanceTest {

    private static final List<YearMonth> MONTHS = List.of(YearMonth.of(2026, 9), YearMonth.of(2026, 10));

    /** Adds up every row; each invoice takes off what it holds under its own contract. */
    private static final String COUNTED = """
            WITH now AS (SELECT * FROM rated_usage WHERE tenant_id = ANY (?)),
                 then_ AS (SELECT tenant_id, contract_id, currency, project, site, sku, billed.period_start,
                               sum(milli_gpu_seconds) AS milli_gpu_seconds, sum(amount) AS amount,
                               (array_agg(content_hash ORDER BY change_number DESC))[1] AS content_hash
                           FROM invoiced_usage AS billed JOIN invoice USING (tenant_id, number)
                           WHERE tenant_id = ANY (?) GROUP BY 1, 2, 3, 4, 5, 6, 7)
            SELECT tenant_id, contract_id, period_start, currency,
                   coalesce(sum(now.milli_gpu_seconds), 0) AS received, coalesce(sum(then_.milli_gpu_seconds), 0) AS invoiced,
                   trim_scale(coalesce(sum(now.amount), 0) - coalesce(sum(then_.amount), 0)) AS amount,
                   coalesce(sum(now.gaps) FILTER (WHERE now.content_hash IS DISTINCT FROM then_.content_hash), 0) AS gaps
            FROM now FULL JOIN then_ USING (tenant_id, contract_id, currency, project, site, sku, period_start)
            GROUP BY 1, 2, 3, 4
            """;

    /** Of a day, each with the most that a record may state. */
    private static final String TEN_THOUSAND = """
            INSERT INTO rated_usage (tenant_id, project, site, sku, period_start, contract_id, revision, milli_gpu_seconds,
                amount, currency, gaps, content_hash, message, change_number)
            SELECT ?, 'project-' || number, 'glomfjord', 'h100-sxm', ?::timestamptz, 'c-2026', 1, 1000000000000000, 0, 'NOK', 0,
                '', '', 1
            FROM generate_series(1, 10000) AS number
            """;

    @Inject
    Books books;

    @Inject
    BalanceBook book;

    @Inject
    TenantScope scope;

    private final Map<String, AtomicInteger> revisions = new HashMap<>();
    private String plain;
    private String credited;
    private String market;
    private String sold;
    private List<String> tenants;

    /** What is kept or counted: the balance of each tenant and of all, and what is open where. */
    private record Sums(Map<String, Balance> balances, Map<String, String> open) {}

    @BeforeEach
    void tenantsOfEveryKind() {
        LegalEntity entity = books.legalEntity();
        plain = Books.unused("plain");
        credited = Books.unused("credited");
        market = Books.unused("market");
        sold = Books.unused("sold");
        tenants = List.of(plain, credited, market, sold);
        LocalDate october = MONTHS.getLast().atDay(1);
        Contract first = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026());
        Contract before = AnAccount.contract("c-2026", entity.id(), new Term(LocalDate.of(2026, 1, 1), october));
        Contract after = AnAccount.contract("d-2026", entity.id(), new Term(october, null));
        books.apply(
                List.of(),
                List.of(
                        AnAccount.municipality(plain, before, after),
                        AnAccount.municipality(credited, withCreditNotes(first)),
                        AnAccount.municipality(market, first),
                        new Account(
                                AnAccount.municipalBuyer(sold, "Havvik kommune"),
                                List.of(first),
                                null,
                                List.of(new Resale(MONTHS.getLast(), market, "c-2026")))));
    }

    private static Contract withCreditNotes(Contract contract) {
        return new Contract(
                contract.id(),
                contract.legalEntity(),
                contract.term(),
                contract.tariff(),
                contract.currency(),
                new BillingTerms(contract.billing().timeZone(), 30, UnpricedUsage.HOLD, 3, Corrections.CREDIT_NOTE),
                contract.references(),
                contract.vat());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void areWhatTheRowsComeToAfterEachStep(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 40; step++) {
            String what =
                    switch (random.nextInt(8)) {
                        case 0 -> outcomes(MONTHS.getFirst());
                        case 1 -> outcomes(MONTHS.getLast());
                        case 2, 3 -> "rolled up, more to do: " + book.rollUp();
                        default -> rate(random);
                    };

            List<Sums> sums = scope.asOperator(this::keptAndCounted);

            assertThat(sums.getFirst())
                    .as("seed %d, step %d: %s", seed, step, what)
                    .isEqualTo(sums.getLast());
        }
        assertThat(balance(tenants)).satisfies(balance -> {
            assertThat(balance.invoiced()).isPositive();
            assertThat(balance.difference()).isZero();
        });
    }

    /** Two copies take in usage, some of it the same, while invoices are issued and two copies roll up. */
    @Test
    void areWhatTheRowsComeToAtEveryMoment() throws Exception {
        AtomicInteger writers = new AtomicInteger(3);
        try (ExecutorService copies = Executors.newFixedThreadPool(6)) {
            List<Future<Integer>> ends = new ArrayList<>();
            for (long seed = 1; seed <= 2; seed++) {
                Random random = new Random(seed);
                ends.add(copies.submit(writes(writers, 60, () -> rate(random))));
            }
            ends.add(copies.submit(writes(writers, 4, () -> outcomes(MONTHS.getFirst()) + outcomes(MONTHS.getLast()))));
            for (int copy = 0; copy < 2; copy++) {
                ends.add(copies.submit(whileOthersWrite(writers, () -> book.rollUp())));
            }
            ends.add(copies.submit(whileOthersWrite(writers, () -> {
                List<Sums> sums = scope.asOperator(this::keptAndCounted);
                assertThat(sums.getFirst()).isEqualTo(sums.getLast());
            })));
            for (Future<Integer> end : ends) {
                assertThat(end.get()).isPositive();
            }
        }
        List<Sums> sums = scope.asOperator(this::keptAndCounted);
        assertThat(sums.getFirst()).isEqualTo(sums.getLast());
        assertThat(balance(tenants).invoiced()).isPositive();
    }

    private static Callable<Integer> writes(AtomicInteger writers, int times, Callable<String> work) {
        return () -> {
            try {
                for (int i = 0; i < times; i++) {
                    work.call();
                }
                return times;
            } finally {
                writers.decrementAndGet();
            }
        };
    }

    private static Callable<Integer> whileOthersWrite(AtomicInteger writers, Runnable work) {
        return () -> {
            int times = 0;
            do {
                work.run();
                times++;
            } while (writers.get() > 0);
            return times;
        };
    }

    @Test
    void endsWithNothingOpenOnceAllIsRolledUp() {
        books.rated(
                RatedDay.of(credited, "c-2026", "2026-10-01").gpuHours("2", "10"),
                RatedDay.of(credited, "c-2026", "2026-10-02").gpuHours("3", "10"));
        books.run(credited);
        do {
            assertThat(balance(List.of(credited))).isEqualTo(new Balance(18_000_000, 18_000_000, 0));
        } while (book.rollUp());

        assertThat(balance(List.of(credited))).isEqualTo(new Balance(18_000_000, 18_000_000, 0));
        assertThat(rows("usage_change")).isZero();
        assertThat(rows("open_usage")).isZero();
        assertThat(rows("usage_total")).isEqualTo(1);
    }

    /** Each record is within its bounds; neither one statement, nor all of them, nor the roll-up is bound to 64 bits. */
    @Test
    void areNotBoundTo64Bits() {
        BigInteger oneDay = BigInteger.TEN.pow(19);
        BigInteger all = oneDay.add(oneDay);
        scope.inTransactionDo(List.of(credited), connection -> {
            for (String day : List.of("2026-10-01", "2026-10-02")) {
                try (PreparedStatement insert = connection.prepareStatement(TEN_THOUSAND)) {
                    insert.setString(1, credited);
                    insert.setString(2, day);
                    insert.executeUpdate();
                }
            }
        });
        do {
            assertThat(balance(List.of(credited))).isEqualTo(new Balance(all, BigInteger.ZERO, all));
        } while (book.rollUp());

        assertThat(scope.inTransaction(credited, book::open))
                .extracting(OpenUsage::milliGpuSeconds)
                .containsExactly(oneDay, oneDay);
        assertThat(RestAssured.given()
                        .auth()
                        .oauth2(TestTokens.operator())
                        .get("/api/v1/balance?tenants=" + credited)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("\"received\":" + all);
    }

    @Test
    void shownToATenantAreItsOwn() {
        books.rated(
                RatedDay.of(plain, "c-2026", "2026-10-01").gpuHours("2", "10"),
                RatedDay.of(credited, "c-2026", "2026-10-01").gpuHours("3", "10"));

        Balance own = scope.inTransaction(plain, connection -> book.balance(connection, tenants));
        List<OpenUsage> open = scope.inTransaction(plain, book::open);

        assertThat(own).isEqualTo(new Balance(7_200_000, 0, 7_200_000));
        assertThat(open).extracting(OpenUsage::tenant).containsExactly(plain);
    }

    private Balance balance(List<String> some) {
        return scope.asOperator(connection -> book.balance(connection, some));
    }

    private long rows(String table) {
        return scope.inTransaction(credited, connection -> {
            try (PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM " + table);
                    ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private String outcomes(YearMonth month) {
        return books.run(month, tenants.toArray(String[]::new)).stream()
                .map(RunBook.ItemState::outcome)
                .toList()
                .toString();
    }

    /** Some days, new, rated again, withdrawn, under another contract, without a price, or too late. */
    private String rate(Random random) {
        Map<String, RatedUsage> some = IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(one -> day(random))
                .collect(Collectors.toMap(RatedUsage::recordKey, day -> day, (one, other) -> other, TreeMap::new));
        books.record(List.copyOf(some.values()));
        return some.toString();
    }

    private RatedUsage day(Random random) {
        String tenant = tenants.get(random.nextInt(tenants.size()));
        String contract = tenant.equals(plain) && random.nextBoolean() ? "d-2026" : "c-2026";
        String date = MONTHS.get(random.nextInt(MONTHS.size())) + "-0" + (1 + random.nextInt(2));
        String project = random.nextBoolean() ? "web" : "research";
        RatedDay day = RatedDay.of(tenant, contract, date)
                .at(project, "glomfjord", "h100-sxm")
                .revision(revision(tenant + date + project, random));
        int kind = random.nextInt(10);
        if (kind > 0) {
            day.gpuHours(String.valueOf(random.nextInt(100) / 4.0), "10." + random.nextInt(100));
        }
        if (kind > 7) {
            day.gap("NO4-day-ahead");
        }
        return day.build();
    }

    private long revision(String key, Random random) {
        AtomicInteger last;
        synchronized (revisions) {
            last = revisions.computeIfAbsent(key, absent -> new AtomicInteger());
        }
        return Math.max(1, random.nextInt(6) == 0 ? last.get() - 1 : last.incrementAndGet());
    }

    /** Both in one snapshot. */
    private List<Sums> keptAndCounted(Connection connection) throws SQLException {
        try (Statement isolation = connection.createStatement()) {
            isolation.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
        return List.of(kept(connection), counted(connection));
    }

    private Sums kept(Connection connection) throws SQLException {
        Map<String, Balance> balances = new TreeMap<>(Map.of("", book.balance(connection, tenants)));
        for (String tenant : tenants) {
            balances.put(tenant, book.balance(connection, List.of(tenant)));
        }
        Map<String, String> open = new TreeMap<>();
        for (OpenUsage usage : book.open(connection)) {
            if (tenants.contains(usage.tenant())) {
                open.put(
                        String.join("/", usage.tenant(), usage.contract(), "" + usage.periodStart(), usage.currency()),
                        usage.milliGpuSeconds() + " " + usage.amount() + " " + usage.gaps());
            }
        }
        return new Sums(balances, open);
    }

    private Sums counted(Connection connection) throws SQLException {
        Map<String, Balance> balances = new TreeMap<>(Map.of("", new Balance(0, 0, 0)));
        tenants.forEach(tenant -> balances.put(tenant, new Balance(0, 0, 0)));
        Map<String, String> open = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(COUNTED)) {
            select.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            select.setArray(2, connection.createArrayOf("text", tenants.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long received = row.getLong("received");
                    long invoiced = row.getLong("invoiced");
                    Balance one = new Balance(received, invoiced, received - invoiced);
                    balances.merge("", one, BalanceTest::sum);
                    balances.merge(row.getString("tenant_id"), one, BalanceTest::sum);
                    String figures = one.open() + " " + row.getBigDecimal("amount") + " " + row.getLong("gaps");
                    if (!figures.equals("0 0 0")) {
                        open.put(
                                String.join(
                                        "/",
                                        row.getString("tenant_id"),
                                        row.getString("contract_id"),
                                        "" + row.getTimestamp("period_start").toInstant(),
                                        row.getString("currency")),
                                figures);
                    }
                }
            }
        }
        return new Sums(balances, open);
    }

    private static Balance sum(Balance one, Balance other) {
        return new Balance(
                one.received().add(other.received()),
                one.invoiced().add(other.invoiced()),
                one.open().add(other.open()));
    }
}
