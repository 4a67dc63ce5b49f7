package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.AvailableCredit;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what invoices did to discounts and commitments. Each method works inside the caller's transaction. */
public interface CommercialBook {

    /**
     * What a document drew from a commitment.
     *
     * @param commitment its id
     * @param interval the interval
     * @param number of the document
     * @param contract under which it was issued
     * @param month the billing month
     * @param drawn in the commitment's currency; below zero where a credit note gives back
     * @param billsShortfall whether it also bills what was left
     */
    record Draw(
            String commitment,
            MonthSpan interval,
            String number,
            String contract,
            YearMonth month,
            Money drawn,
            boolean billsShortfall) {}

    /** Lets nobody else change a tenant's credits, or draw, until the transaction ends; the last lock to be taken. */
    void lock(Connection connection, String tenant) throws SQLException;

    /** How discounts, commitments and credits of a tenant stand. */
    MoneyState state(Connection connection, String tenant, CommercialTerms terms) throws SQLException;

    /** The same of several tenants, by tenant. */
    Map<String, MoneyState> states(Connection connection, Map<String, CommercialTerms> terms) throws SQLException;

    /** Credits of a tenant that have nothing left and were not voided. */
    List<AvailableCredit> usedUp(Connection connection, String tenant) throws SQLException;

    /** Writes down what an issued document did to discounts and commitments, and from what that was computed. */
    void record(Connection connection, String tenant, Invoice document, @Nullable CommercialBasis basis)
            throws SQLException;

    /** From what discounts, commitments and credits of an invoice were computed; empty where it had none. */
    Optional<CommercialBasis> basis(Connection connection, String number) throws SQLException;

    /** All draws of a tenant in the order of issue. */
    List<Draw> draws(Connection connection, String tenant) throws SQLException;
}
