package io.wattledger.billing.payment;

import io.wattledger.billing.account.CheckDigits;
import io.wattledger.billing.settlement.EntryKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which invoices a transaction pays. Structured references come before words; only what is certain is assigned: one
 * invoice takes whatever amount comes, several take theirs only where the amounts add up to the payment.
 */
public final class Matching {

    private static final int LONGEST_NAMED = 200;

    private Matching() {}

    /**
     * The verdict on a transaction that is no reversal of a payment.
     *
     * @param legalEntities to whom the account belongs
     * @param found every invoice that is known under a name the transaction gives; may hold more than are meant
     */
    public static Verdict decide(
            BankTransaction transaction, Set<String> legalEntities, Collection<PayableInvoice> found) {
        BankTransaction.Booking booking = transaction.booking();
        if (booking.amount().signum() <= 0) {
            return new Verdict.Outgoing();
        }
        if (booking.isReversal()) {
            return undecided(Unmatched.OUTGOING_CAME_BACK, "an outgoing payment has come back");
        }
        if (!booking.isItemised()) {
            return undecided(Unmatched.NOT_ITEMISED, "the bank booked several payments as one and does not list them");
        }
        Map<String, Meant> meant = new LinkedHashMap<>();
        BankTransaction.Remittance remittance = transaction.remittance();
        List<String> unknown = new ArrayList<>();
        for (BankTransaction.Named named : remittance.structured()) {
            List<PayableInvoice> matches = matches(PaymentKeys.ofReference(named.reference()), found);
            if (matches.size() > 1) {
                return ambiguous(named.reference(), matches);
            }
            if (matches.isEmpty()) {
                unknown.add(named.reference());
            } else {
                meant.merge(matches.getFirst().number(), new Meant(matches.getFirst(), named.amount()), Meant::and);
            }
        }
        if (!meant.isEmpty() && !unknown.isEmpty()) {
            return undecided(Unmatched.UNKNOWN_REFERENCE, "no invoice is known as " + unknown);
        }
        if (meant.isEmpty()) {
            matches(PaymentKeys.ofText(remittance.text()), found)
                    .forEach(invoice -> meant.put(invoice.number(), new Meant(invoice, null)));
        }
        return meant.isEmpty() ? nothingMeant(remittance) : shares(transaction, legalEntities, meant.values());
    }

    /** An invoice that a transaction names, with the part of the amount that it says is for it. */
    private record Meant(PayableInvoice invoice, @Nullable BigDecimal amount) {

        Meant and(Meant other) {
            return new Meant(invoice, amount == null || other.amount == null ? null : amount.add(other.amount));
        }
    }

    private static Verdict shares(BankTransaction transaction, Set<String> legalEntities, Collection<Meant> meant) {
        for (Meant one : meant) {
            Verdict.@Nullable Undecided objection = objection(transaction, legalEntities, one.invoice());
            if (objection != null) {
                return objection;
            }
        }
        BigDecimal amount = transaction.booking().amount();
        List<Verdict.Share> shares = meant.stream()
                .map(one -> new Verdict.Share(one.invoice(), partOf(one, amount, meant.size() == 1)))
                .toList();
        BigDecimal sum = shares.stream().map(Verdict.Share::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean isPositive = shares.stream().allMatch(share -> share.amount().signum() > 0);
        if (sum.compareTo(amount) != 0 || !isPositive) {
            return undecided(
                    Unmatched.AMOUNTS_DIFFER,
                    "the payment of " + amount.toPlainString() + " is not the sum of what is stated or owed: "
                            + shares.stream()
                                    .map(share -> share.invoice().number() + " "
                                            + share.amount().toPlainString())
                                    .toList());
        }
        return new Verdict.Pays(shares);
    }

    private static BigDecimal partOf(Meant meant, BigDecimal whole, boolean isOnly) {
        BigDecimal stated = meant.amount();
        if (stated != null) {
            return stated;
        }
        return isOnly ? whole : meant.invoice().receivable().balance();
    }

    private static Verdict.@Nullable Undecided objection(
            BankTransaction transaction, Set<String> legalEntities, PayableInvoice invoice) {
        if (!legalEntities.contains(invoice.legalEntity())) {
            return undecided(
                    Unmatched.OTHER_SELLER,
                    invoice.number() + " was issued by " + invoice.legalEntity() + ", the account is of "
                            + legalEntities);
        }
        if (!invoice.currency().equals(transaction.booking().currency())) {
            return undecided(
                    Unmatched.OTHER_CURRENCY,
                    invoice.number() + " is in " + invoice.currency() + ", the payment in "
                            + transaction.booking().currency());
        }
        boolean isEntered = invoice.receivable().entries().stream()
                .filter(entry -> entry.kind() == EntryKind.PAID)
                .anyMatch(entry -> entry.reference().equals(transaction.bankReference())
                        || entry.reference().equals(transaction.endToEnd()));
        return isEntered
                ? undecided(
                        Unmatched.ENTERED_BY_HAND,
                        "the ledger of " + invoice.number() + " holds a payment with the same reference")
                : null;
    }

    private static List<PayableInvoice> matches(PaymentKeys keys, Collection<PayableInvoice> found) {
        return found.stream().filter(keys::name).toList();
    }

    private static Verdict nothingMeant(BankTransaction.Remittance remittance) {
        for (BankTransaction.Named named : remittance.structured()) {
            String compact = named.reference().replaceAll("\\s", "").toUpperCase(Locale.ROOT);
            boolean isKid = compact.matches("[0-9]{3,24}[0-9-]");
            boolean isMistyped = isKid
                    ? !CheckDigits.kidMod10(compact) && !CheckDigits.kidMod11(compact)
                    : compact.matches("RF[0-9]{2}[0-9A-Z]+") && !CheckDigits.creditorReference(compact);
            if (isMistyped) {
                return undecided(
                        Unmatched.WRONG_CHECK_DIGIT, "the check digits of '" + named.reference() + "' do not hold");
            }
        }
        PaymentKeys keys = PaymentKeys.of(remittance);
        return keys.references().isEmpty() && keys.numbers().isEmpty()
                ? undecided(Unmatched.NO_REFERENCE, "the payment names no invoice")
                : undecided(
                        Unmatched.UNKNOWN_REFERENCE,
                        "no invoice is known under what the payment names: " + named(remittance));
    }

    /** What the payment names, as the payer wrote it. */
    private static String named(BankTransaction.Remittance remittance) {
        List<String> words = new ArrayList<>();
        remittance.structured().forEach(named -> words.add(named.reference()));
        words.addAll(remittance.text());
        String all = words.toString();
        return all.length() > LONGEST_NAMED ? all.substring(0, LONGEST_NAMED) + "…" : all;
    }

    private static Verdict ambiguous(String reference, List<PayableInvoice> matches) {
        return undecided(
                Unmatched.AMBIGUOUS_REFERENCE,
                "'" + reference + "' may be any of "
                        + matches.stream().map(PayableInvoice::number).toList());
    }

    private static Verdict.Undecided undecided(Unmatched reason, String detail) {
        return new Verdict.Undecided(reason, detail);
    }
}
