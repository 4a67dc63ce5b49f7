package io.wattledger.chassis.kafka;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic whose messages say that something is complete: what lies in the outbox for it waits until all is done that came before
 * it. Each CDI bean of this type is held so by {@link HeldMessages}, and its messages are no business of {@link OutboxRelay}.
 *
 * @param topic where the messages go
 * @param reads topics that must have been read as far as they reached when the message was seen first
 * @param stations what must have been done of that, in the order in which usage passes through them
 * @param sends topics whose messages must have been sent before
 * @param reading how it is told what a message is about
 */
public record HeldTopic(String topic, List<String> reads, List<Station> stations, List<String> sends, Reading reading) {

    /** Stands for any tenant or any site. */
    public static final String ANY = "-";

    /** Copies the lists. */
    public HeldTopic {
        reads = List.copyOf(reads);
        stations = List.copyOf(stations);
        sends = List.copyOf(sends);
    }

    /**
     * What a message is about.
     *
     * @param tenant whose usage, {@link #ANY} for that of all
     * @param site where it was used, {@link #ANY} for everywhere
     * @param notBefore the message waits until then at least; absent where it need not
     */
    public record About(
            String tenant, String site, @Nullable Instant notBefore) {}

    /** Tells what a message is about. */
    @FunctionalInterface
    public interface Reading {
        /** From the value of the message. */
        About about(byte[] value) throws IOException;
    }

    /** Where usage may wait to be worked on. */
    @FunctionalInterface
    public interface Station {
        /** What waits there now, of all tenants; places where nothing does are left out. */
        List<Line> lines(Connection connection) throws SQLException;
    }

    /**
     * What waits at a station of one tenant and site. Numbers grow with what comes: a moment, a change number.
     *
     * @param tenant whose, {@link #ANY} where it may be anybody's
     * @param site where, {@link #ANY} where it may be anywhere
     * @param oldest number of what waits longest
     * @param newest number of what came last
     * @param rests whether all of it is left alone for a while on purpose
     */
    public record Line(String tenant, String site, long oldest, long newest, boolean rests) {

        boolean concerns(About about) {
            return either(tenant, about.tenant()) && either(site, about.site());
        }

        private static boolean either(String one, String other) {
            return one.equals(other) || one.equals(ANY) || other.equals(ANY);
        }
    }
}
