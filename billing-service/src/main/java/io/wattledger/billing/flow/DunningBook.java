package io.wattledger.billing.flow;

import io.wattledger.billing.dunning.DunningPolicy;
import io.wattledger.billing.dunning.Reminder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps policies, disputes and reminders. Each method works inside the caller's transaction. */
public interface DunningBook {

    /**
     * Whose policy it is.
     *
     * @param tenant of the contract; {@code -} for that of the legal entity
     * @param legalEntity who reminds
     * @param contract id; {@code -} for that of the legal entity
     */
    record PolicyKey(String tenant, String legalEntity, String contract) {}

    /**
     * A policy as it was set.
     *
     * @param revision counts from 1; all are kept
     * @param policy what holds
     */
    record Kept(long revision, DunningPolicy policy) {}

    /** Who does something, and when. */
    record Recorded(String by, Instant at) {}

    /**
     * An invoice that may have to be reminded of.
     *
     * @param tenant whom it bills
     * @param number its number
     */
    record Candidate(String tenant, String number) {}

    /**
     * A reminder with its document.
     *
     * @param reminder what it says
     * @param pdf for people
     * @param sha256 of the PDF in hexadecimal digits
     */
    record Printed(Reminder reminder, byte[] pdf, String sha256) {}

    /** The newest revision of a policy. */
    Optional<Kept> policy(Connection connection, PolicyKey key) throws SQLException;

    /** Adds a revision; false where that revision is there already. */
    boolean add(Connection connection, PolicyKey key, Kept policy, Recorded recorded) throws SQLException;

    /** Invoices of all tenants, or of some, whose due date lies before a day and of which something is owed. */
    List<Candidate> candidates(Connection connection, Collection<String> tenants, LocalDate day) throws SQLException;

    /** Whether an invoice is disputed now. */
    boolean isDisputed(Connection connection, String number) throws SQLException;

    /** Says that an invoice is disputed, or is not any more. The caller holds the lock of its contract. */
    void dispute(Connection connection, String tenant, String number, boolean isOpen, String reason, Recorded recorded)
            throws SQLException;

    /** The reminders of an invoice, the first level first. */
    List<Printed> reminders(Connection connection, String number) throws SQLException;

    /** Adds a reminder. */
    void add(Connection connection, String tenant, Printed printed, Recorded recorded) throws SQLException;
}
