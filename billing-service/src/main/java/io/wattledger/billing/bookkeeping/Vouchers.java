package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.GeneralLedger.ReminderAccounts;
import io.wattledger.billing.bookkeeping.Voucher.Posting;
import io.wattledger.billing.bookkeeping.Voucher.Subject;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.PublishedFacts;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the vouchers of one legal entity. Everything that belongs to a document is converted at the document's rate, also
 * what is paid later: gains and losses of exchange are told from the bank's own entries, which billing does not have. What is
 * owed is booked as the difference of what it was and is, each converted, so that nothing is owed in the books either once
 * nothing is owed; VAT as the document states it in the currency of the books.
 *
 * @param chart its accounts
 * @param books the currency of its books
 * @param published rates of exchange
 */
public record Vouchers(ChartOfAccounts chart, Currency books, PublishedFacts published) {

    /** Where revenue falls to. */
    private record RevenueKey(String account, String taxCode, String project, String site) {}

    /** The same for what belongs to an invoice for which a rate was kept; absent where none was, and those that are published count. */
    public Vouchers at(@Nullable ExchangeRate kept) {
        return kept == null || !kept.quote().equals(books)
                ? this
                : new Vouchers(chart, books, new PublishedFacts(List.of(kept), Map.of()));
    }

    /**
     * The voucher of an issued document: what is owed against revenue and VAT.
     *
     * @param owedBefore what was owed of the invoice before a credit note took back; zero for an invoice
     * @throws NotMapped where an account or a rate is missing
     */
    public Voucher document(Invoice invoice, BigDecimal owedBefore) {
        boolean creditNote = invoice.heading().type() == DocumentType.CREDIT_NOTE;
        Draft draft = new Draft(rate(invoice), creditNote);
        draft.owed(invoice.totals().payable(), owedBefore, Subject.whole("Payable"));
        Money prepaid = invoice.totals().prepaid();
        if (prepaid != null && prepaid.signum() != 0) {
            draft.debit(required(chart.prepaid(), "prepaid", invoice), prepaid, Subject.whole("Paid in advance"));
        }
        revenue(invoice, draft);
        for (DocumentAllowance allowance : invoice.allowances()) {
            draft.taxed(
                    required(chart.allowances(), "allowances", invoice),
                    allowance.allowance().amount(),
                    vat(allowance.vat(), invoice).taxCode(),
                    null,
                    Subject.whole(allowance.allowance().reason()));
        }
        valueAddedTax(invoice, draft);
        return draft.voucher(
                invoice.heading().number(),
                creditNote ? Voucher.Kind.CREDIT_NOTE : Voucher.Kind.INVOICE,
                invoice.heading().issueDate(),
                invoice);
    }

    /**
     * The voucher of a payment, a returned payment, a refund or a write-off.
     *
     * @param position of the entry in the ledger of the invoice, from 1
     * @param owedBefore what was owed before it
     * @throws NotMapped where a rate is missing
     * @throws IllegalArgumentException for the entries that issued documents make by themselves
     */
    public Voucher entry(Invoice invoice, ReceivableEntry entry, int position, BigDecimal owedBefore) {
        Draft draft = new Draft(rate(invoice), false);
        Money amount = new Money(entry.amount(), invoice.heading().currency());
        Subject subject = Subject.whole(entry.reference());
        Voucher.Kind kind =
                switch (entry.kind()) {
                    case PAID -> {
                        draft.debit(chart.bank(), amount, subject);
                        draft.owed(amount.negated(), owedBefore, subject);
                        yield Voucher.Kind.PAYMENT;
                    }
                    case REFUNDED -> {
                        draft.owed(amount, owedBefore, subject);
                        draft.debit(chart.bank(), amount.negated(), subject);
                        yield Voucher.Kind.REFUND;
                    }
                    case RETURNED -> {
                        draft.owed(amount, owedBefore, subject);
                        draft.debit(chart.bank(), amount.negated(), subject);
                        yield Voucher.Kind.RETURNED_PAYMENT;
                    }
                    case WRITTEN_OFF -> {
                        draft.debit(chart.loss(), amount, subject);
                        draft.owed(amount.negated(), owedBefore, subject);
                        yield Voucher.Kind.WRITE_OFF;
                    }
                    case ISSUED, CREDITED ->
                        throw new IllegalArgumentException(
                                "issued documents have vouchers of their own: " + entry.reference());
                };
        return draft.voucher(invoice.heading().number() + "/" + position, kind, entry.bookedOn(), invoice);
    }

    /**
     * The voucher of what a reminder claims beside the invoice; empty where that is nothing.
     *
     * @throws NotMapped where no account is mapped, or a rate is missing
     */
    public Optional<Voucher> reminder(Invoice invoice, LateClaim claim, @Nullable ReminderAccounts accounts) {
        if (claim.fee().signum() == 0 && claim.interest().signum() == 0) {
            return Optional.empty();
        }
        if (accounts == null) {
            throw missing("reminders", "the fee and interest of reminder " + claim.level(), invoice);
        }
        Draft draft = new Draft(rate(invoice), false);
        draft.debit(chart.receivable(), claim.fee().plus(claim.interest()), Subject.whole("Fee and interest"));
        draft.debit(accounts.fee(), claim.fee().negated(), Subject.whole("Fee"));
        draft.debit(accounts.interest(), claim.interest().negated(), Subject.whole("Interest"));
        return Optional.of(draft.voucher(
                invoice.heading().number() + "/R" + claim.level(), Voucher.Kind.REMINDER, claim.madeOn(), invoice));
    }

    private void valueAddedTax(Invoice invoice, Draft draft) {
        List<VatSubtotal> charged = invoice.vatBreakdown().stream()
                .filter(one -> one.tax().signum() != 0)
                .toList();
        TaxCurrencyTotal stated = invoice.totals().inTaxCurrency();
        List<Money> booked = stated != null && stated.vat().currency().equals(books)
                ? stated.vat().sharedBy(charged.stream().map(VatSubtotal::tax).toList())
                : charged.stream().map(one -> draft.converted(one.tax())).toList();
        for (int i = 0; i < charged.size(); i++) {
            VatSubtotal subtotal = charged.get(i);
            VatAccount account = vat(subtotal.vat(), invoice);
            draft.post(
                    required(
                            account.account(),
                            "vat/account of " + subtotal.vat().category(),
                            invoice),
                    subtotal.tax().negated(),
                    booked.get(i).negated(),
                    account.taxCode(),
                    subtotal.taxable().amount(),
                    Subject.whole("VAT " + subtotal.vat().ratePercent().toPlainString() + " %"));
        }
    }

    private void revenue(Invoice invoice, Draft draft) {
        Map<RevenueKey, Money> sums = new LinkedHashMap<>();
        for (InvoiceLine line : invoice.lines()) {
            // What corrects what was taken off an earlier month across lines is booked as that was.
            String account = line.item().acrossLines()
                    ? required(chart.allowances(), "allowances", invoice)
                    : chart.revenueOf(line)
                            .orElseThrow(() -> missing(
                                    "revenue",
                                    "charges of " + line.item().kind() + " under VAT "
                                            + line.vat().category(),
                                    invoice))
                            .account();
            RevenueKey key = new RevenueKey(
                    account,
                    vat(line.vat(), invoice).taxCode(),
                    line.item().project(),
                    line.item().site());
            sums.merge(key, line.amount().net(), Money::plus);
        }
        sums.forEach((key, sum) -> draft.taxed(
                key.account(), sum.negated(), key.taxCode(), null, new Subject(key.project(), key.site(), "Revenue")));
    }

    private VatAccount vat(VatTreatment treatment, Invoice invoice) {
        return chart.vatOf(treatment)
                .orElseThrow(() -> missing(
                        "vat",
                        "VAT " + treatment.category() + " at "
                                + treatment.ratePercent().toPlainString() + " %",
                        invoice));
    }

    /**
     * The rate that the document states, or else the one that was kept for it, or the newest that is published for its day; for a
     * credit note that of what it takes back, so that both come to nothing in the books too.
     */
    private @Nullable ExchangeRate rate(Invoice invoice) {
        Currency currency = invoice.heading().currency();
        if (currency.equals(books)) {
            return null;
        }
        TaxCurrencyTotal stated = invoice.totals().inTaxCurrency();
        if (stated != null) {
            return stated.rate();
        }
        CreditedInvoice credited = invoice.heading().credited();
        LocalDate day = credited == null ? invoice.heading().issueDate() : credited.issueDate();
        return published
                .rate(currency, books, day)
                .orElseThrow(() -> new NotMapped(
                        "taxExchangeRates",
                        "no rate of " + currency + " in " + books + " is known for "
                                + day + ", by which " + invoice.heading().number()
                                + " would be booked"));
    }

    private static String required(@Nullable String account, String member, Invoice invoice) {
        if (account == null) {
            throw missing(member, member, invoice);
        }
        return account;
    }

    private static NotMapped missing(String member, String what, Invoice invoice) {
        return new NotMapped(
                "legalEntities/" + invoice.seller().legalEntity() + "/chart/" + member,
                "no account is mapped for " + what + ", which "
                        + invoice.heading().number() + " has");
    }

    /** Postings of a voucher that is being made. */
    private final class Draft {
        private final @Nullable ExchangeRate rate;
        private final boolean reversed;
        private final List<Posting> postings = new ArrayList<>();

        Draft(@Nullable ExchangeRate rate, boolean reversed) {
            this.rate = rate;
            this.reversed = reversed;
        }

        void debit(String account, Money amount, Subject subject) {
            taxed(account, amount, null, null, subject);
        }

        void taxed(
                String account, Money amount, @Nullable String taxCode, @Nullable BigDecimal taxable, Subject subject) {
            post(account, amount, converted(amount), taxCode, taxable, subject);
        }

        /** What is owed changes by {@code amount} from what it was. */
        void owed(Money amount, BigDecimal before, Subject subject) {
            Money nothing = Money.zero(amount.currency());
            Money was = new Money(nothing.amount().add(before), amount.currency());
            Money counted = reversed ? amount.negated() : amount;
            Money booked = converted(was.plus(counted)).minus(converted(was));
            post(chart.receivable(), amount, reversed ? booked.negated() : booked, null, null, subject);
        }

        void post(
                String account,
                Money amount,
                Money booked,
                @Nullable String taxCode,
                @Nullable BigDecimal taxable,
                Subject subject) {
            if (amount.signum() != 0) {
                postings.add(new Posting(
                        account,
                        (reversed ? amount.negated() : amount).amount(),
                        (reversed ? booked.negated() : booked).amount(),
                        taxCode,
                        taxable,
                        subject));
            }
        }

        Money converted(Money amount) {
            return rate == null ? amount : rate.convert(amount);
        }

        Voucher voucher(String number, Voucher.Kind kind, LocalDate date, Invoice invoice) {
            BigDecimal rest = Voucher.sum(postings, true).negate();
            if (rest.signum() != 0) {
                postings.add(new Posting(
                        chart.rounding(),
                        Money.zero(invoice.heading().currency()).amount(),
                        rest,
                        null,
                        null,
                        Subject.whole("Rounding of the exchange")));
            }
            return new Voucher(
                    number,
                    kind,
                    date,
                    invoice.buyer().tenant(),
                    invoice.paymentReference(),
                    rate == null ? BigDecimal.ONE : rate.rate(),
                    postings);
        }
    }
}
