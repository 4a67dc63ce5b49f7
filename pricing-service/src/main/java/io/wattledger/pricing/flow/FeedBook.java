package io.wattledger.pricing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what became of fetching price feeds. */
public interface FeedBook {

    /** How far a delivery day of a feed has come. */
    enum FetchState {
        /** It is tried again. */
        WAITING,
        /** Its document was taken in. */
        TAKEN,
        /** All attempts failed; somebody must look. */
        FAILED
    }

    /**
     * What became of a delivery day.
     *
     * @param day the delivery day
     * @param state how far it has come
     * @param attempts how often it was tried
     * @param lastAt when it was last tried
     * @param nextAt when it is tried again; absent where it is not, by itself
     * @param detail what happened last, in words
     * @param etag what the publisher called the answer; absent where it did not
     * @param document SHA-256 (hex) of the last document taken in; absent where there is none
     */
    record Fetch(
            LocalDate day,
            FetchState state,
            int attempts,
            Instant lastAt,
            @Nullable Instant nextAt,
            String detail,
            @Nullable String etag,
            @Nullable String document) {}

    /** Since when each feed is administered. */
    Map<String, Instant> since(Connection connection) throws SQLException;

    /** The fetches of a feed from a day on, latest day first. */
    List<Fetch> fetches(Connection connection, String feed, LocalDate from) throws SQLException;

    /**
     * Claims a delivery day for an attempt, so that no other copy of the service makes one before {@code until}.
     *
     * @param anyway also when it is taken, failed or not yet to be tried again
     * @return false when somebody else has it, or nothing is to be done
     */
    boolean claim(Connection connection, String feed, LocalDate day, Instant now, Instant until, boolean anyway)
            throws SQLException;

    /** Records what became of an attempt. */
    void record(Connection connection, String feed, Fetch fetch) throws SQLException;
}
