package io.wattledger.pricing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Keeps records that could not be read, so that none blocks its partition and none is lost. */
public interface UnreadableRecords {

    /**
     * A record with why it could not be read.
     *
     * @param topic where it came from
     * @param partition where it came from
     * @param offset where it came from
     * @param key its key; absent where it has none
     * @param value its value; absent where it has none
     * @param reason what is wrong with it
     */
    record Unreadable(
            String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value, String reason) {}

    /** Keeps records; one that is kept already stays as it is. */
    void keep(Connection connection, Collection<Unreadable> records) throws SQLException;
}
