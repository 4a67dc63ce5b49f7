package io.wattledger.billing.flow;

import io.wattledger.billing.credit.CreditLedger;
import io.wattledger.billing.flow.ReceivableBook.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Keeps credits with their ledgers. Each method works inside the caller's transaction. */
public interface CreditBook {

    /** The ledgers of a tenant's credits by id. */
    List<CreditLedger> ledgers(Connection connection, String tenant) throws SQLException;

    /** The ledger of one credit; empty where there is none. */
    Optional<CreditLedger> ledger(Connection connection, String tenant, String id) throws SQLException;

    /** Adds a credit with its opening. */
    void add(Connection connection, String tenant, CreditLedger opened, Recorded recorded) throws SQLException;

    /** Adds the last entry of {@code after}. The caller holds the lock of {@link CommercialBook#lock}. */
    void append(Connection connection, String tenant, CreditLedger after, Recorded recorded) throws SQLException;
}
