package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.bookkeeping.Voucher.Posting;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up vouchers: what each account and each customer's receivable held before a selection and holds after it. It remembers
 * accounts and customers, not vouchers.
 */
public final class LedgerBalances {

    private final AuditSelection selection;
    private final BigDecimal nothing;
    private final Map<String, Balance> accounts = new TreeMap<>();
    private final Map<String, Customer> customers = new TreeMap<>();
    private long vouchers;
    private BigDecimal debit;
    private BigDecimal credit;

    /** Every account of the ledger begins at nothing. */
    public LedgerBalances(AuditSelection selection) {
        this.selection = selection;
        nothing = Money.zero(selection.seller().accountingCurrency()).amount();
        debit = nothing;
        credit = nothing;
        selection.ledger().accounts().forEach(one -> accounts.put(one.account(), new Balance(nothing, nothing)));
    }

    /**
     * What an account holds in the currency of the books, debits above zero.
     *
     * @param opening before the first day
     * @param closing after the last
     */
    public record Balance(BigDecimal opening, BigDecimal closing) {

        private Balance plus(BigDecimal before, BigDecimal all) {
            return new Balance(opening.add(before), closing.add(all));
        }
    }

    /**
     * Somebody who was billed.
     *
     * @param buyer as the newest document has it
     * @param receivable what is owed
     * @param isPosted whether anything of the selection is posted for it
     */
    public record Customer(Buyer buyer, Balance receivable, boolean isPosted) {

        /** Whether there is anything to be said of it. */
        boolean counts() {
            return isPosted || receivable.opening().signum() != 0;
        }
    }

    /**
     * Adds a voucher of any day up to the last one of the selection; whether it belongs to the selection.
     *
     * @throws NotMapped where the ledger does not say what one of its accounts is
     */
    public boolean add(Booking booking) {
        Voucher voucher = booking.voucher();
        boolean isSelected = !voucher.date().isBefore(selection.from());
        boolean isOfTheYear = voucher.date().getYear() == selection.from().getYear();
        for (Posting posting : voucher.postings()) {
            LedgerAccount account = selection
                    .ledger()
                    .account(posting.account())
                    .orElseThrow(() ->
                            NotMapped.accountOf(selection.seller().legalEntity(), posting.account(), voucher.number()));
            boolean counts = isSelected || isOfTheYear || account.isCarriedOver();
            BigDecimal all = counts ? posting.booked() : nothing;
            BigDecimal before = isSelected ? nothing : all;
            accounts.computeIfPresent(account.account(), (number, sum) -> sum.plus(before, all));
            if (posting.account().equals(selection.chart().receivable())) {
                owed(booking, before, all, isSelected);
            }
            if (isSelected) {
                debit = debit.add(posting.booked().max(BigDecimal.ZERO));
                credit = credit.add(posting.booked().min(BigDecimal.ZERO).negate());
            }
        }
        vouchers += isSelected ? 1 : 0;
        return isSelected;
    }

    private void owed(Booking booking, BigDecimal before, BigDecimal all, boolean isSelected) {
        Customer known = customers.get(booking.voucher().customer());
        boolean isOfDocument = booking.voucher().kind().journal() == Voucher.Journal.SALES;
        customers.put(
                booking.voucher().customer(),
                new Customer(
                        known == null || isOfDocument ? booking.document().buyer() : known.buyer(),
                        (known == null ? new Balance(nothing, nothing) : known.receivable()).plus(before, all),
                        isSelected || known != null && known.isPosted()));
    }

    /** What an account holds. */
    public Balance account(String number) {
        return accounts.getOrDefault(number, new Balance(nothing, nothing));
    }

    /** Those who owed before, or for whom something was posted, in order of their ids. */
    public Collection<Customer> customers() {
        return customers.values().stream().filter(Customer::counts).toList();
    }

    /** How many vouchers belong to the selection. */
    public long vouchers() {
        return vouchers;
    }

    /** The sum of their debits. */
    public BigDecimal debit() {
        return debit;
    }

    /** The sum of their credits. */
    public BigDecimal credit() {
        return credit;
    }
}
