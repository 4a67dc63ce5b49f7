package io.wattledger.contracts.message;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one component of a tariff version costs over one charge period, unrounded. A component may have several charges in
 * one period: one per part, and, in the record of a month, one per site and SKU.
 *
 * @param component id of the component inside its tariff version
 * @param part which part of the component, for example a tier; absent where it has only one
 * @param kind what it charges for
 * @param description words for an invoice line, in English
 * @param site in the record of a month, the site that the charge falls to; absent where it is that of the record, or none
 * @param sku in the record of a month, the SKU that the charge falls to; absent where it is that of the record, or none
 * @param quantity how much, in {@code unit}
 * @param unit the unit of the quantity
 * @param unitPrice price per unit; absent where it differs from slot to slot
 * @param amount unrounded, in the currency of the message; below 0 for a credit
 * @param itMillijoules IT energy behind the charge; 0 where it is no energy charge
 * @param estimatedMillijoules the part of it that was modelled for want of a measurement, or estimated by metering
 * @param documents SHA-256 (hex) of the price documents used, sorted
 */
public record Charge(
        String component,
        @Nullable String part,
        ChargeKind kind,
        String description,
        @Nullable String site,
        @Nullable String sku,
        BigDecimal quantity,
        ChargeUnit unit,
        @Nullable BigDecimal unitPrice,
        BigDecimal amount,
        long itMillijoules,
        long estimatedMillijoules,
        List<String> documents) {

    /** The part that sells again, as a credit, what was bought ahead and not used. */
    public static final String SURPLUS = "surplus";

    /** Copies the list. */
    public Charge {
        documents = List.copyOf(documents);
    }
}
