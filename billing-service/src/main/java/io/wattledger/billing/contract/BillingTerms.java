package io.wattledger.billing.contract;

import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When and how usage becomes due.
 *
 * @param timeZone billing months begin at its local midnights
 * @param paymentTermsDays days from issue to due date
 * @param unpricedUsage what happens to a period in which usage has no price
 * @param graceDays local days after the end of a month for which it waits for late usage and prices; what was stored before
 *     there was a choice has none
 * @param corrections what happens to charges that change after issue; the next invoice where nothing is said
 * @param invoices into how many documents a month goes, in order of the month from which each holds; before the first, one
 */
public record BillingTerms(
        ZoneId timeZone,
        int paymentTermsDays,
        UnpricedUsage unpricedUsage,
        @Nullable Integer graceDays,
        @Nullable Corrections corrections,
        @Nullable List<InvoiceSplit> invoices) {

    /** Fills in what is not said. */
    public BillingTerms {
        graceDays = graceDays == null ? Integer.valueOf(0) : graceDays;
        corrections = corrections == null ? Corrections.NEXT_INVOICE : corrections;
        invoices = invoices == null || invoices.isEmpty()
                ? null
                : invoices.stream()
                        .sorted(Comparator.comparing(InvoiceSplit::from))
                        .toList();
    }

    /** Terms of one document a month. */
    public BillingTerms(
            ZoneId timeZone,
            int paymentTermsDays,
            UnpricedUsage unpricedUsage,
            @Nullable Integer graceDays,
            @Nullable Corrections corrections) {
        this(timeZone, paymentTermsDays, unpricedUsage, graceDays, corrections, null);
    }

    /** Terms without days of grace, under which the next invoice corrects. */
    public BillingTerms(ZoneId timeZone, int paymentTermsDays, UnpricedUsage unpricedUsage) {
        this(timeZone, paymentTermsDays, unpricedUsage, null, null, null);
    }

    /** How many local days a month waits after its end. */
    @Override
    public Integer graceDays() {
        return graceDays == null ? Integer.valueOf(0) : graceDays;
    }

    /** What happens to charges that change after issue. */
    @Override
    public Corrections corrections() {
        return corrections == null ? Corrections.NEXT_INVOICE : corrections;
    }

    /** Into how many documents a month goes. */
    @Override
    public List<InvoiceSplit> invoices() {
        return invoices == null ? List.of() : invoices;
    }

    /** How a month is split: as the newest entry says that holds in it. */
    public InvoiceSplit split(YearMonth month) {
        return invoices().stream()
                .filter(split -> !split.from().isAfter(month))
                .reduce(InvoiceSplit.ONE, (before, later) -> later);
    }
}
