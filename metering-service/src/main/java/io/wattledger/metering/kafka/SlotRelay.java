package io.wattledger.metering.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.kafka.MessagePublisher;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.metering.flow.ChangedSlots;
import io.wattledger.metering.ops.MeteringConfig;
import io.wattledger.metering.ops.MeteringMetrics;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the present totals of changed slots. A change is forgotten in the transaction that commits after Kafka has
 * acknowledged: killed in between, the totals are published again, which a reader that keeps revisions does not notice.
 *
 * <p>A transaction may end while Kafka still takes what was sent in it, and another relay have sent newer totals by then. Which of
 * the two came last nobody knows, and of a compacted topic only the last one stays. So what was sent in a transaction that failed
 * is sent once more, as it stands then, when nothing of it is on its way any longer.
 */
@ApplicationScoped
public class SlotRelay implements PendingWork {

    private final ChangedSlots slots;
    private final TenantScope scope;
    private final MessagePublisher publisher;
    private final MeteringConfig config;
    private final MeteringMetrics metrics;

    /** What was sent in a transaction that failed. Only the loop's thread uses it. */
    private final Map<String, MeteredUsage> uncertain = new HashMap<>();

    private @Nullable Loop loop;

    SlotRelay(
            ChangedSlots slots,
            TenantScope scope,
            MessagePublisher publisher,
            MeteringConfig config,
            MeteringMetrics metrics) {
        this.slots = slots;
        this.scope = scope;
        this.publisher = publisher;
        this.config = config;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("metering-slots", config.publication().every(), this::relay);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    /** Rests after a round, so that changes of the same slot come together, unless more waited than a round takes. */
    private boolean relay() {
        if (!uncertain.isEmpty()) {
            scope.inTransactionDo(
                    uncertain.values().stream().map(MeteredUsage::tenant).collect(Collectors.toSet()),
                    connection -> slots.again(uncertain.values()));
            uncertain.clear();
        }
        ChangedSlots.Work next = slots.next();
        if (next.parts().isEmpty()) {
            return false;
        }
        List<MeteredUsage> sent = new ArrayList<>();
        ChangedSlots.Passed passed;
        try {
            passed = scope.inTransaction(
                    next.tenants(),
                    connection -> slots.pass(next.parts(), config.publication().changesPerRound(), totals -> {
                        sent.addAll(totals);
                        publish(totals);
                    }));
        } catch (RuntimeException e) {
            sent.forEach(total -> uncertain.put(total.recordKey(), total));
            throw e;
        }
        metrics.count(MeteringMetrics.Name.SLOTS_PUBLISHED, passed.slots());
        return passed.slots() > 0 && !(passed.isAll() && next.isAll());
    }

    private void publish(List<MeteredUsage> totals) {
        publisher.publish(totals.stream().map(SlotRelay::message).toList());
    }

    private static OutgoingMessage message(MeteredUsage total) {
        return OutgoingMessage.of(
                total.tenant(),
                Topics.METERED_USAGE,
                total.tenant() + "/" + total.project(),
                total.recordKey(),
                WireJson.write(total));
    }

    @Override
    public String name() {
        return "slots";
    }

    @Override
    public long pending() {
        return slots.waiting();
    }
}
