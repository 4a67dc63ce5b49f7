package io.wattledger.billing.credit;

import io.wattledger.billing.invoice.CreditKind;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A credit as it was agreed; what is left of it stands in its ledger.
 *
 * @param id unique within the tenant
 * @param kind paid for or promotional
 * @param words what it is; invoices print them
 * @param currency only invoices in this currency draw from it
 * @param validFrom the first issue date of invoices that may draw from it
 * @param expiresOn the last one; absent where it does not expire
 */
public record Credit(
        String id,
        CreditKind kind,
        String words,
        Currency currency,
        LocalDate validFrom,
        @Nullable LocalDate expiresOn) {

    /** Whether it can no longer be drawn on {@code day}. */
    public boolean hasExpired(LocalDate day) {
        return expiresOn != null && day.isAfter(expiresOn);
    }
}
