package io.wattledger.billing.credit;

import io.wattledger.billing.invoice.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The ledger of one credit.
 *
 * @param credit as agreed
 * @param entries in the order in which they were written; the first one opens it
 */
public record CreditLedger(Credit credit, List<CreditEntry> entries) {

    /** Copies the entries; refuses a ledger that does not begin with its opening. */
    public CreditLedger {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.getFirst().kind() != CreditEntryKind.OPENED) {
            throw new IllegalArgumentException("the ledger of a credit begins with its opening");
        }
    }

    /** The ledger of a new credit. */
    public static CreditLedger open(Credit credit, Money amount, LocalDate bookedOn, String reference) {
        if (amount.signum() <= 0) {
            throw new CreditEntryRefused(text(amount) + " is not more than zero");
        }
        return new CreditLedger(
                credit, List.of(new CreditEntry(CreditEntryKind.OPENED, amount, bookedOn, null, reference)));
    }

    /** What is left. */
    public Money balance() {
        return entries.stream().map(CreditEntry::effect).reduce(Money.zero(credit.currency()), Money::plus);
    }

    /** Whether it was voided, so that no invoice draws from it any more. */
    public boolean isVoided() {
        return entries.stream().anyMatch(entry -> entry.kind() == CreditEntryKind.VOIDED);
    }

    /** What each account holds, debits above zero; the values add up to nothing. */
    public Map<CreditAccount, Money> accounts() {
        Map<CreditAccount, Money> accounts = new EnumMap<>(CreditAccount.class);
        for (CreditEntry entry : entries) {
            accounts.merge(entry.kind().debit(credit.kind()), entry.amount(), Money::plus);
            accounts.merge(entry.kind().credit(credit.kind()), entry.amount().negated(), Money::plus);
        }
        return accounts;
    }

    /**
     * The ledger with one more entry, if it is legal as the ledger stands: nothing takes more than is left, a document draws
     * or gives back once, and no more is given back than was drawn.
     *
     * @throws CreditEntryRefused when it is not
     */
    public CreditLedger with(CreditEntry entry) {
        if (entry.kind() == CreditEntryKind.OPENED) {
            throw new CreditEntryRefused("a credit is opened once");
        }
        if (entry.amount().signum() <= 0) {
            throw new CreditEntryRefused(text(entry.amount()) + " is not more than zero");
        }
        if (entry.number() != null
                && entries.stream().anyMatch(one -> entry.number().equals(one.number()))) {
            throw new CreditEntryRefused("document " + entry.number() + " has an entry already");
        }
        Money most = entry.kind() == CreditEntryKind.RETURNED
                ? sum(CreditEntryKind.DRAWN).minus(sum(CreditEntryKind.RETURNED))
                : balance();
        if (entry.amount().minus(most).signum() > 0) {
            throw new CreditEntryRefused(text(entry.amount()) + " is more than the " + text(most)
                    + " that there are of credit " + credit.id());
        }
        List<CreditEntry> more = new ArrayList<>(entries);
        more.add(entry);
        return new CreditLedger(credit, more);
    }

    /**
     * The ledger with all that is left taken out: expired or voided.
     *
     * @throws CreditEntryRefused when nothing is left
     */
    public CreditLedger emptied(CreditEntryKind kind, LocalDate bookedOn, String reference) {
        if (balance().signum() == 0) {
            throw new CreditEntryRefused("nothing is left of credit " + credit.id());
        }
        return with(new CreditEntry(kind, balance(), bookedOn, null, reference));
    }

    private Money sum(CreditEntryKind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(CreditEntry::amount)
                .reduce(Money.zero(credit.currency()), Money::plus);
    }

    private static String text(Money money) {
        return money.amount().toPlainString() + " " + money.currency();
    }
}
