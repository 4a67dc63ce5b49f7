package io.wattledger.billing.account;

import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.invoice.Buyer;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's account.
 *
 * @param buyer what invoices say of it
 * @param contracts in order of their start, without overlap
 * @param terms discounts and commitments; nothing in what was stored before there were any
 * @param invoicedTo who is invoiced instead of it, in order of the months; nothing in what was stored before there were resellers
 */
public record Account(
        Buyer buyer,
        List<Contract> contracts,
        @Nullable CommercialTerms terms,
        @Nullable List<Resale> invoicedTo) {

    /** An account that is invoiced itself. */
    public Account(Buyer buyer, List<Contract> contracts, @Nullable CommercialTerms terms) {
        this(buyer, contracts, terms, null);
    }

    /** An account without discounts and commitments. */
    public Account(Buyer buyer, List<Contract> contracts) {
        this(buyer, contracts, null, null);
    }

    /** Copies the contracts in the order of their start; terms that say nothing are none. */
    public Account {
        terms = terms == null || terms.sayNothing() ? null : terms;
        contracts = contracts.stream()
                .sorted(Comparator.comparing(
                                (Contract contract) -> contract.term().validFrom())
                        .thenComparing(Contract::id))
                .toList();
        invoicedTo = invoicedTo == null || invoicedTo.isEmpty()
                ? null
                : invoicedTo.stream().sorted(Comparator.comparing(Resale::from)).toList();
    }

    /** Who is invoiced instead of it, in order of the months. */
    @Override
    public List<Resale> invoicedTo() {
        return invoicedTo == null ? List.of() : invoicedTo;
    }

    /** Who is invoiced instead of it for a month; empty where it is invoiced itself. */
    public Optional<Resale> invoicedTo(YearMonth month) {
        return invoicedTo().stream()
                .filter(resale -> !resale.from().isAfter(month))
                .reduce((before, later) -> later)
                .filter(resale -> resale.reseller() != null);
    }

    /** The month from which an entry no longer holds; absent where it is the last. */
    @Nullable
    YearMonth until(int index) {
        return index + 1 < invoicedTo().size() ? invoicedTo().get(index + 1).from() : null;
    }

    /** Discounts and commitments. */
    @Override
    public CommercialTerms terms() {
        return terms == null ? CommercialTerms.NONE : terms;
    }

    /** The tenant whose account this is. */
    public String tenant() {
        return buyer.tenant();
    }
}
