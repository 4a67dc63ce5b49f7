package io.wattledger.metering.flow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Port: corrections and withdrawals that have not hit an event which they can take the place of, so that usage that was meant to be
 * replaced goes on counting. One that is awaited and was itself withdrawn is not among them: somebody has seen to it.
 */
public interface CorrectionList {

    /**
     * These, the latest first.
     *
     * @param state only those in it; null stands for all
     * @param after the one after which the answer begins; null for the first page
     */
    List<Listed> list(Sight sight, @Nullable CorrectionState state, @Nullable Mark after, int most);

    /** How many, over all tenants, came before an instant and name an event that has still not come. */
    long awaited(Instant receivedBefore);

    /**
     * The place of one in the list.
     *
     * @param receivedAt when it came
     * @param tenant whose
     * @param target key of the event that it names, in hexadecimal
     */
    record Mark(Instant receivedAt, String tenant, String target) {}

    /**
     * A correction or withdrawal.
     *
     * @param mark its place in the list
     * @param source of it
     * @param id of it
     * @param targetSource source of the event that it names
     * @param targetId id of that event
     * @param withdraws whether it puts nothing in the place of that event
     * @param reason why, in the words of the sender
     * @param state what it has hit; never {@link CorrectionState#KNOWN}
     */
    record Listed(
            Mark mark,
            String source,
            String id,
            String targetSource,
            String targetId,
            boolean withdraws,
            String reason,
            CorrectionState state) {}
}
