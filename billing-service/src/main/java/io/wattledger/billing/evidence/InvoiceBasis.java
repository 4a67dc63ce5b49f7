package io.wattledger.billing.evidence;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.invoice.AcrossLines;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.billing.tax.VatTreatment;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a document was computed from beside the rated usage of its month, as it was read then. Other issued documents are named
 * by their number, since nothing issued ever changes.
 */
public sealed interface InvoiceBasis {

    /** Numbers of the issued documents without which it cannot be computed. */
    List<String> documents();

    /** The months that it corrects, as they stood. */
    default List<MonthThen> months() {
        return List.of();
    }

    /**
     * What was decided for a document beside its contract.
     *
     * @param vat how it is taxed; absent where the contract states it
     * @param group which part of the month it bills; absent where it is all of it
     */
    record Decided(@Nullable VatTreatment vat, @Nullable DocumentGroup group) {}

    /**
     * The basis of the one invoice of a month, or of one of its documents.
     *
     * @param legalEntity who bills
     * @param buyer who is billed
     * @param contract by what terms
     * @param month which month
     * @param names names, rates of exchange and emission factors that it could state
     * @param corrected earlier months that it corrects, the oldest first
     * @param commercial discounts, commitments and credits as they stood before it; absent where the contract has none
     * @param decided what was decided beside; absent where the contract says it all
     */
    record OfMonth(
            LegalEntity legalEntity,
            Buyer buyer,
            Contract contract,
            YearMonth month,
            Names names,
            List<MonthThen> corrected,
            @Nullable CommercialBasis commercial,
            @Nullable Decided decided)
            implements InvoiceBasis {

        /** Copies the list. */
        public OfMonth {
            corrected = List.copyOf(corrected);
        }

        @Override
        public List<String> documents() {
            return corrected.stream()
                    .flatMap(month -> month.documents().stream())
                    .distinct()
                    .toList();
        }

        @Override
        public List<MonthThen> months() {
            return corrected;
        }

        /**
         * What the invoice is computed from.
         *
         * @throws IllegalStateException where the contract does not cover the month, or no tax treatment is known
         */
        public Billable billable(SummedUsage usage) {
            return new Billable(
                    legalEntity.seller(),
                    buyer,
                    contract.invoiceReferences(group()),
                    BillingMonth.of(contract, month)
                            .orElseThrow(() ->
                                    new IllegalStateException("contract " + contract.id() + " does not cover " + month))
                            .of(group().stated())
                            .filed(filing()),
                    contract.currency(),
                    treatment(),
                    usage,
                    names);
        }

        /** What lines of the projects say beside them: the contract's cost centres of the month, and whose projects they are. */
        private SortedMap<String, ProjectFiling> filing() {
            SortedMap<String, ProjectFiling> filing = new TreeMap<>();
            SortedMap<String, String> users = names.users();
            SortedMap<String, String> costCentres = contract.references().costCentres(month);
            users.forEach((project, user) -> filing.put(project, new ProjectFiling(costCentres.get(project), user)));
            costCentres.forEach(
                    (project, costCentre) -> filing.putIfAbsent(project, new ProjectFiling(costCentre, null)));
            return filing;
        }

        private DocumentGroup group() {
            DocumentGroup group = decided == null ? null : decided.group();
            return group == null ? DocumentGroup.WHOLE : group;
        }

        /**
         * How usage of the month is taxed.
         *
         * @throws IllegalStateException where neither the contract states it nor anything was decided
         */
        public VatTreatment treatment() {
            VatTerms stated = contract.vat();
            VatTreatment vat = decided == null ? null : decided.vat();
            if (vat == null && stated == null) {
                throw new IllegalStateException(
                        "contract " + contract.id() + " states no tax treatment and none was decided");
            }
            return vat == null ? Objects.requireNonNull(stated).treatment() : vat;
        }
    }

    /**
     * That a credit note says why it is issued; how, follows from the rest of its basis.
     *
     * @param statement words for the customer beside; absent where there are none
     */
    record Saying(@Nullable String statement) {}

    /**
     * The basis of a credit note that somebody asked for.
     *
     * @param number the invoice that it credits
     * @param left what was left of each of its lines until then, by number
     * @param request what was asked for
     * @param across what was left of its allowances and credits until then; absent in what was stored before it was kept
     * @param saying that it says why; absent in what was stored before credit notes did
     */
    record OfCredit(
            String number,
            SortedMap<Integer, Money> left,
            CreditRequest request,
            @Nullable AcrossLines across,
            @Nullable Saying saying)
            implements InvoiceBasis {

        /** Copies the map. */
        public OfCredit {
            left = new TreeMap<>(left);
        }

        @Override
        public List<String> documents() {
            return List.of(number);
        }
    }

    /**
     * The basis of a credit note of what became cheaper.
     *
     * @param number the invoice that it credits
     * @param left what was left of each of its lines until then, by number
     * @param month the month whose usage changed
     * @param across what was left of its allowances and credits until then; absent in what was stored before it was kept
     * @param saying that it says why; absent in what was stored before credit notes did
     */
    record OfDecrease(
            String number,
            SortedMap<Integer, Money> left,
            MonthThen month,
            @Nullable AcrossLines across,
            @Nullable Saying saying)
            implements InvoiceBasis {

        /** Copies the map. */
        public OfDecrease {
            left = new TreeMap<>(left);
        }

        @Override
        public List<String> documents() {
            return Stream.concat(Stream.of(number), month.documents().stream())
                    .distinct()
                    .toList();
        }

        @Override
        public List<MonthThen> months() {
            return List.of(month);
        }
    }

    /**
     * The basis of an invoice of what became dearer.
     *
     * @param month the month whose usage changed
     * @param commercial commitments and credits as they stood before it; absent where the contract has none
     */
    record OfIncrease(MonthThen month, @Nullable CommercialBasis commercial) implements InvoiceBasis {

        @Override
        public List<String> documents() {
            return month.documents();
        }

        @Override
        public List<MonthThen> months() {
            return List.of(month);
        }
    }
}
