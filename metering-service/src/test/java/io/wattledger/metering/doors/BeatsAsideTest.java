package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.metering.flow.EventReading;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
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

    private record Window(long start, long end, int gpus) {}

    /** In turn, then late ones and withdrawals, by two copies at once, who each remember what the other has changed. */
    @Test
    void areMeteredExactlyHoweverFarBackAChangeReaches() throws Exception {
        TwoCopies copies = new TwoCopies(reading, scope, tenant);
        List<Window> standing = new ArrayList<>();
        List<String> inTurn = new ArrayList<>();
        List<String> later = new ArrayList<>();
        for (int i = 0; i < BEATS; i++) {
            Window window = window(i);
            String beat = collector.beat("b" + i, "pod", window.gpus(), at(window.start()), at(window.end()));
            int fate = random.nextInt(10);
            (fate == 0 ? later : inTurn).add(beat);
            if (fate == 1) {
                later.add(collector.withdrawal("w" + i, "b" + i));
            } else {
                standing.add(window);
            }
        }
        copies.takeInTurn(inTurn, 40);
        assertThat(longest("beat_allocation")).isLessThan(2_000);
        assertThat(longest("beats_aside")).isBetween(1L, 2_000L);

        copies.takeAtOnce(later.subList(0, later.size() / 2), later.subList(later.size() / 2, later.size()), 5);

        assertThat(figures()).isEqualTo(expected(standing));
        assertThat(longest("beat_allocation")).isLessThan(2_000);
        assertThat(Books.metered(tenant)).isEqualTo(collector.milliGpuSeconds(scope));
    }

    private Window window(int i) {
        long end = (i + 1) * 60_000L + random.nextInt(50);
        return new Window(Math.max(0, end - (random.nextInt(40) == 0 ? 3_000_000 : 60_000)), end, 1 + i / 7 % 2);
    }

    private static String at(long millis) {
        return BEGIN.plusMillis(millis).toString();
    }

    /** What is vouched for or estimated, and what is estimated, in milli-GPU-seconds, millisecond by millisecond. */
    private static List<Long> expected(List<Window> standing) {
        int end = (int) standing.stream().mapToLong(Window::end).max().orElseThrow();
        BitSet[] vouched = {new BitSet(end), new BitSet(end)};
        standing.forEach(one -> vouched[one.gpus() - 1].set((int) one.start(), (int) one.end()));
        BitSet any = new BitSet(end);
        any.or(vouched[0]);
        any.or(vouched[1]);
        long estimated = 0;
        for (int from = any.nextClearBit(any.nextSetBit(0)); from < end; ) {
            int to = any.nextSetBit(from);
            for (int gpus = 1; gpus <= 2; gpus++) {
                if (to - from <= FILL_UP_TO && vouched[gpus - 1].get(from - 1) && vouched[gpus - 1].get(to)) {
                    estimated += (long) gpus * (to - from);
                    break;
                }
            }
            from = any.nextClearBit(to);
        }
        return List.of(vouched[0].cardinality() + 2L * vouched[1].cardinality() + estimated, estimated);
    }

    private List<Long> figures() {
        return List.of(
                number("SELECT sum(milli_gpu_seconds)::bigint FROM usage_slot"),
                number("SELECT sum(estimated_milli_gpu_seconds)::bigint FROM usage_slot"));
    }

    private long longest(String table) {
        return number("SELECT coalesce(max(octet_length(beats)), 0) FROM " + table);
    }

    private long number(String sql) {
        return scope.inTransaction(tenant, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }
}
