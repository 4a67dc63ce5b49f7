package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Names;
import io.wattledger.contracts.message.RatedUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issued month as it stood when a document corrected it.
 *
 * @param number number of the month's invoice
 * @param effects what documents had done to its lines until then, the oldest first
 * @param invoiced its usage as it had been invoiced last
 * @param rated its usage as it was rated then
 * @param names of sites and SKUs
 * @param commercial from what discounts, commitments and credits of the month's invoice were computed; absent where it had none
 */
public record MonthThen(
        String number,
        List<LineEffect> effects,
        List<RatedUsage> invoiced,
        List<RatedUsage> rated,
        Names names,
        @Nullable CommercialBasis commercial) {

    /** Copies the lists. */
    public MonthThen {
        effects = List.copyOf(effects);
        invoiced = List.copyOf(invoiced);
        rated = List.copyOf(rated);
    }
}
