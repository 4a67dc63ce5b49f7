package io.wattledger.billing.flow;

import io.wattledger.billing.flow.CommitDecisions.Decided;
import io.wattledger.billing.flow.PeriodSituation.Unbilled;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Plans the next months of a run: reads them with one question each for all, and decides and prints them side by side on all
 * processors, each under the number it will have if all before it are issued. Nothing of it has an effect.
 */
@ApplicationScoped
class PlanInvoices {

    /** At most so many months at a time: what is printed of them is in memory, and is lost when the service is killed. */
    static final int MOST = 64;

    /** No month is begun once so many lines wait to be printed: documents are in memory, of a huge month no others beside its own. */
    private static final int MOST_LINES = 2_500;

    private final TenantScope scope;
    private final ReadPeriod reading;
    private final IssueInvoice issueInvoice;

    /** Threads that stay: each reads the fonts once. */
    private final ExecutorService processors =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    PlanInvoices(TenantScope scope, ReadPeriod reading, IssueInvoice issueInvoice) {
        this.scope = scope;
        this.reading = reading;
        this.issueInvoice = issueInvoice;
    }

    @PreDestroy
    void end() {
        processors.close();
    }

    /**
     * What is to be done about the first of some items.
     *
     * @param decided in their order; none where the first corrects issued months
     * @param next the position that each series has come to when all of it is done
     * @param leavesRoom whether there is memory for another plan beside it
     */
    record Plan(List<Decided> decided, Map<String, Long> next, boolean leavesRoom) {

        /** Nothing is to be done. */
        static final Plan NONE = new Plan(List.of(), Map.of(), true);

        private Set<String> tenants() {
            return decided.stream().map(one -> one.key().tenant()).collect(Collectors.toCollection(HashSet::new));
        }
    }

    /** An item and what is known of it. */
    private record Read(Item item, PeriodSituation situation) {}

    /**
     * Plans the first of some items, as many as do not depend on each other or on the plan before.
     *
     * @param before what may still be on its way; series that it does not bring anywhere are at what the database says
     */
    Plan plan(List<Item> items, Plan before) {
        List<Item> together = together(items, before.tenants());
        if (together.isEmpty()) {
            return Plan.NONE;
        }
        List<Read> read = new ArrayList<>();
        boolean leavesRoom = read(together, read);
        Map<String, Long> positions = new HashMap<>(before.next());
        return new Plan(decide(numbered(read, positions)), positions, leavesRoom);
    }

    /** The first items that cannot depend on each other: of one month, and of each tenant one. */
    private static List<Item> together(List<Item> items, Set<String> tenants) {
        List<Item> together = new ArrayList<>();
        for (Item item : items) {
            boolean sameMonth = item.key().month().equals(items.getFirst().key().month());
            if (!sameMonth || !tenants.add(item.key().tenant()) || together.size() == MOST) {
                break;
            }
            together.add(item);
        }
        return together;
    }

    /** Reads items up to the first that changes issued months, which locks more than the others; whether there is room for more. */
    private boolean read(List<Item> items, List<Read> read) {
        List<String> tenants = items.stream().map(item -> item.key().tenant()).toList();
        return scope.inTransaction(tenants, connection -> {
            int[] lines = {0};
            reading.readSideBySide(connection, items.stream().map(Item::key).toList(), situation -> {
                read.add(new Read(items.get(read.size()), situation));
                lines[0] += situation instanceof Unbilled unbilled
                        ? unbilled.usage().sums().size()
                        : 0;
                return lines[0] <= MOST_LINES;
            });
            return lines[0] <= MOST_LINES;
        });
    }

    /** Gives each the position of its series that it will have if every invoice that is to be expected is issued. */
    private static List<Read> numbered(List<Read> read, Map<String, Long> positions) {
        List<Read> numbered = new ArrayList<>();
        for (Read one : read) {
            if (one.situation() instanceof Unbilled unbilled) {
                String series = unbilled.agreement().series();
                long position = positions.getOrDefault(series, unbilled.nextPosition());
                boolean expected =
                        PeriodDecision.expectsInvoice(unbilled, one.item().issueDate());
                positions.put(series, expected ? position + 1 : position);
                numbered.add(new Read(one.item(), unbilled.at(position)));
            } else {
                numbered.add(one);
            }
        }
        return numbered;
    }

    private List<Decided> decide(List<Read> read) {
        List<Callable<Decided>> work = new ArrayList<>();
        for (Read one : read) {
            work.add(() -> new Decided(one.item(), issueInvoice.decide(one.situation(), one.item())));
        }
        List<Decided> decided = new ArrayList<>();
        try {
            for (Future<Decided> one : processors.invokeAll(work)) {
                decided.add(one.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while invoices are printed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a month could not be decided", e.getCause());
        }
        return decided;
    }
}
