package io.wattledger.chassis.kafka;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a service does with records, in two steps, so that decoding holds no transaction open.
 *
 * @param <D> what the records mean
 */
public interface BatchHandler<D> {

    /** Decodes outside any transaction. Bad records must come back as refusals: an exception stops the partition. */
    D decode(PartitionBatch batch);

    /** What consecutive pieces of one partition, at least one, mean together. */
    D join(List<D> pieces);

    /** The tenants whose rows {@link #apply} touches. */
    Collection<String> tenants(D decoded);

    /**
     * Takes effect, in the transaction in which the consumed position moves past the batch.
     *
     * @throws io.wattledger.chassis.tenancy.Contended when it met somebody who works on the same rows, and may be tried again at once
     * @throws io.wattledger.chassis.tenancy.TooMuchAtOnce when fewer records are to be tried, never of a single one
     * @throws ReadAgain when the records are to be decoded once more
     */
    void apply(D decoded, Connection connection) throws SQLException;

    /**
     * What a record means that was read and that the database, or a bound of its figures, refuses again when it is by itself: that it
     * is kept with its bytes and the reason, and has no other effect.
     *
     * @param record a single one
     * @param reason why it has no effect
     * @return empty where the handler keeps no such records; they are then tried again and again, and hold up those behind them
     */
    default Optional<D> setAside(PartitionBatch record, String reason) {
        return Optional.empty();
    }

    /** Whether what cannot be read is kept in {@link UnreadableRecords}, and may be read {@link #again} by younger code. */
    default boolean keepsUnreadable() {
        return false;
    }

    /**
     * What a record means that is kept as unreadable.
     *
     * @param record a single one
     * @return empty where it still cannot be read
     */
    default Optional<D> again(PartitionBatch record) {
        return Optional.empty();
    }
}
