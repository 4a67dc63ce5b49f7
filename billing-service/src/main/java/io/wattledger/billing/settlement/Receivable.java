package io.wattledger.billing.settlement;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The ledger of one issued invoice. Its balance is payable less payments less credit notes less write-offs plus
 * refunds and returned payments.
 *
 * @param dueDate the last day on which it can be paid in time
 * @param entries in the order in which they were written; the first one is its issue
 */
public record Receivable(LocalDate dueDate, List<ReceivableEntry> entries) {

    /** Copies the entries; refuses a ledger that does not begin with the issue of the invoice. */
    public Receivable {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.getFirst().kind() != EntryKind.ISSUED) {
            throw new IllegalArgumentException("the ledger of an invoice begins with its issue");
        }
    }

    /** What the tenant still owes, VAT included; below zero where the seller owes. */
    public BigDecimal balance() {
        return entries.stream().map(ReceivableEntry::effect).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The sum of the entries of one kind. */
    public BigDecimal sum(EntryKind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(ReceivableEntry::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What each account holds, debits above zero; the values add up to nothing. */
    public Map<BookAccount, BigDecimal> accounts() {
        Map<BookAccount, BigDecimal> accounts = new EnumMap<>(BookAccount.class);
        for (ReceivableEntry entry : entries) {
            accounts.merge(entry.kind().debit(), entry.amount(), BigDecimal::add);
            accounts.merge(entry.kind().credit(), entry.amount().negate(), BigDecimal::add);
        }
        return accounts;
    }

    /** How the invoice stands on {@code day}. */
    public Settlement on(LocalDate day) {
        BigDecimal balance = balance();
        BigDecimal payable = entries.getFirst().amount();
        if (balance.signum() < 0) {
            return new Settlement.Overpaid(balance.negate());
        }
        if (balance.signum() > 0) {
            if (day.isAfter(dueDate)) {
                return new Settlement.Overdue(balance, ChronoUnit.DAYS.between(dueDate, day));
            }
            return balance.compareTo(payable) == 0 ? new Settlement.Issued() : new Settlement.PartPaid(balance);
        }
        if (sum(EntryKind.WRITTEN_OFF).signum() > 0) {
            return new Settlement.WrittenOff();
        }
        BigDecimal credited = sum(EntryKind.CREDITED);
        return credited.signum() > 0 && credited.compareTo(payable) >= 0
                ? new Settlement.Credited()
                : new Settlement.Paid();
    }

    /**
     * The ledger with one more entry, if it is legal as the ledger stands: a payment is more than zero and may exceed the
     * balance, since tenants do pay too much; credit notes together do not exceed the invoice; a write-off does not exceed
     * what is owed; a refund does not exceed what the seller owes; no more is returned to payers' banks than was paid. The
     * same payment, credit note, refund or return is entered once.
     *
     * @throws EntryRefused when it is not
     */
    public Receivable with(ReceivableEntry entry) {
        BigDecimal amount = entry.amount();
        if (entry.kind() == EntryKind.ISSUED) {
            throw new EntryRefused("an invoice is issued once");
        }
        if (amount.signum() <= 0) {
            throw new EntryRefused(amount.toPlainString() + " is not more than zero");
        }
        if (entry.kind() != EntryKind.WRITTEN_OFF
                && entries.stream()
                        .anyMatch(one ->
                                one.kind() == entry.kind() && one.reference().equals(entry.reference()))) {
            throw new EntryRefused("'" + entry.reference() + "' is entered already");
        }
        BigDecimal most =
                switch (entry.kind()) {
                    case ISSUED, PAID -> amount;
                    case CREDITED -> entries.getFirst().amount().subtract(sum(EntryKind.CREDITED));
                    case WRITTEN_OFF -> balance();
                    case REFUNDED -> balance().negate();
                    case RETURNED -> sum(EntryKind.PAID).subtract(sum(EntryKind.RETURNED));
                };
        if (amount.compareTo(most) > 0) {
            throw new EntryRefused(amount.toPlainString() + " is more than the "
                    + most.max(BigDecimal.ZERO).toPlainString() + " that can be "
                    + entry.kind().words());
        }
        List<ReceivableEntry> more = new ArrayList<>(entries);
        more.add(entry);
        return new Receivable(dueDate, more);
    }
}
