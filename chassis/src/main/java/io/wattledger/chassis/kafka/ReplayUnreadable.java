package io.wattledger.chassis.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.kafka.UnreadableRecords.Place;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that lie aside once more with the code of today: when the service starts, since what an older one could not read a
 * younger one can, every few minutes, since an older copy may still set records aside, and when an operator asks. One that can be
 * read takes the same effect as if it had come now, and lies aside no longer. It is tried by itself, and one that fails is in no
 * other's way. It does no harm to try what another copy tries: messages state what is, and the highest revision holds.
 */
@ApplicationScoped
public class ReplayUnreadable {

    private static final Logger LOG = Logger.getLogger(ReplayUnreadable.class);

    /** Each may have a megabyte. */
    private static final int PAGE = 20;

    private final Instance<Subscription<?>> subscriptions;
    private final UnreadableRecords unreadable;
    private final TenantScope scope;
    private final ServiceConfig config;
    private @Nullable Loop loop;

    /** Up to where the loop has tried what lies aside; back at the beginning once it has tried all. */
    private Place tried = Place.BEGIN;

    ReplayUnreadable(
            @Any Instance<Subscription<?>> subscriptions,
            UnreadableRecords unreadable,
            TenantScope scope,
            ServiceConfig config) {
        this.subscriptions = subscriptions;
        this.unreadable = unreadable;
        this.scope = scope;
        this.config = config;
    }

    /**
     * What has become of the records that lay aside.
     *
     * @param replayed took effect now
     * @param remaining still lie aside
     */
    public record Outcome(long replayed, long remaining) {}

    /** What has become of some of them. */
    private record Page(
            int replayed,
            Place last,
            boolean isLast,
            @Nullable RuntimeException failure) {}

    void start(@Observes StartupEvent event) {
        boolean keeps = subscriptions.stream().anyMatch(one -> one.handler().keepsUnreadable());
        if (config.reader().enabled() && keeps) {
            loop = Loop.start(config.service() + "-unreadable", config.reader().unreadableAgain(), this::round);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private boolean round() {
        Page page = page(tried);
        tried = page.isLast() ? Place.BEGIN : page.last();
        if (page.failure() != null) {
            throw page.failure();
        }
        return !page.isLast();
    }

    /**
     * Tries all that lie aside.
     *
     * @throws RuntimeException what one of them failed of, other than of what it says itself, once all have been tried
     */
    public Outcome all() {
        long replayed = 0;
        RuntimeException failure = null;
        Page page = new Page(0, Place.BEGIN, false, null);
        while (!page.isLast()) {
            page = page(page.last());
            replayed += page.replayed();
            failure = failure == null ? page.failure() : failure;
        }
        if (failure != null) {
            throw failure;
        }
        return new Outcome(replayed, scope.asOperator(unreadable::count));
    }

    private Page page(Place after) {
        List<UnreadableRecord> records = scope.asOperator(connection -> unreadable.after(connection, after, PAGE));
        int replayed = 0;
        RuntimeException failure = null;
        for (UnreadableRecord record : records) {
            try {
                replayed += replay(record) ? 1 : 0;
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        Place last = records.isEmpty() ? after : place(records.getLast());
        return new Page(replayed, last, records.size() < PAGE, failure);
    }

    private boolean replay(UnreadableRecord record) {
        for (Subscription<?> subscription : subscriptions) {
            if (subscription.topic().equals(record.topic()) && replay(subscription, record)) {
                LOG.infof(
                        "the record at offset %s of %s-%s, which lay aside, could be read now and has taken effect",
                        record.offset(), record.topic(), record.partition());
                return true;
            }
        }
        return false;
    }

    private <D> boolean replay(Subscription<D> subscription, UnreadableRecord record) {
        BatchHandler<D> handler = subscription.handler();
        Optional<D> decoded = handler.again(new PartitionBatch(
                record.topic(),
                record.partition(),
                List.of(new ConsumerRecord<>(
                        record.topic(), record.partition(), record.offset(), record.key(), record.value()))));
        if (decoded.isEmpty()) {
            return false;
        }
        try {
            Contended.againDo(() -> scope.inTransactionDo(handler.tenants(decoded.get()), connection -> {
                // In the order in which a reader locks too: what is stated, then what lies aside.
                handler.apply(decoded.get(), connection);
                unreadable.forget(connection, place(record));
            }));
            return true;
        } catch (RuntimeException e) {
            if (RecordFault.of(e) == null) {
                throw e;
            }
            return false;
        }
    }

    private static Place place(UnreadableRecord record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }
}
