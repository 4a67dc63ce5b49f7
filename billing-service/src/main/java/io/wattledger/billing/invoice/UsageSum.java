package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums up rated usage per line while its records go by, in any order, and keeps none of them: a month of a million charges takes
 * as much memory as its lines. The order shows nowhere: what a line takes from a single charge, its words and the form of its
 * price, is that of the first by key and time.
 */
public final class UsageSum {

    private final Map<LineKey, LineSum> lines = new HashMap<>();
    private final SortedMap<String, String> recordByCurrency = new TreeMap<>();
    private final NamedIds named = new NamedIds();
    /** Energy at prices that stand in, in millijoules by component, told for the contract and not for a project. */
    private final Map<String, Long> standIns = new HashMap<>();
    /** Records repeat a few texts a million times; each is kept once. */
    private final Map<String, String> texts = new HashMap<>();

    private long records;

    /** Adds a record; each must be added once. */
    public void add(RatedUsage usage) {
        records++;
        named.add(usage);
        recordByCurrency.merge(usage.currency(), usage.recordKey(), UsageSum::first);
        UsageKey series = usage.usageKey();
        for (Charge charge : usage.charges()) {
            LineKey key = LineKey.of(usage, charge);
            LineSum line = lines.get(key);
            if (line == null) {
                line = new LineSum(key.with(this::once));
                lines.put(line.key(), line);
            }
            line.add(series, usage, charge, this::once);
        }
        for (Gap gap : usage.gaps()) {
            boolean hasCharge = usage.charges().stream()
                    .anyMatch(charge -> charge.component().equals(gap.component()));
            if (gap.filled() && !hasCharge) {
                standIns.merge(once(gap.component()), gap.facilityMillijoules(), Math::addExact);
            }
        }
    }

    /** Hands over what the records come to; what is added afterwards is summed up anew. */
    public SummedUsage summed() {
        SummedUsage summed = new SummedUsage(lines.values(), records, recordByCurrency, named.ids(), standIns);
        lines.clear();
        recordByCurrency.clear();
        standIns.clear();
        named.clear();
        records = 0;
        return summed;
    }

    private String once(String text) {
        String kept = texts.putIfAbsent(text, text);
        return kept == null ? text : kept;
    }

    private static String first(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
