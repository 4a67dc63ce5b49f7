package io.wattledger.contracts.message;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one component of a tariff version costs over one charge period, unrounded.
 *
 * @param component id of the component inside its tariff version
 * @param kind what it charges for
 * @param description words for an invoice line, in English
 * @param quantity how much, in {@code unit}
 * @param unit the unit of the quantity
 * @param unitPrice price per unit; absent where it differs from slot to slot
 * @param amount unrounded, in the currency of the message
 * @param itMillijoules IT energy behind the charge; 0 where it is no energy charge
 * @param estimatedMillijoules the part of it that was modelled for want of a measurement
 * @param documents SHA-256 (hex) of the price documents used, sorted
 */
public record Charge(
        String component,
        ChargeKind kind,
        String description,
        BigDecimal quantity,
        ChargeUnit unit,
        @Nullable BigDecimal unitPrice,
        BigDecimal amount,
        long itMillijoules,
        long estimatedMillijoules,
        List<String> documents) {

    /** Copies the list. */
    public Charge {
        documents = List.copyOf(documents);
    }
}
