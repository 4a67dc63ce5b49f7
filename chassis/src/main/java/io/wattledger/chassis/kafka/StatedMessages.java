package io.wattledger.chassis.kafka;

import io.wattledger.chassis.tenancy.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Takes messages that state what is from a topic. A record that cannot be read is set aside and holds none behind it up; what is
 * stated anew under its key takes its place.
 *
 * @param <M> the message
 */
public final class StatedMessages<M> implements BatchHandler<DecodedBatch<M>> {

    private final DecodedBatch.Reading<M> reading;
    private final Function<M, String> tenantOf;
    private final UseCase<M> useCase;
    private final UnreadableRecords unreadable;
    private final Watch watch;

    /** What is done with the messages of a batch. */
    @FunctionalInterface
    public interface UseCase<M> {
        /** Takes the messages, in order, in the transaction of {@code connection}. */
        void take(Connection connection, List<M> messages) throws SQLException;
    }

    /** Hears how many records were taken in, for figures that are watched. */
    @FunctionalInterface
    public interface Watch {
        /** So many records could be read and so many could not. */
        void taken(int read, int unreadable);
    }

    /**
     * Messages of one topic.
     *
     * @param reading how a record's value is read
     * @param tenantOf whose a message is; {@link TenantScope#NO_TENANT} where it is nobody's
     * @param useCase what is done with the messages
     * @param unreadable keeps what could not be read
     * @param watch hears how many there were
     */
    public StatedMessages(
            DecodedBatch.Reading<M> reading,
            Function<M, String> tenantOf,
            UseCase<M> useCase,
            UnreadableRecords unreadable,
            Watch watch) {
        this.reading = reading;
        this.tenantOf = tenantOf;
        this.useCase = useCase;
        this.unreadable = unreadable;
        this.watch = watch;
    }

    @Override
    public DecodedBatch<M> decode(PartitionBatch batch) {
        return DecodedBatch.of(batch, reading);
    }

    @Override
    public Optional<DecodedBatch<M>> setAside(PartitionBatch record, String reason) {
        return Optional.of(DecodedBatch.refused(record, reason));
    }

    @Override
    public boolean keepsUnreadable() {
        return true;
    }

    @Override
    public Optional<DecodedBatch<M>> again(PartitionBatch record) {
        DecodedBatch<M> decoded = decode(record);
        return decoded.unreadable().isEmpty() ? Optional.of(decoded) : Optional.empty();
    }

    @Override
    public DecodedBatch<M> join(List<DecodedBatch<M>> pieces) {
        return DecodedBatch.join(pieces);
    }

    @Override
    public Collection<String> tenants(DecodedBatch<M> decoded) {
        Collection<String> tenants = new TreeSet<>();
        tenants.add(TenantScope.NO_TENANT);
        decoded.messages().forEach(message -> tenants.add(tenantOf.apply(message)));
        return tenants;
    }

    @Override
    public void apply(DecodedBatch<M> decoded, Connection connection) throws SQLException {
        useCase.take(connection, decoded.messages());
        unreadable.keep(connection, decoded.unreadable());
        unreadable.restated(connection, decoded.read());
        watch.taken(decoded.messages().size(), decoded.unreadable().size());
    }
}
