package io.wattledger.billing.kafka;

import io.wattledger.chassis.kafka.BatchHandler;
import io.wattledger.chassis.kafka.ConsumedPositions;
import io.wattledger.chassis.kafka.PartitionBatch;
import io.wattledger.chassis.kafka.Reach;
import io.wattledger.chassis.kafka.ReadAgain;
import io.wattledger.chassis.kafka.TopicEnds;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lets records through once all rated usage is read that came before them: it lay in its topic when they were seen first, since
 * who sent it had it acknowledged before. Until then they are read again and again, with pauses, and hold up what is behind them,
 * which waits for no less. What is waited for is kept in memory alone: after a restart it is what is there then, which is more.
 *
 * @param <D> what the records mean
 */
final class BehindTheUsage<D> implements BatchHandler<D> {

    /** A batch that is read again may have grown, and then waits for later usage; so few grow to what they stay soon. */
    static final int BATCH = 10;

    /** So often it is looked before the records are read again: the reader has to poll, and to hear that its service stops. */
    private static final int MOST_LOOKS = 10;

    private final BatchHandler<D> handler;
    private final TopicEnds ends;
    private final ConsumedPositions positions;
    private final TenantScope scope;

    private final Duration betweenLooks;

    private @Nullable Seen seen;

    BehindTheUsage(
            BatchHandler<D> handler,
            TopicEnds ends,
            ConsumedPositions positions,
            TenantScope scope,
            Duration betweenLooks) {
        this.handler = handler;
        this.ends = ends;
        this.positions = positions;
        this.scope = scope;
        this.betweenLooks = betweenLooks;
    }

    /**
     * How far the topics reached at one time.
     *
     * @param records those of the records that were there, by the first offset that was not
     * @param usage the usage before them
     */
    private record Seen(Map<TopicPartition, Long> records, Reach usage) {}

    @Override
    public D decode(PartitionBatch batch) {
        Reach usage = see(batch);
        for (int looks = 1; !isRead(usage); looks++) {
            if (looks > MOST_LOOKS) {
                throw new ReadAgain("rated usage is unread that came before it");
            }
            pause();
        }
        return handler.decode(batch);
    }

    /**
     * How far the usage reached when this batch was seen first. The records' own end is asked for before it: those behind this batch are
     * then let through together with it, so that where usage is always behind, they do not wait one batch after the other.
     */
    private synchronized Reach see(PartitionBatch batch) {
        TopicPartition partition = new TopicPartition(batch.topic(), batch.partition());
        long next = batch.records().getLast().offset() + 1;
        Seen last = seen;
        if (last == null || last.records().getOrDefault(partition, 0L) < next) {
            Map<TopicPartition, Long> records = new HashMap<>(ends.of(List.of(batch.topic())));
            records.merge(partition, next, Math::max);
            last = new Seen(records, ends.reach(List.of(Topics.RATED_USAGE)));
            seen = last;
        }
        return last.usage();
    }

    private boolean isRead(Reach usage) {
        return Reach.areRead(List.of(usage), () -> scope.asOperator(positions::byPartition));
    }

    private void pause() {
        try {
            Thread.sleep(betweenLooks);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean keepsUnreadable() {
        return handler.keepsUnreadable();
    }

    /** What lies aside has waited already. */
    @Override
    public Optional<D> again(PartitionBatch record) {
        return handler.again(record);
    }

    @Override
    public D join(List<D> pieces) {
        return handler.join(pieces);
    }

    @Override
    public Collection<String> tenants(D decoded) {
        return handler.tenants(decoded);
    }

    @Override
    public void apply(D decoded, Connection connection) throws SQLException {
        handler.apply(decoded, connection);
    }

    @Override
    public Optional<D> setAside(PartitionBatch record, String reason) {
        return handler.setAside(record, reason);
    }
}
