package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.LineItem;
import io.wattledger.contracts.message.ChargeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which charges something is about.
 *
 * @param kinds what they charge for; nothing else belongs to them, so energy only where it is named
 * @param skus ids of SKUs; absent for all
 * @param sites ids of sites; absent for all
 */
public record ChargeSelection(
        List<ChargeKind> kinds,
        @Nullable List<String> skus,
        @Nullable List<String> sites) {

    /** What GPUs cost, whether they run or are kept free: meant where nothing else is said. */
    public static final ChargeSelection COMPUTE =
            new ChargeSelection(List.of(ChargeKind.GPU_TIME, ChargeKind.RESERVATION), null, null);

    /** Copies the lists. */
    public ChargeSelection {
        kinds = List.copyOf(kinds);
        skus = skus == null ? null : List.copyOf(skus);
        sites = sites == null ? null : List.copyOf(sites);
    }

    /** Whether the charges of a line belong to them. */
    public boolean matches(LineItem item) {
        return kinds.contains(item.kind())
                && (skus == null || skus.contains(item.sku()))
                && (sites == null || sites.contains(item.site()));
    }
}
