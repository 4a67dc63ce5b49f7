package io.wattledger.metering.flow;

import io.wattledger.metering.event.Assessor;
import io.wattledger.metering.event.Correction;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.event.Verdict;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.event.Withdrawal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event with what the rules say of it, before it is known whether it was seen already. */
public sealed interface Assessed {

    /** The tenant under which its traces are kept. */
    String tenant();

    /** The source under which it is counted; empty where it names none. */
    String source();

    /**
     * May be metered. The arrays are not copied.
     *
     * @param report what it says
     * @param correction what it takes the place of; null where it stands for itself
     * @param key under which it is looked up
     * @param contentHash SHA-256 of what it says
     * @param data its data as sent
     */
    record Fit(UsageReport report, @Nullable Correction correction, EventKey key, byte[] contentHash, byte[] data)
            implements Assessed {

        /** Works out the key and the hash, which takes longer than all else and needs no transaction. */
        public static Fit of(Verdict.Accepted accepted, byte[] data) {
            UsageReport report = accepted.report();
            Correction correction = accepted.correction();
            return new Fit(report, correction, report.identity().key(), Correction.hash(report, correction), data);
        }

        /** The event that counts no more because of this one; null where there is none. */
        public @Nullable EventIdentity target() {
            if (correction != null) {
                return correction.target();
            }
            return report instanceof Withdrawal withdrawal ? withdrawal.target() : null;
        }

        /** Whether it came long after what it reports ended. */
        public boolean isLate(Instant lateBefore) {
            Instant until = report.until();
            return until != null && until.isBefore(lateBefore);
        }

        @Override
        public String tenant() {
            return report.identity().tenant();
        }

        @Override
        public String source() {
            return report.identity().source();
        }
    }

    /**
     * Is refused.
     *
     * @param received what came in
     * @param refused why
     * @param tenant that of the event where it names one that can be, otherwise nobody's
     */
    record Unfit(Received received, Refused refused, String tenant) implements Assessed {

        private static final Refused NOT_STORABLE = new Refused(
                RefusalCode.NOT_STORABLE,
                "data",
                null,
                "keeps every rule, but what it comes to cannot be stored; the log of metering says why. Nothing is wrong with how"
                        + " it was sent");

        /** What the database refuses for what the event says, though it keeps every rule. Why belongs into the log: it may quote rows. */
        public static Unfit notStorable(Received received) {
            return of(received, NOT_STORABLE);
        }

        /** Under the tenant that the event names, or nobody's. */
        public static Unfit of(Received received, Refused refused) {
            String tenant = received.arrival().envelope().tenant();
            return new Unfit(received, refused, tenant != null && Assessor.isTenant(tenant) ? tenant : Assessor.NOBODY);
        }

        @Override
        public String source() {
            String source = received.arrival().envelope().source();
            return source == null ? TallyFold.NO_SOURCE : WireText.shown(source, WireText.LONGEST_ATTRIBUTE);
        }
    }
}
