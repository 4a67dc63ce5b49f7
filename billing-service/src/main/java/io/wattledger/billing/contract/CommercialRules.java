package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.MonthSpan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold for the discounts and commitments of an account beside its contracts. */
public final class CommercialRules {

    /** Codes of UNTDID 5189 that EN 16931 allows (BR-CL-19). */
    private static final Set<String> REASONS = Set.of(
            "41", "42", "60", "62", "63", "64", "65", "66", "67", "68", "70", "71", "88", "95", "100", "102", "103",
            "104", "105");

    private static final BigDecimal WHOLE = new BigDecimal("100");
    private static final int PERCENT_DECIMALS = 4;
    private static final int MOST_MONTHS = 120;

    private final CommercialTerms terms;
    private final Map<String, Contract> contracts;
    private final Map<String, String> flaws = new LinkedHashMap<>();

    private CommercialRules(CommercialTerms terms, List<Contract> contracts) {
        this.terms = terms;
        this.contracts = contracts.stream()
                .collect(Collectors.toMap(Contract::id, contract -> contract, (one, other) -> one, LinkedHashMap::new));
    }

    /** What is wrong, by the pointer to the member within the account; empty when all is well. */
    public static Map<String, String> flaws(CommercialTerms terms, List<Contract> contracts) {
        CommercialRules rules = new CommercialRules(terms, contracts);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < terms.discounts().size(); i++) {
            rules.discount("/discounts/" + i, terms.discounts().get(i), ids);
        }
        for (int i = 0; i < terms.commitments().size(); i++) {
            rules.commitment("/commitments/" + i, terms.commitments().get(i), ids);
        }
        return rules.flaws;
    }

    private void discount(String at, Discount discount, Set<String> ids) {
        named(at, discount.id(), discount.words(), ids);
        selection(at + "/kinds", discount.on());
        Set<Currency> currencies = currencies(at, discount.scope().contracts());
        require(
                discount.scope().untilMonth() == null
                        || discount.scope()
                                .untilMonth()
                                .isAfter(discount.scope().firstMonth()),
                at + "/untilMonth",
                "is not after firstMonth " + discount.scope().firstMonth());
        require(
                REASONS.contains(discount.statedReasonCode()),
                at + "/reasonCode",
                "'" + discount.statedReasonCode() + "' is no reason of an allowance (UNTDID 5189)");
        BigDecimal cap = discount.cap();
        if (cap != null) {
            amount(at + "/cap", cap, currencies);
        }
        switch (discount.reduction()) {
            case Reduction.PerCent part -> percent(at + "/percent", part.percent(), BigDecimal.ZERO);
            case Reduction.Amount fixed -> {
                amount(at + "/amountPerMonth", fixed.perMonth(), currencies);
                oncePerMonth(at + "/amountPerMonth", discount.scope());
                require(
                        discount.commitment() == null,
                        at + "/commitment",
                        "only a discount in per cent can end with a commitment");
            }
        }
        require(
                discount.commitment() == null
                        || terms.commitments().stream().anyMatch(one -> one.id().equals(discount.commitment())),
                at + "/commitment",
                "the account has no commitment '" + discount.commitment() + "'");
    }

    /** Each contract has invoices of its own, and none of them knows what another takes off the same month. */
    private void oncePerMonth(String at, Discount.Scope scope) {
        List<Contract> others = new ArrayList<>();
        for (String id : new LinkedHashSet<>(scope.contracts())) {
            Contract contract = contracts.get(id);
            if (contract != null) {
                for (Contract other : others) {
                    shared(contract, other, scope)
                            .ifPresent(month -> flaws.putIfAbsent(
                                    at,
                                    "would be taken off " + month + " once by the invoice of '" + other.id()
                                            + "' and once by that of '" + id
                                            + "'; write a discount for each, or for months that they do not share"));
                }
                others.add(contract);
            }
        }
    }

    /** The first month of the scope in which both contracts have a day. */
    private static Optional<YearMonth> shared(Contract one, Contract other, Discount.Scope scope) {
        List<Term> terms = List.of(one.term(), other.term());
        YearMonth first = scope.firstMonth();
        for (Term term : terms) {
            YearMonth begins = YearMonth.from(term.validFrom());
            first = begins.isAfter(first) ? begins : first;
        }
        LocalDate firstDay = first.atDay(1);
        boolean isShared = scope.covers(one.id(), first)
                && terms.stream().allMatch(term -> {
                    LocalDate validTo = term.validTo();
                    return validTo == null || validTo.isAfter(firstDay);
                });
        return isShared ? Optional.of(first) : Optional.empty();
    }

    private void commitment(String at, Commitment commitment, Set<String> ids) {
        named(at, commitment.id(), commitment.words(), ids);
        selection(at + "/kinds", commitment.counts());
        currencies(at, commitment.contracts());
        require(commitment.committed().signum() > 0, at + "/amount", "is not more than zero");
        MonthSpan months = commitment.months();
        boolean countable =
                months.coversAMonth() && !months.first().plusMonths(MOST_MONTHS).isBefore(months.until());
        if (!countable || !commitment.isWholeIntervals()) {
            flaws.put(
                    at + "/untilMonth",
                    months.first() + " to " + months.until() + " is no whole number of intervals, at most "
                            + MOST_MONTHS + " months");
            return;
        }
        if (commitment.overagePercent() != null) {
            percent(at + "/overagePercent", commitment.overagePercent(), BigDecimal.ONE.negate());
        }
        for (MonthSpan interval : commitment.intervals()) {
            LocalDate last = interval.last().atEndOfMonth();
            require(
                    commitment.contracts().stream().anyMatch(id -> covers(id, last)),
                    at + "/contracts",
                    "none of them covers " + last + ", so nobody would be billed what is left then");
        }
    }

    private boolean covers(String contract, LocalDate day) {
        Contract found = contracts.get(contract);
        if (found == null) {
            return false;
        }
        LocalDate validTo = found.term().validTo();
        return !found.term().validFrom().isAfter(day) && (validTo == null || validTo.isAfter(day));
    }

    private void named(String at, String id, String words, Set<String> ids) {
        require(id.matches("[a-z0-9][a-z0-9-]{0,63}"), at + "/id", "'" + id + "' is not made of a-z, 0-9 and hyphens");
        require(ids.add(id), at + "/id", "'" + id + "' stands twice among discounts and commitments");
        require(!words.isBlank(), at + "/words", "are blank; invoices print them");
    }

    private void selection(String at, ChargeSelection selection) {
        require(!selection.kinds().isEmpty(), at, "is empty; leave it out for gpu-time and reservation");
    }

    private Set<Currency> currencies(String at, List<String> ids) {
        require(!ids.isEmpty(), at + "/contracts", "is empty; leave it out for all contracts");
        for (String id : ids) {
            require(contracts.containsKey(id), at + "/contracts", "the account has no contract '" + id + "'");
        }
        return contracts.values().stream()
                .filter(contract -> ids.contains(contract.id()))
                .map(Contract::currency)
                .collect(Collectors.toSet());
    }

    private void amount(String at, BigDecimal amount, Set<Currency> currencies) {
        require(amount.signum() > 0, at, amount.toPlainString() + " is not more than zero");
        require(
                currencies.size() <= 1,
                at,
                "is an amount, and its contracts bill in " + currencies + "; write a discount for each currency");
        for (Currency currency : currencies) {
            int digits = currency.getDefaultFractionDigits();
            require(
                    amount.stripTrailingZeros().scale() <= digits,
                    at,
                    amount.toPlainString() + " has more than the " + digits + " decimals of " + currency);
        }
    }

    private void percent(String at, BigDecimal percent, BigDecimal above) {
        require(
                percent.compareTo(above) > 0
                        && percent.compareTo(WHOLE) <= 0
                        && percent.signum() >= 0
                        && percent.stripTrailingZeros().scale() <= PERCENT_DECIMALS,
                at,
                percent.toPlainString() + " is not between 0 and 100 with at most " + PERCENT_DECIMALS + " decimals");
    }

    private void require(boolean holds, String pointer, String flaw) {
        if (!holds) {
            flaws.putIfAbsent(pointer, flaw);
        }
    }
}
