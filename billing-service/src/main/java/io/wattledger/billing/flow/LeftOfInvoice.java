package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Remainder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what is left of an issued invoice: by the lines that name it, and by what its credit notes state beside them. */
final class LeftOfInvoice {

    private LeftOfInvoice() {}

    /**
     * In the caller's transaction.
     *
     * @param effects all that later documents do to lines of the invoice, the oldest first
     */
    static Remainder of(Connection connection, InvoiceBook invoices, Invoice invoice, List<LineEffect> effects)
            throws SQLException {
        List<String> later = effects.stream()
                .filter(effect ->
                        effect.names().number().equals(invoice.heading().number()))
                .map(LineEffect::number)
                .distinct()
                .toList();
        List<Invoice> creditNotes = new ArrayList<>();
        for (String number : later) {
            Filed filed = invoices.find(connection, number).orElseThrow();
            if (filed.filing() == Filing.CREDIT_NOTE) {
                creditNotes.add(filed.invoice());
            }
        }
        return Remainder.of(invoice, effects, creditNotes);
    }
}
