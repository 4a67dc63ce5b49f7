package io.wattledger.billing.invoice;

/**
 * What a Norwegian seller has agreed with its bank about customer identification numbers (KID), by which payments are
 * matched: the customer's number, the digits of the invoice number, and a check digit.
 *
 * @param customerDigits how long the customer's number is; zero where it is not part of the KID
 * @param invoiceDigits to how many digits those of the invoice number are filled up with zeros
 * @param checkDigit how the last digit is computed
 */
public record KidAgreement(int customerDigits, int invoiceDigits, CheckDigit checkDigit) {

    /** The two procedures of the Norwegian banks. */
    public enum CheckDigit {
        /** Weights 2 and 1 from the right, sums of digits, modulus 10. */
        MOD10,
        /** Weights 2 to 7 from the right, modulus 11; the value 10 is written {@code -}. */
        MOD11
    }
}
