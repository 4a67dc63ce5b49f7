package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * Where to pay (BG-17).
 *
 * @param iban without spaces, check digits proven (BT-84)
 * @param bic of the bank (BT-86)
 * @param accountName holder (BT-85)
 */
public record BankAccount(
        String iban, @Nullable String bic, @Nullable String accountName) {}
