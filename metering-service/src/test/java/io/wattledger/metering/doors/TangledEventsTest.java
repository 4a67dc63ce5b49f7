package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.kafka.MessagePublisher;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.metering.device.ClaimPolicy;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.ChangedSlots;
import io.wattledger.metering.flow.DeviceBook;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.ExtendOpenAllocations;
import io.wattledger.metering.flow.FindDoubleAllocations;
import io.wattledger.metering.flow.NodeBook;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Received;
import io.wattledger.metering.flow.ShareNodeEnergy;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import io.wattledger.metering.flow.TallyBook;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random mixes of all kinds of events, taken by two copies of the service, whose transactions now and then are rolled back or
 * committed without anybody hearing of it, while what works in the background works between and beside them: in the end the
 * database holds what the events that count come to.
 */
@QuarkusTest
@WithSuite
class TangledEventsTest {

    /** More of them find more: hundreds take some minutes. */
    private static final int SEEDS = Integer.getInteger("wattledger.test.tangles", 12);

    private static final int FIRST = Integer.getInteger("wattledger.test.first-tangle", 0);
    private static final String HOLD_BOTH = "hold-both-site";

    @Inject
    TenantScope scope;

    @Inject
    EventReading reading;

    @Inject
    TallyBook tallies;

    @Inject
    MessagePublisher publisher;

    private final Set<String> used = new TreeSet<>();
    private List<Copy> copies;

    /** A copy of the service, as far as it takes events and works in the background. */
    private record Copy(
            AcceptUsage accept,
            AllocationBook allocations,
            ExtendOpenAllocations extend,
            FindDoubleAllocations devices,
            ShareNodeEnergy nodes,
            ChangedSlots slots) {

        static Copy of(SecondCopy copy) {
            return new Copy(
                    copy.of(AcceptUsage.class),
                    copy.of(AllocationBook.class),
                    copy.of(ExtendOpenAllocations.class),
                    copy.of(FindDoubleAllocations.class),
                    copy.of(ShareNodeEnergy.class),
                    copy.of(ChangedSlots.class));
        }
    }

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
        Fleet.publishSite(HOLD_BOTH);
    }

    @Test
    void comeToWhatCounts() throws Exception {
        copies = List.of(Copy.of(new SecondCopy()), Copy.of(new SecondCopy()));
        IntStream.range(FIRST, FIRST + SEEDS).forEach(seed -> Fleet.publishSite(site(seed)));
        List<String> different = new ArrayList<>();
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Random random = new Random(seed);
            List<Tangle.Sent> sent = Tangle.of(random, site(seed), "t" + seed, 20 + random.nextInt(260));
            String difference = difference(seed, sent, random);
            if (!difference.isEmpty()) {
                different.add("seed " + seed + ": " + difference);
            }
        }
        assertThat(different).isEmpty();
        assertThat(published()).isEmpty();
    }

    private static String site(int seed) {
        return seed % 3 == 2 ? HOLD_BOTH : "tangle-t" + seed;
    }

    private String difference(int seed, List<Tangle.Sent> sent, Random random) throws Exception {
        List<String> tenants = List.of(Usage.newTenant(), Usage.newTenant(), TenantScope.NO_TENANT);
        used.addAll(tenants);
        List<Assessed> assessed = copies.getFirst()
                .accept()
                .assess(sent.stream()
                        .map(one -> new Received(
                                reading.structured(one.json().getBytes(UTF_8)).ofTenant(tenants.get(one.sender())),
                                null))
                        .toList());
        List<List<Assessed>> batches = new ArrayList<>();
        int most = random.nextBoolean() ? 6 : 130;
        for (int from = 0; from < assessed.size(); ) {
            int to = Math.min(assessed.size(), from + 1 + random.nextInt(most));
            batches.add(assessed.subList(from, to));
            from = to;
        }
        List<Outcome> outcomes = seed % 2 == 0 ? inTurn(batches, tenants, random) : atOnce(batches, tenants, random);
        settle(tenants, site(seed));
        ClaimPolicy policy = seed % 3 == 2 ? ClaimPolicy.HOLD_BOTH : ClaimPolicy.FIRST_CLAIM;
        return new TangleFindings(scope, tallies, tenants.subList(0, 2), "t" + seed)
                .difference(assessed, outcomes, policy);
    }

    private List<Outcome> inTurn(List<List<Assessed>> batches, List<String> tenants, Random random) {
        List<Outcome> outcomes = new ArrayList<>();
        for (List<Assessed> batch : batches) {
            outcomes.addAll(take(copies.get(random.nextInt(2)), batch, tenants, random));
        }
        return outcomes;
    }

    private List<Outcome> atOnce(List<List<Assessed>> batches, List<String> tenants, Random random) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<List<Outcome>>> work = new ArrayList<>();
            for (int copy = 0; copy < 2; copy++) {
                List<List<Assessed>> own = new ArrayList<>();
                for (int i = copy; i < batches.size(); i += 2) {
                    own.add(batches.get(i));
                }
                Copy one = copies.get(copy);
                Random ofCopy = new Random(random.nextLong());
                work.add(() -> own.stream()
                        .flatMap(batch -> take(one, batch, tenants, ofCopy).stream())
                        .toList());
            }
            for (Future<List<Outcome>> done : threads.invokeAll(work)) {
                outcomes.addAll(done.get());
            }
        }
        return outcomes;
    }

    /** What was committed, tried again as readers of topics do; a batch of which nobody heard what became comes again. */
    private List<Outcome> take(Copy copy, List<Assessed> batch, List<String> tenants, Random random) {
        List<Outcome> outcomes = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            rolledBack(copy, batch);
        }
        int times = random.nextInt(10) == 0 ? 2 : 1;
        for (int i = 0; i < times; i++) {
            outcomes.addAll(untilTaken(copy, batch));
        }
        background(copy, tenants, random);
        return outcomes;
    }

    private void rolledBack(Copy copy, List<Assessed> batch) {
        try {
            scope.inTransaction(AcceptUsage.tenants(batch), connection -> {
                copy.accept().accept(batch);
                throw new Lost();
            });
        } catch (Lost | Contended | DatabaseException e) {
            // Nothing has happened.
        }
    }

    private List<Outcome> untilTaken(Copy copy, List<Assessed> batch) {
        for (int left = 20; ; left--) {
            try {
                return Contended.again(() -> scope.inTransaction(
                        AcceptUsage.tenants(batch), connection -> copy.accept().accept(batch)));
            } catch (Contended | DatabaseException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private void background(Copy copy, List<String> tenants, Random random) {
        try {
            switch (random.nextInt(6)) {
                case 0 -> copy.devices().run();
                case 1 -> copy.nodes().run();
                case 2 -> extend(copy, tenants);
                case 3 -> {
                    tallies.rollUp();
                    copy.allocations().rollUp();
                }
                case 4 -> publish(copy, random.nextInt(3) == 0);
                default -> {}
            }
        } catch (DatabaseException | Lost e) {
            // It is tried again later, as loops do.
        }
    }

    /** What a relay does; lost after Kafka has it and before the database knows, it is published again. */
    private void publish(Copy copy, boolean isLost) {
        ChangedSlots.Work work = copy.slots().next();
        if (work.parts().isEmpty()) {
            return;
        }
        scope.inTransaction(
                work.tenants(),
                connection -> copy.slots().pass(work.parts(), 7, totals -> {
                    publisher.publish(totals.stream()
                            .map(total -> OutgoingMessage.of(
                                    total.tenant(),
                                    Topics.METERED_USAGE,
                                    total.tenant() + "/" + total.project(),
                                    total.recordKey(),
                                    WireJson.write(total)))
                            .toList());
                    if (isLost) {
                        throw new Lost();
                    }
                }));
    }

    /** The last message of each slot is of its last revision, and none is of an earlier one than the one before. */
    private List<String> published() throws IOException {
        Books.awaitNothingPending();
        Map<String, Long> revisions = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : TestKafka.readAll(Topics.METERED_USAGE)) {
            MeteredUsage total = WireJson.read(record.value(), MeteredUsage.class);
            if (!used.contains(total.tenant())) {
                continue;
            }
            Long before = revisions.put(total.recordKey(), total.revision());
            if (before != null && before > total.revision()) {
                wrong.add(total + " after revision " + before);
            }
        }
        Map<String, Long> kept = new TreeMap<>();
        scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT tenant_id || '/' || project || '/' || site || '/' || sku || '/'
                        || to_char(slot_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), revision
                    FROM usage_slot WHERE tenant_id = ANY (?)""")) {
                select.setArray(1, connection.createArrayOf("text", used.toArray()));
                return Rows.read(select, row -> kept.put(row.getString(1), row.getLong(2)));
            }
        });
        kept.forEach((slot, revision) -> {
            if (!revision.equals(revisions.get(slot))) {
                wrong.add(slot + " is at " + revision + " and published at " + revisions.get(slot));
            }
        });
        return wrong;
    }

    private boolean extend(Copy copy, List<String> tenants) {
        boolean isAny = false;
        for (TenantSite site : copy.allocations().behind()) {
            if (tenants.contains(site.tenant())) {
                isAny |= scope.inTransaction(
                                site.tenant(), connection -> copy.extend().extend(site, 2))
                        > 0;
            }
        }
        return isAny;
    }

    /** Until nothing waits any more, whoever does it. */
    private void settle(List<String> tenants, String site) throws InterruptedException {
        Copy copy = copies.getLast();
        DeviceBook devices = new SecondCopy().of(DeviceBook.class);
        NodeBook nodes = new SecondCopy().of(NodeBook.class);
        for (int left = 2_000; ; left--) {
            boolean isAny;
            try {
                isAny = Stream.of(
                                extend(copy, tenants),
                                copy.devices().run(),
                                copy.nodes().run())
                        .reduce(false, Boolean::logicalOr);
            } catch (DatabaseException e) {
                isAny = true;
            }
            if (!isAny && devices.waiting(List.of()) == 0 && nodes.waiting(List.of()) == 0) {
                return;
            }
            if (left == 0) {
                throw new AssertionError("something waits for ever at " + site);
            }
            if (!isAny) {
                Thread.sleep(20);
            }
        }
    }

    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
