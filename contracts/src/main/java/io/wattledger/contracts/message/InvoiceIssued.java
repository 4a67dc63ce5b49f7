package io.wattledger.contracts.message;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An invoice or a credit note was issued; its documents can be fetched from billing by number. The amounts of a credit note
 * stand as on the document: what is above zero is due to the tenant.
 *
 * @param tenant whom it bills
 * @param legalEntity who issued it
 * @param number its number in the legal entity's series
 * @param contract id of the contract
 * @param periodStart first local day of the billing period
 * @param periodEnd first local day after it
 * @param issueDate BT-2
 * @param currency ISO 4217
 * @param net total without VAT
 * @param tax VAT total
 * @param payable amount due
 * @param sha256 SHA-256 (hex) of the stored JSON document
 * @param credits number of the invoice that a credit note takes back; absent on an invoice
 */
public record InvoiceIssued(
        String tenant,
        String legalEntity,
        String number,
        String contract,
        LocalDate periodStart,
        LocalDate periodEnd,
        LocalDate issueDate,
        String currency,
        BigDecimal net,
        BigDecimal tax,
        BigDecimal payable,
        String sha256,
        @Nullable String credits) {}
