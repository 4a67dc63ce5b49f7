package io.wattledger.billing.account;

import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Discount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold before an account's usage may be billed to a reseller. */
public final class ResaleRules {

    /** Where a month begins first; once it has begun anywhere, usage of it may have come in. */
    private static final ZoneOffset EARLIEST_ZONE = ZoneOffset.ofHours(14);

    private final Account account;
    private final List<Flaw> flaws = new ArrayList<>();

    private ResaleRules(Account account) {
        this.account = account;
    }

    /**
     * What is wrong, by pointers within the account; empty when all is well.
     *
     * @param account as it shall be
     * @param resellers accounts as they shall be, by tenant: at least those that {@code account} names, as far as they exist
     * @param before the account as it is; absent where it is new
     * @param now months that have begun by then stay as they were
     */
    public static List<Flaw> flaws(
            Account account, Map<String, Account> resellers, @Nullable Account before, Instant now) {
        ResaleRules rules = new ResaleRules(account);
        for (int i = 0; i < account.invoicedTo().size(); i++) {
            rules.entry(i, resellers);
        }
        if (before != null) {
            rules.stays(before, YearMonth.from(now.atOffset(EARLIEST_ZONE)));
        }
        return List.copyOf(rules.flaws);
    }

    private void entry(int index, Map<String, Account> resellers) {
        String at = "/invoicedTo/" + index;
        Resale resale = account.invoicedTo().get(index);
        YearMonth until = account.until(index);
        if (until != null && !until.isAfter(resale.from())) {
            flaw(at + "/from", "two entries begin in " + until);
            return;
        }
        if ((resale.reseller() == null) != (resale.contract() == null)) {
            flaw(at, "has reseller and contract, or neither where the account is invoiced itself");
            return;
        }
        if (resale.reseller() == null) {
            return;
        }
        Account reseller = resellers.get(resale.reseller());
        if (reseller == null) {
            flaw(at + "/reseller", "no account '" + resale.reseller() + "' is known");
            return;
        }
        if (reseller.tenant().equals(account.tenant())
                || reseller.invoicedTo().stream().anyMatch(one -> one.reseller() != null)) {
            flaw(
                    at + "/reseller",
                    "'" + resale.reseller() + "' is invoiced to a reseller itself; there is one reseller between"
                            + " operator and tenant");
            return;
        }
        Optional<Contract> contract = reseller.contracts().stream()
                .filter(one -> one.id().equals(resale.contract()))
                .findFirst();
        if (contract.isEmpty()) {
            flaw(at + "/contract", "account '" + resale.reseller() + "' has no contract '" + resale.contract() + "'");
            return;
        }
        contracts(at, resale.from(), until, contract.get());
        money(at, resale.from(), until);
    }

    private void contracts(String at, YearMonth from, @Nullable YearMonth until, Contract billed) {
        LocalDate validTo = billed.term().validTo();
        boolean covered = !billed.term().validFrom().isAfter(from.atDay(1))
                && (validTo == null || until != null && !validTo.isBefore(until.atDay(1)));
        if (!covered) {
            flaw(
                    at + "/contract",
                    "'" + billed.id() + "' does not cover every day from " + from.atDay(1)
                            + (until == null ? " on" : " to " + until.atDay(1))
                            + "; write an entry for each contract, and one without reseller where the last ends");
        }
        if (!billed.billing().invoices().isEmpty()) {
            flaw(at + "/contract", "'" + billed.id() + "' splits its months; a reseller gets one invoice a month");
        }
        for (Contract own : account.contracts()) {
            if (Resold.overlaps(own, from, until)) {
                same(at, "currency", own, own.currency(), billed.currency());
                same(
                        at,
                        "billingTimeZone",
                        own,
                        own.billing().timeZone(),
                        billed.billing().timeZone());
            }
        }
    }

    private void same(String at, String member, Contract own, Object ownValue, Object billedValue) {
        if (!ownValue.equals(billedValue)) {
            flaw(
                    at + "/contract",
                    "bills with " + member + " " + billedValue + ", and contract '" + own.id() + "' has " + ownValue
                            + "; both must be the same");
        }
    }

    /** Contract money is applied to an account's own invoices, of which there are none. */
    private void money(String at, YearMonth from, @Nullable YearMonth until) {
        Stream<String> discounts = account.terms().discounts().stream()
                .filter(one -> meet(one.scope().firstMonth(), one.scope().untilMonth(), from, until))
                .map(Discount::id);
        Stream<String> commitments = account.terms().commitments().stream()
                .filter(one -> meet(one.months().first(), one.months().until(), from, until))
                .map(Commitment::id);
        List<String> ids = Stream.concat(discounts, commitments).toList();
        if (!ids.isEmpty()) {
            flaw(
                    at,
                    "discounts and commitments " + ids + " hold in the same months, and nothing is invoiced to the"
                            + " account; end them before, or agree on them with the reseller");
        }
    }

    private static boolean meet(
            YearMonth first, @Nullable YearMonth until, YearMonth otherFirst, @Nullable YearMonth otherUntil) {
        return (until == null || otherFirst.isBefore(until)) && (otherUntil == null || first.isBefore(otherUntil));
    }

    private void stays(Account before, YearMonth begun) {
        Stream.of(before.invoicedTo(), account.invoicedTo())
                .flatMap(List::stream)
                .map(Resale::from)
                .filter(month -> !month.isAfter(begun))
                .sorted()
                .filter(month -> !sold(before, month).equals(sold(account, month)))
                .findFirst()
                .ifPresent(month -> flaw(
                        "/invoicedTo",
                        "changes to whom " + month + " is invoiced, which has begun; a reseller is changed from a"
                                + " later month on"));
    }

    private static List<String> sold(Account account, YearMonth month) {
        return account.invoicedTo(month)
                .map(resale -> List.of(
                        Objects.requireNonNullElse(resale.reseller(), ""),
                        Objects.requireNonNullElse(resale.contract(), "")))
                .orElse(List.of());
    }

    private void flaw(String pointer, String detail) {
        flaws.add(new Flaw(pointer, detail));
    }
}
