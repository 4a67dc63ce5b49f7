package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a legal entity's general ledger on which billing posts, as data of the catalog.
 *
 * @param receivable what tenants owe
 * @param bank where payments come in
 * @param loss what will not be paid any more
 * @param rounding what converting the lines of a voucher one by one leaves
 * @param allowances what is taken off across lines (BG-20); absent where nothing ever is
 * @param prepaid what tenants have paid in advance (BT-113); absent where nobody does
 * @param revenue in the order in which they are tried
 * @param vat one for each category and rate
 */
public record ChartOfAccounts(
        String receivable,
        String bank,
        String loss,
        String rounding,
        @Nullable String allowances,
        @Nullable String prepaid,
        List<RevenueAccount> revenue,
        List<VatAccount> vat) {

    /** Copies the lists. */
    public ChartOfAccounts {
        revenue = List.copyOf(revenue);
        vat = List.copyOf(vat);
    }

    /**
     * An account of revenue.
     *
     * @param account its number
     * @param kinds of charges that it takes; none means all
     * @param category of VAT that it takes; absent means all
     */
    public record RevenueAccount(
            String account,
            List<ChargeKind> kinds,
            @Nullable VatCategory category) {

        /** Copies the list. */
        public RevenueAccount {
            kinds = List.copyOf(kinds);
        }

        boolean takes(InvoiceLine line) {
            return (kinds.isEmpty() || kinds.contains(line.item().kind()))
                    && (category == null || category == line.vat().category());
        }
    }

    /**
     * How a VAT treatment is booked.
     *
     * @param category UNCL5305
     * @param ratePercent the rate
     * @param account VAT payable; absent where none is charged
     * @param taxCode in Norway the standard tax code of SAF-T: 3, 31 and 33 for 25, 15 and 12 per cent, 5 zero-rated, 51
     *     domestic reverse charge, 52 export, 6 exempt
     */
    public record VatAccount(
            VatCategory category,
            BigDecimal ratePercent,
            @Nullable String account,
            String taxCode) {}

    /** The first account of revenue that takes a line; empty where none is mapped. */
    Optional<RevenueAccount> revenueOf(InvoiceLine line) {
        return revenue.stream().filter(one -> one.takes(line)).findFirst();
    }

    /** How a treatment is booked; empty where it is not mapped. */
    Optional<VatAccount> vatOf(VatTreatment treatment) {
        return vat.stream()
                .filter(one -> one.category() == treatment.category()
                        && one.ratePercent().compareTo(treatment.ratePercent()) == 0)
                .findFirst();
    }

    /** The first treatment that is booked under a tax code. */
    Optional<VatAccount> vatOfCode(String taxCode) {
        return vat.stream().filter(one -> one.taxCode().equals(taxCode)).findFirst();
    }
}
