package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/** Computes customer identification numbers as the Norwegian banks define them (Mastercard Payment Services, KID). */
final class Kid {

    private static final int LONGEST = 25;
    private static final int TEN = 10;
    private static final int ELEVEN = 11;
    private static final int LARGEST_WEIGHT = 7;

    private Kid() {}

    /**
     * The number under which the payment of an invoice is known.
     *
     * @param customerNumber digits; needed where the agreement has room for it
     * @throws IllegalArgumentException when customer or invoice number have more digits than agreed, or none
     */
    static String of(KidAgreement agreement, @Nullable String customerNumber, String invoiceNumber) {
        String customer = agreement.customerDigits() == 0
                ? ""
                : filled("customer number", customerNumber == null ? "" : customerNumber, agreement.customerDigits());
        String invoice = filled("invoice number", invoiceNumber.replaceAll("[^0-9]", ""), agreement.invoiceDigits());
        String digits = customer + invoice;
        if (digits.length() >= LONGEST) {
            throw new IllegalArgumentException("a KID has at most 25 characters, not " + (digits.length() + 1));
        }
        return digits
                + switch (agreement.checkDigit()) {
                    case MOD10 -> mod10(digits);
                    case MOD11 -> mod11(digits);
                };
    }

    private static String filled(String what, String digits, int length) {
        if (digits.isEmpty() || digits.length() > length || !digits.chars().allMatch(Character::isDigit)) {
            throw new IllegalArgumentException("the " + what + " '" + digits + "' does not have 1 to " + length
                    + " digits, as the KID has room for");
        }
        return "0".repeat(length - digits.length()) + digits;
    }

    private static String mod10(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int product = digit(digits, i) * (2 - i % 2);
            sum += product / TEN + product % TEN;
        }
        return Integer.toString((TEN - sum % TEN) % TEN);
    }

    private static String mod11(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += digit(digits, i) * (2 + i % (LARGEST_WEIGHT - 1));
        }
        int check = (ELEVEN - sum % ELEVEN) % ELEVEN;
        return check == TEN ? "-" : Integer.toString(check);
    }

    /** The digit at {@code index}, counted from the right. */
    private static int digit(String digits, int index) {
        return digits.charAt(digits.length() - 1 - index) - '0';
    }
}
