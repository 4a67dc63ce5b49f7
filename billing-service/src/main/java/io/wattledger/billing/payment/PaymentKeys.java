package io.wattledger.billing.payment;

import io.wattledger.billing.account.CheckDigits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which names an invoice may be looked up.
 *
 * @param references what may be a payment reference such as a KID: without spaces, in capitals
 * @param numbers what may be an invoice number: capitals and digits alone
 */
public record PaymentKeys(Set<String> references, Set<String> numbers) {

    private static final int SHORTEST_NUMBER = 3;
    private static final int LONGEST_NUMBER = 40;
    private static final int MOST_WORDS = 200;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{3,24}[0-9-]");
    private static final Pattern CREDITOR_REFERENCE = Pattern.compile("RF[0-9]{2}( ?[0-9A-Z]){1,21}");

    /** Copies the sets. */
    public PaymentKeys {
        references = Set.copyOf(references);
        numbers = Set.copyOf(numbers);
    }

    /** Everything under which the documents of a transaction may be looked up, however it names them. */
    public static PaymentKeys of(BankTransaction.Remittance remittance) {
        Set<String> references = new LinkedHashSet<>();
        Set<String> numbers = new LinkedHashSet<>();
        remittance.structured().forEach(named -> {
            PaymentKeys keys = ofReference(named.reference());
            references.addAll(keys.references());
            numbers.addAll(keys.numbers());
        });
        PaymentKeys text = ofText(remittance.text());
        references.addAll(text.references());
        numbers.addAll(text.numbers());
        return new PaymentKeys(references, numbers);
    }

    /** What a structured reference may stand for; what a creditor reference of ISO 11649 wraps is taken out of it. */
    static PaymentKeys ofReference(String reference) {
        String compact = reference.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        String wrapped = CheckDigits.creditorReference(compact) ? compact.substring(4) : compact;
        String number = number(wrapped);
        return new PaymentKeys(
                compact.equals(wrapped) ? Set.of(compact) : Set.of(compact, wrapped),
                number.isEmpty() ? Set.of() : Set.of(number));
    }

    /** What words to people may name: each word, and each two that stand side by side. */
    static PaymentKeys ofText(List<String> lines) {
        Set<String> references = new LinkedHashSet<>();
        Set<String> numbers = new LinkedHashSet<>();
        for (String line : lines) {
            String capitals = line.toUpperCase(Locale.ROOT);
            Matcher creditor = CREDITOR_REFERENCE.matcher(capitals);
            while (creditor.find()) {
                PaymentKeys keys = ofReference(creditor.group());
                references.addAll(keys.references());
                numbers.addAll(keys.numbers());
            }
            String[] words = capitals.split("[^0-9A-Z/.\\-]+", MOST_WORDS);
            for (int i = 0; i < words.length; i++) {
                if (DIGITS.matcher(words[i]).matches()) {
                    references.add(words[i]);
                }
                addNumber(numbers, words[i]);
                addNumber(numbers, i == 0 ? "" : words[i - 1] + words[i]);
            }
        }
        return new PaymentKeys(references, numbers);
    }

    /** Capitals and digits of an invoice number, since payers leave out or change what stands between. */
    public static String number(String written) {
        return written.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
    }

    /** Whether an invoice with this payment reference and number is among what was looked for. */
    boolean name(PayableInvoice invoice) {
        String reference = invoice.paymentReference().replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        return references.contains(reference) || numbers.contains(number(invoice.number()));
    }

    private static void addNumber(Set<String> numbers, String words) {
        String number = number(words);
        if (number.length() >= SHORTEST_NUMBER
                && number.length() <= LONGEST_NUMBER
                && number.chars().anyMatch(Character::isDigit)) {
            numbers.add(number);
        }
    }
}
