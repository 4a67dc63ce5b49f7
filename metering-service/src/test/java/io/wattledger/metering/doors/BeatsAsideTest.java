package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Received;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beats that do not follow each other to the millisecond, of which what is older is laid aside. */
@QuarkusTest
@WithSuite
class BeatsAsideTest {

    private static final Instant BEGIN = Instant.parse("2024-03-01T00:00:00Z");
    private static final int BEATS = 600;
    private static final long FILL_UP_TO = 300_000;

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "site-" + tenant);
    private final Random random = new Random(20261130);

    @Inject
    TenantScope scope;

    @Inject
    EventReading reading;

    @BeforeEach
    void site() {
        Usage.publishCatalog();
        TestKafka.send(List.of(Usage.reference(Topics.SITES, collector.site, Usage.site(collector.site, "LIVE", 1))));
    }

    private record Window(long start, long end) {}

    /** In turn, then late ones and withdrawals, by two copies at once, who each remember what the other has changed. */
    @Test
    void areMeteredExactlyHoweverFarBackAChangeReaches() throws Exception {
        List<AcceptUsage> copies =
                List.of(new SecondCopy().of(AcceptUsage.class), new SecondCopy().of(AcceptUsage.class));
        List<Window> standing = new ArrayList<>();
        List<String> inTurn = new ArrayList<>();
        List<String> later = new ArrayList<>();
        for (int i = 0; i < BEATS; i++) {
            Window window = window(i);
            String beat = collector.beat("b" + i, "pod", at(window.start()), at(window.end()));
            int fate = random.nextInt(10);
            (fate == 0 ? later : inTurn).add(beat);
            if (fate == 1) {
                later.add(collector.withdrawal("w" + i, "b" + i));
            } else {
                standing.add(window);
            }
        }
        for (int i = 0; i < inTurn.size(); i += 40) {
            take(copies.getFirst(), inTurn.subList(i, Math.min(inTurn.size(), i + 40)));
        }
        assertThat(longest("beat_stream")).isLessThan(2_000);
        assertThat(longest("beat_windows_aside")).isBetween(1L, 2_000L);

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int copy = 0; copy < 2; copy++) {
                int own = copy;
                work.add(() -> {
                    for (int i = own * 5; i < later.size(); i += 10) {
                        take(copies.get(own), later.subList(i, Math.min(later.size(), i + 5)));
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(figures()).isEqualTo(expected(standing));
        assertThat(longest("beat_stream")).isLessThan(2_000);
        assertThat(Books.metered(tenant)).isEqualTo(collector.milliGpuSeconds(scope));
    }

    private Window window(int i) {
        long end = (i + 1) * 60_000L + random.nextInt(50);
        return new Window(Math.max(0, end - (random.nextInt(40) == 0 ? 3_000_000 : 60_000)), end);
    }

    private static String at(long millis) {
        return BEGIN.plusMillis(millis).toString();
    }

    /** Milliseconds that are vouched for or estimated, and those that are estimated, of one GPU. */
    private static List<Long> expected(List<Window> standing) {
        List<Window> inOrder = standing.stream()
                .sorted((one, other) -> Long.compare(one.start(), other.start()))
                .toList();
        long until = inOrder.getFirst().start();
        long known = 0;
        long estimated = 0;
        for (Window window : inOrder) {
            long gap = window.start() - until;
            estimated += gap > 0 && gap <= FILL_UP_TO ? gap : 0;
            known += Math.max(0, window.end() - Math.max(until, window.start()));
            until = Math.max(until, window.end());
        }
        return List.of(known + estimated, estimated);
    }

    private List<Long> figures() {
        return List.of(
                number("SELECT sum(milli_gpu_seconds)::bigint FROM usage_slot"),
                number("SELECT sum(estimated_milli_gpu_seconds)::bigint FROM usage_slot"));
    }

    private long longest(String table) {
        return number("SELECT coalesce(max(octet_length(windows)), 0) FROM " + table);
    }

    private long number(String sql) {
        return scope.inTransaction(tenant, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    private void take(AcceptUsage copy, List<String> events) {
        List<Assessed> assessed = copy.assess(events.stream()
                .map(event ->
                        new Received(reading.structured(event.getBytes(UTF_8)).ofTenant(tenant), null))
                .toList());
        for (int left = 20; ; left--) {
            try {
                Contended.again(() -> scope.inTransaction(tenant, connection -> copy.accept(assessed)));
                return;
            } catch (Contended | DatabaseException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }
}
