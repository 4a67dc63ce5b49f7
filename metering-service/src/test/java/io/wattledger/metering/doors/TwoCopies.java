package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two copies of the service, each of which remembers what the other has changed, and that take events of one tenant. */
final class TwoCopies {

    private static final int MOST_TRIES = 20;

    private final List<AcceptUsage> copies =
            List.of(new SecondCopy().of(AcceptUsage.class), new SecondCopy().of(AcceptUsage.class));
    private final EventReading reading;
    private final TenantScope scope;
    private final String tenant;

    TwoCopies(EventReading reading, TenantScope scope, String tenant) {
        this.reading = reading;
        this.scope = scope;
        this.tenant = tenant;
    }

    /** The first of them takes events, so many at a time. */
    void takeInTurn(List<String> events, int atATime) {
        take(copies.getFirst(), events, atATime);
    }

    /** Each takes its own at the same time, so many at a time. */
    void takeAtOnce(List<String> ofFirst, List<String> ofSecond, int atATime) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Object>> work = new ArrayList<>();
            work.add(Executors.callable(() -> take(copies.getFirst(), ofFirst, atATime)));
            work.add(Executors.callable(() -> take(copies.getLast(), ofSecond, atATime)));
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    private void take(AcceptUsage copy, List<String> events, int atATime) {
        for (int from = 0; from < events.size(); from += atATime) {
            take(copy, events.subList(from, Math.min(events.size(), from + atATime)));
        }
    }

    private void take(AcceptUsage copy, List<String> events) {
        List<Assessed> assessed = copy.assess(events.stream()
                .map(event ->
                        new Received(reading.structured(event.getBytes(UTF_8)).ofTenant(tenant), null))
                .toList());
        for (int left = MOST_TRIES; ; left--) {
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
