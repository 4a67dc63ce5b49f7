package io.wattledger.billing.invoice;

import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * The legal entity that bills, as it was at issue (BG-4).
 *
 * @param legalEntity its id in the catalog
 * @param name registered name (BT-27)
 * @param identity registers
 * @param electronicAddress where it receives electronic documents
 * @param address postal address
 * @param contact whom to ask
 * @param bank where to pay
 * @param accountingCurrency currency in which it accounts for VAT (BT-6 where it differs from the invoice's)
 */
public record Seller(
        String legalEntity,
        String name,
        LegalIdentity identity,
        @Nullable ElectronicAddress electronicAddress,
        PostalAddress address,
        @Nullable Contact contact,
        BankAccount bank,
        Currency accountingCurrency) {}
