package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.PeriodSituation.Unbilled;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Brings the next months of a run to their outcomes: decides and prints them side by side on all processors, each under the
 * number it will have if all before it are issued, and commits them in one transaction.
 *
 * <p>Where one of them turns out otherwise, what comes after it is left for the next time, since its numbers do not hold; so the
 * series stays without gap, and numbers are given in the order of the run. {@link IssueInvoice} makes sure of that for each.
 */
@ApplicationScoped
public class IssueInvoices {

    /** At most so many months at a time: what is printed of them is in memory, and is lost when the service is killed. */
    static final int MOST = 32;

    /** No month is begun once so many lines wait to be printed: documents are in memory, of a huge month no others beside its own. */
    private static final int MOST_LINES = 5_000;

    private final TenantScope scope;
    private final ReadPeriod reading;
    private final InvoiceBook invoices;
    private final RunBook runs;
    private final IssueInvoice issueInvoice;

    /** Threads that stay: each reads the fonts once. */
    private final ExecutorService processors =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    IssueInvoices(
            TenantScope scope, ReadPeriod reading, InvoiceBook invoices, RunBook runs, IssueInvoice issueInvoice) {
        this.scope = scope;
        this.reading = reading;
        this.invoices = invoices;
        this.runs = runs;
        this.issueInvoice = issueInvoice;
    }

    @PreDestroy
    void end() {
        processors.close();
    }

    /** An item and what is known of it. */
    private record Read(Item item, PeriodSituation situation) {}

    /** An item and what is to be done about it. */
    private record Planned(Item item, PeriodDecision decision) {}

    /** Works on the first items of a run, at least on the first of them; the outcomes that were committed. */
    List<Outcome> issue(List<Item> items) {
        List<Outcome> outcomes = new ArrayList<>();
        if (!items.getFirst().onlyPreview()) {
            List<Planned> planned = plan(together(items));
            if (!planned.isEmpty()) {
                outcomes.addAll(commit(planned));
            }
        }
        if (outcomes.isEmpty()) {
            issueInvoice.issue(items.getFirst()).ifPresent(outcomes::add);
        }
        return outcomes;
    }

    /** The first items that cannot depend on each other: of one month, and of each tenant one. */
    private static List<Item> together(List<Item> items) {
        List<Item> together = new ArrayList<>();
        Set<String> tenants = new HashSet<>();
        for (Item item : items) {
            boolean sameMonth = item.key().month().equals(items.getFirst().key().month());
            if (!sameMonth || !tenants.add(item.key().tenant())) {
                break;
            }
            together.add(item);
        }
        return together;
    }

    private List<Planned> plan(List<Item> items) {
        List<Read> read = numbered(read(items));
        List<Callable<PeriodDecision>> work = new ArrayList<>();
        for (Read one : read) {
            work.add(() -> issueInvoice.decide(one.situation(), one.item()));
        }
        List<Planned> planned = new ArrayList<>();
        try {
            List<Future<PeriodDecision>> decisions = processors.invokeAll(work);
            for (int i = 0; i < read.size(); i++) {
                planned.add(new Planned(read.get(i).item(), decisions.get(i).get()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while invoices are printed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a month could not be decided", e.getCause());
        }
        return planned;
    }

    /** Reads them up to the first that changes issued months, which locks more than the others. */
    private List<Read> read(List<Item> items) {
        return scope.inTransaction(tenants(items), connection -> {
            List<Read> read = new ArrayList<>();
            int lines = 0;
            for (Item item : items) {
                scope.narrow(connection, item.key().tenant());
                PeriodSituation situation = reading.read(connection, item.key());
                boolean corrects = situation instanceof PeriodSituation.Revised
                        || (situation instanceof Unbilled unbilled
                                && !unbilled.arrears().isEmpty());
                if (corrects) {
                    break;
                }
                read.add(new Read(item, situation));
                lines += situation instanceof Unbilled unbilled
                        ? unbilled.usage().sums().size()
                        : 0;
                if (lines > MOST_LINES) {
                    break;
                }
            }
            return read;
        });
    }

    /** Gives each the position of its series that it will have if every invoice that is to be expected is issued. */
    private static List<Read> numbered(List<Read> read) {
        Map<String, Long> taken = new HashMap<>();
        List<Read> numbered = new ArrayList<>();
        for (Read one : read) {
            if (one.situation() instanceof Unbilled unbilled) {
                String series = series(unbilled);
                Unbilled at = unbilled.at(unbilled.nextPosition() + taken.getOrDefault(series, 0L));
                if (PeriodDecision.expectsInvoice(unbilled, one.item().issueDate())) {
                    taken.merge(series, 1L, Long::sum);
                }
                numbered.add(new Read(one.item(), at));
            } else {
                numbered.add(one);
            }
        }
        return numbered;
    }

    /** Locks in the order in which {@link IssueInvoice} does, and then each kind in one order: run, periods, series, credits. */
    private List<Outcome> commit(List<Planned> planned) {
        List<Item> items = planned.stream().map(Planned::item).toList();
        return scope.inTransaction(tenants(items), connection -> {
            runs.lock(connection, items.getFirst());
            invoices.lockPeriods(connection, items.stream().map(Item::key).toList());
            SortedMap<String, LegalEntity> series = new TreeMap<>();
            for (Planned one : planned) {
                if (one.decision() instanceof PeriodDecision.Issue issue) {
                    series.put(
                            series(issue.situation()),
                            issue.situation().agreement().legalEntity());
                }
            }
            for (LegalEntity entity : series.values()) {
                invoices.lockSeries(connection, entity);
            }
            return commit(connection, planned);
        });
    }

    private List<Outcome> commit(Connection connection, List<Planned> planned) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>();
        try (Statement savepoint = connection.createStatement()) {
            for (Planned one : planned) {
                savepoint.execute("SAVEPOINT month");
                try {
                    scope.narrow(connection, one.item().key().tenant());
                    issueInvoice.commit(connection, one.item(), one.decision()).ifPresent(outcomes::add);
                } catch (IssueInvoice.Moved moved) {
                    // What comes after it has numbers that do not hold.
                    savepoint.execute("ROLLBACK TO SAVEPOINT month");
                    break;
                }
                savepoint.execute("RELEASE SAVEPOINT month");
            }
        }
        return outcomes;
    }

    private static String series(Unbilled unbilled) {
        LegalEntity entity = unbilled.agreement().legalEntity();
        return entity.id() + "/" + entity.invoiceSeries().prefix();
    }

    private static List<String> tenants(List<Item> items) {
        return items.stream().map(item -> item.key().tenant()).toList();
    }
}
