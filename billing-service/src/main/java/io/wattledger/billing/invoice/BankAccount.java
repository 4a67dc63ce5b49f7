package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * Where to pay (BG-17).
 *
 * @param iban without spaces, check digits proven (BT-84)
 * @param bic of the bank (BT-86)
 * @param accountName holder (BT-85)
 * @param kid by what payments are matched; absent where payers state the invoice number
 */
public record BankAccount(
        String iban,
        @Nullable String bic,
        @Nullable String accountName,
        @Nullable KidAgreement kid) {

    /** An account to which payers state the invoice number. */
    public BankAccount(String iban, @Nullable String bic, @Nullable String accountName) {
        this(iban, bic, accountName, null);
    }
}
