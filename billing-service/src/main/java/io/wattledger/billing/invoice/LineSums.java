package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** From charges per day to invoice lines: one per project, site, SKU and component of a tariff. */
final class LineSums {

    private LineSums() {}

    /** The order of lines; kinds by an explicit rank, so that reordering an enum changes no invoice. */
    private static final Comparator<LineKey> ORDER = Comparator.comparing(LineKey::project)
            .thenComparing(LineKey::site)
            .thenComparing(LineKey::sku)
            .thenComparing(key -> rank(key.kind()))
            .thenComparing(LineKey::component)
            .thenComparing(LineKey::part)
            .thenComparing(LineKey::tariff)
            .thenComparing(key -> key.unit().name());

    private static int rank(ChargeKind kind) {
        return switch (kind) {
            case GPU_TIME -> 1;
            case ENERGY -> 2;
            case RESERVATION -> 3;
            case GRID -> 4;
            case LEVY -> 5;
            case CERTIFICATE -> 6;
            case FEE -> 7;
            case CREDIT -> 8;
        };
    }

    /** The lines of all charges, numbered from 1; charges of neither quantity nor amount make no line. */
    static List<InvoiceLine> lines(Billable billable) {
        SortedMap<LineKey, LineSum> sums = new TreeMap<>(ORDER);
        List<RatedUsage> ordered = billable.usage().stream()
                .sorted(Comparator.comparing(RatedUsage::usageKey).thenComparing(RatedUsage::periodStart))
                .toList();
        for (RatedUsage usage : ordered) {
            requireCurrency(usage, billable);
            for (Charge charge : usage.charges()) {
                sums.computeIfAbsent(LineKey.of(usage, charge), key -> new LineSum(usage, charge))
                        .add(usage, charge);
            }
        }
        List<InvoiceLine> lines = new ArrayList<>();
        for (LineSum sum : sums.values()) {
            if (!sum.isNothing()) {
                lines.add(sum.line(lines.size() + 1, billable));
            }
        }
        return lines;
    }

    private static void requireCurrency(RatedUsage usage, Billable billable) {
        if (!usage.currency().equals(billable.currency().getCurrencyCode())) {
            throw new IllegalArgumentException("usage " + usage.recordKey() + " is rated in " + usage.currency()
                    + ", not in " + billable.currency());
        }
    }
}
