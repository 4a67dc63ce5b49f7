package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.invoice.AcrossLines;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Names;
import io.wattledger.contracts.message.RatedUsage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An issued month as it stood when a document corrected it.
 *
 * @param number number of the month's invoice
 * @param effects what documents had done to its lines until then, the oldest first
 * @param invoiced its usage as it had been invoiced last
 * @param rated its usage as it was rated then
 * @param names of sites and SKUs
 * @param commercial from what discounts, commitments and credits of the month's invoice were computed, with what other months
 *     have taken of its discounts of an amount since; absent where it had none
 * @param billed what was left of its invoice and of those that had billed more of it, the oldest first: of these, discounts of an
 *     amount are taken anew; absent where the month has none, and in what was stored before they were
 */
public record MonthThen(
        String number,
        List<LineEffect> effects,
        List<RatedUsage> invoiced,
        List<RatedUsage> rated,
        Names names,
        @Nullable CommercialBasis commercial,
        @Nullable List<BilledThen> billed) {

    /** Copies the lists. */
    public MonthThen {
        effects = List.copyOf(effects);
        invoiced = List.copyOf(invoiced);
        rated = List.copyOf(rated);
        billed = billed == null ? null : List.copyOf(billed);
    }

    /**
     * What was left of an invoice.
     *
     * @param number its number
     * @param left of each of its lines, by number
     * @param across of its allowances and credits
     */
    public record BilledThen(String number, SortedMap<Integer, Money> left, AcrossLines across) {

        /** Copies the map. */
        public BilledThen {
            left = new TreeMap<>(left);
        }
    }

    /** Numbers of the issued documents without which it cannot be corrected. */
    List<String> documents() {
        return billed == null
                ? List.of(number)
                : Stream.concat(Stream.of(number), billed.stream().map(BilledThen::number))
                        .distinct()
                        .toList();
    }
}
