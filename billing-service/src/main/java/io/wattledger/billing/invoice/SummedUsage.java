package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rated usage summed up without rounding, one sum per project, site, SKU and component of a tariff; it does not change any more. */
public final class SummedUsage {

    /** The order of lines; kinds by an explicit rank, so that reordering an enum changes no invoice. */
    private static final Comparator<LineKey> ORDER = Comparator.comparing(LineKey::project)
            .thenComparing(LineKey::site)
            .thenComparing(LineKey::sku)
            .thenComparing(key -> rank(key.kind()))
            .thenComparing(LineKey::component)
            .thenComparing(LineKey::part)
            .thenComparing(LineKey::tariff)
            .thenComparing(key -> key.unit().name());

    private final List<LineSum> lines;
    private final long records;
    private final SortedMap<String, String> recordByCurrency;
    private final SortedSet<String> named;
    private final Map<String, Long> standIns;
    /** What the lines of a component come to, of those in {@link #standIns}. */
    private final Map<String, BigDecimal> quantities = new HashMap<>();

    SummedUsage(
            Collection<LineSum> lines,
            long records,
            SortedMap<String, String> recordByCurrency,
            SortedSet<String> named,
            Map<String, Long> standIns) {
        this.lines =
                lines.stream().sorted(Comparator.comparing(LineSum::key, ORDER)).toList();
        this.records = records;
        this.recordByCurrency = new TreeMap<>(recordByCurrency);
        this.named = Collections.unmodifiableSortedSet(new TreeSet<>(named));
        this.standIns = Map.copyOf(standIns);
        for (LineSum line : this.lines) {
            if (standIns.containsKey(line.key().component())) {
                quantities.merge(line.key().component(), line.quantity(), BigDecimal::add);
            }
        }
    }

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

    /** The sums of some records, in any order. */
    public static SummedUsage of(Collection<RatedUsage> usage) {
        UsageSum sum = new UsageSum();
        usage.forEach(sum::add);
        return sum.summed();
    }

    /** Whether no record was added, which is less than that nothing came of them. */
    public boolean isEmpty() {
        return records == 0;
    }

    /** How many sums there are: an invoice has at most so many lines of it. */
    public int size() {
        return lines.size();
    }

    /** Ids of the sites and SKUs of the records. */
    public SortedSet<String> named() {
        return named;
    }

    /** The projects of the records, as the books name them. */
    public SortedSet<String> projects() {
        SortedSet<String> projects = new TreeSet<>();
        lines.forEach(line -> projects.add(line.key().project()));
        return projects;
    }

    /** The lines of all charges, numbered from 1; charges of neither quantity nor amount make no line. */
    List<InvoiceLine> lines(Billable billable) {
        requireCurrency(billable);
        List<InvoiceLine> numbered = new ArrayList<>();
        for (LineSum sum : lines) {
            if (!sum.isNothing()) {
                numbered.add(sum.line(numbered.size() + 1, billable, standInsOf(sum)));
            }
        }
        return numbered;
    }

    /** Of what stands in for the contract as a whole the part of a line, as its quantity is of all of the component. */
    private long standInsOf(LineSum sum) {
        String component = sum.key().component();
        BigDecimal all = quantities.getOrDefault(component, BigDecimal.ZERO);
        return all.signum() == 0
                ? 0
                : LineSum.divide(
                                BigDecimal.valueOf(standIns.getOrDefault(component, 0L))
                                        .multiply(sum.quantity()),
                                all)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
    }

    private void requireCurrency(Billable billable) {
        String billed = billable.currency().getCurrencyCode();
        for (Map.Entry<String, String> record : recordByCurrency.entrySet()) {
            if (!record.getKey().equals(billed)) {
                throw new IllegalArgumentException(
                        "usage " + record.getValue() + " is rated in " + record.getKey() + ", not in " + billed);
            }
        }
    }
}
