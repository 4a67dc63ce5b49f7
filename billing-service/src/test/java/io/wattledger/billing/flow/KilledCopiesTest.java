package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Copies that work on the same runs invoice every tenant once, however often they are killed. */
@QuarkusTest
@WithSuite
class KilledCopiesTest {

    @Inject
    Books books;

    @Inject
    MortalCopies mortals;

    @Inject
    IssuedBooks issued;

    @Test
    void givesEachTenantOneInvoiceWithoutGapWhenRunsCompeteAndSomeDie() throws Exception {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String tenant = books.tenantOf(entity);
            tenants.add(tenant);
            books.rated(IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"));
        }
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(books.start(tenants.toArray(String[]::new)));
        }

        live(4, copy -> {
            Random random = new Random(copy);
            return mortals.dying(() -> random.nextInt(60) == 0);
        });

        issued.holdTogether(MortalCopies.DOCUMENTS, entity, tenants.toArray(String[]::new));
        assertThat(issued.positions(entity, tenants)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        for (String run : started) {
            assertThat(books.items(run))
                    .extracting(RunBook.ItemState::outcome)
                    .allMatch(outcome -> outcome.equals("issued") || outcome.equals("already-issued"));
        }
        long count = started.stream()
                .flatMap(run -> books.items(run).stream())
                .filter(item -> "issued".equals(item.outcome()))
                .count();
        assertThat(count).isEqualTo(10);
    }

    /** A month of 1,000 tenants, worked on by two copies at once that are killed 20 times at random points. */
    @Test
    void invoicesAThousandTenantsOnceEachHoweverOftenItIsKilled() throws Exception {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = books.tenantsOf(entity, 1_000);
        books.rated(tenants.stream()
                .map(tenant -> IssueInvoiceTest.day(tenant, 1).gpuHours("1", "10"))
                .toArray(RatedDay[]::new));
        String[] all = tenants.toArray(String[]::new);
        List<String> started = List.of(books.start(all), books.start(all));
        Random random = new Random(20);
        // An item takes about 40 calls at the ports; two runs over 1,000 tenants take some 60,000 in all.
        Set<Integer> deaths = ConcurrentHashMap.newKeySet();
        while (deaths.size() < 20) {
            deaths.add(1 + random.nextInt(25_000));
        }
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger killed = new AtomicInteger();

        live(
                2,
                copy -> mortals.dyingOverData(() -> {
                    boolean dies = deaths.remove(calls.incrementAndGet());
                    killed.addAndGet(dies ? 1 : 0);
                    return dies;
                }));

        assertThat(killed).as("kills in %s calls", calls).hasValue(20);
        issued.holdTogether(MortalCopies.DOCUMENTS_OF_DATA, entity, all);
        assertThat(issued.positions(entity, tenants))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_000).boxed().toList());
        Map<String, Long> times = new HashMap<>();
        for (String run : started) {
            assertThat(books.items(run))
                    .extracting(RunBook.ItemState::outcome)
                    .allMatch(outcome -> outcome.equals("issued") || outcome.equals("already-issued"));
            books.items(run).stream()
                    .filter(item -> "issued".equals(item.outcome()))
                    .forEach(item -> times.merge(item.key().tenant(), 1L, Long::sum));
        }
        assertThat(times)
                .hasSize(1_000)
                .allSatisfy((tenant, count) -> assertThat(count).isEqualTo(1));
    }

    /** Copies that work side by side until nothing is left to do. */
    private static void live(int count, IntFunction<WorkOnInvoiceRuns> mortal) throws Exception {
        try (ExecutorService copies = Executors.newFixedThreadPool(count)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int copy = 0; copy < count; copy++) {
                WorkOnInvoiceRuns worker = mortal.apply(copy);
                Callable<Boolean> life = () -> {
                    while (MortalCopies.stepOrDie(worker)) {
                        // A copy that died begins again, as a restarted service does.
                    }
                    return true;
                };
                ends.add(copies.submit(life));
            }
            for (Future<Boolean> end : ends) {
                assertThat(end.get()).isTrue();
            }
        }
    }
}
