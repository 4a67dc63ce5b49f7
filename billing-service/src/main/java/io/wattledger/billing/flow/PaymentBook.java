package io.wattledger.billing.flow;

import io.wattledger.billing.payment.BankTransaction;
import io.wattledger.billing.payment.PayableInvoice;
import io.wattledger.billing.payment.PaymentKeys;
import io.wattledger.billing.payment.Unmatched;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps bank statements, their transactions and what has become of them. Each method works inside the caller's transaction. */
public interface PaymentBook {

    /**
     * An uploaded file.
     *
     * @param sha256 of its bytes, in hexadecimal digits
     * @param receivedAt when
     * @param receivedBy from whom
     * @param statements what it holds
     * @param booked how many transactions it holds
     * @param known how many of them had come in another file before
     */
    record StatementFile(
            String sha256,
            Instant receivedAt,
            String receivedBy,
            List<StatementHead> statements,
            int booked,
            int known) {

        /** Copies the list. */
        public StatementFile {
            statements = List.copyOf(statements);
        }
    }

    /**
     * A statement without its entries.
     *
     * @param id the bank's name of it
     * @param iban the account
     * @param legalEntities to whom the account belongs
     * @param currency of the account
     * @param opening balance before the entries
     * @param closing balance after them
     */
    record StatementHead(
            String id,
            String iban,
            List<String> legalEntities,
            String currency,
            BigDecimal opening,
            BigDecimal closing) {

        /** Copies the list. */
        public StatementHead {
            legalEntities = List.copyOf(legalEntities);
        }
    }

    /** What has become of a transaction. */
    enum Status {
        /** Nothing yet. */
        NEW,
        /** All of it is in ledgers. */
        ASSIGNED,
        /** It, or a rest of it, waits for a person. */
        UNMATCHED,
        /** Paid by the legal entity itself; no invoice's business. */
        OUTGOING,
        /** It came in and a later one took it back. */
        RETURNED,
        /** It takes back an earlier one. */
        REVERSAL
    }

    /**
     * A transaction as it stands.
     *
     * @param sequence grows with every transaction that is taken in
     * @param file where it came first, by hash
     * @param legalEntities to whom its account belongs
     * @param transaction what the bank says
     * @param fate what has become of it
     */
    record Kept(long sequence, String file, Set<String> legalEntities, BankTransaction transaction, Fate fate) {

        /** What is in no ledger yet, in the account's currency and without sign. */
        public BigDecimal rest() {
            return transaction.booking().amount().abs().subtract(fate.assigned());
        }
    }

    /**
     * What has become of a transaction.
     *
     * @param status in a word
     * @param assigned how much is in ledgers, in the account's currency and without sign
     * @param reason code of {@link Unmatched}; absent unless it waits for a person
     * @param detail the reason in words; absent as the reason
     * @param reverses id of what it takes back; absent unless it is a reversal
     */
    record Fate(
            Status status,
            BigDecimal assigned,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable String reverses) {

        /** All of it has found its place. */
        static Fate assigned(BigDecimal amount) {
            return new Fate(Status.ASSIGNED, amount.abs(), null, null, null);
        }

        /** It waits for a person. */
        static Fate waiting(BigDecimal assigned, String reason, @Nullable String detail) {
            return new Fate(Status.UNMATCHED, assigned, reason, detail, null);
        }

        /** It takes back another. */
        static Fate reversing(String id) {
            return new Fate(Status.REVERSAL, BigDecimal.ZERO, null, null, id);
        }

        /** The same amounts under a status that needs no more words. */
        Fate as(Status other) {
            return new Fate(other, assigned, null, null, reverses);
        }
    }

    /**
     * The part of a transaction that is in the ledger of an invoice.
     *
     * @param tenant whom the invoice bills
     * @param transaction id of the transaction
     * @param number of the invoice
     * @param amount in the invoice's currency
     * @param ofTransaction in the account's currency, without sign
     * @param assignedBy a person, or the matching
     * @param assignedAt when
     */
    record Share(
            String tenant,
            String transaction,
            String number,
            BigDecimal amount,
            BigDecimal ofTransaction,
            String assignedBy,
            Instant assignedAt) {}

    /**
     * Which transactions are wanted; what is absent does not restrict.
     *
     * @param status what has become of them
     * @param file in which file they came, by hash
     * @param after sequence of the last one of the page before
     * @param limit most of the page
     */
    record Query(
            @Nullable Status status,
            @Nullable String file,
            @Nullable Long after,
            int limit) {}

    /** Adds a file; false where one with the same bytes is there already. */
    boolean addFile(Connection connection, StatementFile file, byte[] content) throws SQLException;

    /** Adds what is not known yet of a file's transactions. */
    void addTransactions(
            Connection connection, String file, Set<String> legalEntities, String iban, List<BankTransaction> all)
            throws SQLException;

    /** Those of some ids that are known already. */
    Set<String> known(Connection connection, Set<String> ids) throws SQLException;

    /** A file by its hash. */
    Optional<StatementFile> file(Connection connection, String sha256) throws SQLException;

    /** A page of transactions in the order in which they were taken in. */
    List<Kept> list(Connection connection, Query query) throws SQLException;

    /** How many transactions nobody has looked at. */
    long pending(Connection connection) throws SQLException;

    /** A transaction by its id. */
    Optional<Kept> find(Connection connection, String id) throws SQLException;

    /** The transaction, which nobody else can change until the end; empty where there is none. */
    Optional<Kept> lock(Connection connection, String id) throws SQLException;

    /**
     * The earlier incoming transactions that this one may take back: the same account, the same amount, one of the bank's
     * reference, the payer's or a document in common, and not taken back yet.
     */
    List<Kept> originals(Connection connection, Kept reversal) throws SQLException;

    /** Writes what has become of a transaction that is locked. */
    void decide(Connection connection, String id, Fate fate) throws SQLException;

    /** Writes down a share; a transaction has one per invoice. */
    void addShare(Connection connection, Share share) throws SQLException;

    /** The visible shares of a transaction, by invoice number. */
    List<Share> shares(Connection connection, String transaction) throws SQLException;

    /** The visible invoices, credit notes left out, that are known under any of the keys. */
    List<PayableInvoice> named(Connection connection, PaymentKeys keys) throws SQLException;
}
