package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.billing.period.SiteWatermark;
import java.time.Instant;
import java.util.List;

/** All that the decision about one contract's month needs, read before anything is decided. */
sealed interface PeriodSituation {

    /** The account no longer has the contract, or the contract no longer covers the month. */
    record NoContract() implements PeriodSituation {}

    /**
     * An invoice exists.
     *
     * @param number its number
     * @param changedRows rows of usage that differ from what was invoiced
     */
    record WasIssued(String number, long changedRows) implements PeriodSituation {}

    /**
     * No invoice exists.
     *
     * @param agreement who bills whom for what time
     * @param usage rated usage with the mark under which it was read
     * @param names of sites and SKUs
     * @param watermarks until when usage was reported, by site
     * @param state open or held
     * @param nextPosition the next position of the series, as of reading
     * @param now when it was read
     */
    record Unbilled(
            Agreement agreement,
            ChargeLedger.Span usage,
            Names names,
            List<SiteWatermark> watermarks,
            PeriodState state,
            long nextPosition,
            Instant now)
            implements PeriodSituation {

        /** What an invoice is computed from. */
        Billable billable() {
            Contract contract = agreement.contract();
            return new Billable(
                    agreement.legalEntity().seller(),
                    agreement.buyer(),
                    contract.invoiceReferences(),
                    agreement.period(),
                    contract.currency(),
                    contract.vat(),
                    usage.usage(),
                    names);
        }
    }

    /**
     * Who bills whom, for what time.
     *
     * @param legalEntity who bills
     * @param buyer who is billed
     * @param accountRevision revision of the account that was read
     * @param contract by what terms
     * @param period local days of the month that the contract covers
     */
    record Agreement(
            LegalEntity legalEntity, Buyer buyer, long accountRevision, Contract contract, BillingPeriod period) {}
}
