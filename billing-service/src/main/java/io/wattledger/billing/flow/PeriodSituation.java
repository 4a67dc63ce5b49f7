package io.wattledger.billing.flow;

import io.wattledger.billing.account.ContractVat;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.period.SiteWatermark;
import io.wattledger.billing.tax.Determination;
import io.wattledger.billing.tax.VatTreatment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that the decision about one contract's month needs, read before anything is decided. */
sealed interface PeriodSituation {

    /** The account no longer has the contract, or the contract no longer covers the month. */
    record NoContract() implements PeriodSituation {}

    /** The tenant's usage of the month is invoiced to a reseller. */
    record InvoicedTo() implements PeriodSituation {}

    /** The month is split otherwise than when the run was started. */
    record SplitOtherwise() implements PeriodSituation {}

    /**
     * An invoice exists, and its usage has not changed since.
     *
     * @param number its number
     */
    record WasIssued(String number) implements PeriodSituation {}

    /**
     * An invoice exists, and its usage has changed since.
     *
     * @param agreement who bills whom for what time
     * @param past the month
     * @param changedRows rows of usage that differ from what was invoiced last
     * @param commerce how commitments and credits stand
     * @param nextPosition the next position of the series, as of reading
     * @param now when it was read
     */
    record Revised(
            Agreement agreement,
            Past past,
            long changedRows,
            ReadCommerce.Commerce commerce,
            long nextPosition,
            Instant now)
            implements PeriodSituation {

        /**
         * What commitments and credits of an invoice of that date are computed from, once other documents have given back.
         * Discounts are in the amounts already, and a shortfall is billed by the invoice that ends an interval.
         */
        CommercialBasis basis(LocalDate issueDate, List<ContractMoney> returned) {
            MoneyState before = agreement.contractWide()
                    ? commerce.before()
                    : commerce.before().withoutCredits();
            return new CommercialBasis(
                    commerce.terms(),
                    agreement.contract().id(),
                    past.key().month(),
                    false,
                    before.after(returned, commerce.usedUp()),
                    issueDate,
                    rates(past.names(), past.invoice().heading().currency(), commerce.terms()),
                    commerce.closed());
        }
    }

    /**
     * No invoice exists.
     *
     * @param agreement who bills whom for what time
     * @param usage rated usage, summed up, with the mark under which it was read
     * @param names of sites and SKUs
     * @param watermarks until when usage was reported, by site
     * @param arrears issued months of the contract that have changed since, the oldest first
     * @param nextPosition the next position of the series, as of reading
     * @param now when it was read
     * @param commerce how discounts, commitments and credits stand
     */
    record Unbilled(
            Agreement agreement,
            MonthUsage usage,
            Names names,
            List<SiteWatermark> watermarks,
            List<Past> arrears,
            long nextPosition,
            Instant now,
            ReadCommerce.Commerce commerce)
            implements PeriodSituation {

        /** What discounts, commitments and credits of an invoice of that date are computed from. */
        CommercialBasis basis(LocalDate issueDate) {
            MoneyState before = agreement.contractWide()
                    ? commerce.before()
                    : commerce.before().withoutCredits();
            List<MoneyState.Overage> overage = arrears.stream()
                    .flatMap(past -> past.overage().stream())
                    .distinct()
                    .toList();
            return new CommercialBasis(
                    agreement.contractWide()
                            ? commerce.terms()
                            : commerce.terms().ofLines(),
                    agreement.contract().id(),
                    agreement.month(),
                    agreement.endsMonth(),
                    before.correcting(overage),
                    issueDate,
                    rates(names, agreement.contract().currency(), commerce.terms()));
        }

        /** The same as if the series had come to another position. */
        Unbilled at(long position) {
            return new Unbilled(agreement, usage, names, watermarks, arrears, position, now, commerce);
        }

        /** What an invoice is computed from. */
        Billable billable() {
            return evidence(List.of(), null).billable(usage.sums());
        }

        /** The same as it is kept with the invoice, beside the usage. */
        InvoiceBasis.OfMonth evidence(List<Past> corrected, @Nullable CommercialBasis commercial) {
            return new InvoiceBasis.OfMonth(
                    agreement.legalEntity(),
                    agreement.buyer(),
                    agreement.contract(),
                    agreement.month(),
                    names.of(usage.sums().named()),
                    corrected.stream().map(Past::then).toList(),
                    commercial,
                    agreement.decided());
        }
    }

    /** The published rates by which what is billed counts towards commitments in other currencies. */
    private static List<ExchangeRate> rates(Names names, Currency billed, CommercialTerms terms) {
        Set<Currency> committed = terms.commitments().stream()
                .map(commitment -> commitment.committed().currency())
                .collect(Collectors.toSet());
        return names.published().rates().stream()
                .filter(rate -> rate.base().equals(billed) && committed.contains(rate.quote()))
                .toList();
    }

    /**
     * One of the documents of a month.
     *
     * @param split how the month is split
     * @param group which of its documents
     */
    record Part(InvoiceSplit split, DocumentGroup group) {

        /** The one document of a month that is not split. */
        static final Part WHOLE = new Part(InvoiceSplit.ONE, DocumentGroup.WHOLE);
    }

    /**
     * Who bills whom, for what time.
     *
     * @param legalEntity who bills
     * @param buyer who is billed
     * @param accountRevision revision of the account that was read
     * @param contract by what terms
     * @param period local days of the month that the contract covers
     * @param part which of the month's documents
     */
    record Agreement(
            LegalEntity legalEntity,
            Buyer buyer,
            long accountRevision,
            Contract contract,
            BillingPeriod period,
            Part part) {

        /** The same for one of the documents of the month. */
        Agreement of(Part one) {
            return new Agreement(
                    legalEntity,
                    buyer,
                    accountRevision,
                    contract,
                    period.of(one.group().stated()),
                    one);
        }

        /** The series that numbers its documents, by a name of its own. */
        String series() {
            return legalEntity.id() + "/" + legalEntity.invoiceSeries().prefix();
        }

        /** Whether the document bears what belongs to no project. */
        boolean contractWide() {
            return part.group().contractWide();
        }

        /** How it is taxed: the rules of the day on which the period ends. */
        Determination vat() {
            return ContractVat.on(contract, legalEntity.seller(), buyer, period.lastDay());
        }

        private InvoiceBasis.@Nullable Decided decided() {
            VatTreatment treatment = contract.vat() == null && vat() instanceof Determination.Decided decided
                    ? decided.treatment()
                    : null;
            DocumentGroup group = part.group().stated() == null ? null : part.group();
            return treatment == null && group == null ? null : new InvoiceBasis.Decided(treatment, group);
        }

        /** The billing month. */
        YearMonth month() {
            return YearMonth.from(period.firstDay());
        }

        /** Whether the document closes what ends with the month: the contract covers the last day, and no other document does. */
        boolean endsMonth() {
            return contractWide() && period.lastDay().equals(month().atEndOfMonth());
        }
    }
}
