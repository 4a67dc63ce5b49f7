package io.wattledger.pricing.flow;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.ops.PricingMetrics;
import io.wattledger.pricing.site.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps the slot totals that metering states and marks the days whose usage they changed. */
@ApplicationScoped
public class RecordSlots {

    /** Eleven million GPUs for all of the quarter-hour: sums over all slots of many years stay in the range of their columns. */
    private static final long MOST_MILLI_GPU_SECONDS = 10_000_000_000_000L;

    /** Eleven gigawatts for all of the quarter-hour. */
    private static final long MOST_MILLIJOULES = 10_000_000_000_000_000L;

    private final SlotLedger ledger;
    private final CatalogBook catalogs;
    private final DirtyDays dirtyDays;
    private final PricingMetrics metrics;
    private final Clock clock;

    RecordSlots(SlotLedger ledger, CatalogBook catalogs, DirtyDays dirtyDays, PricingMetrics metrics, Clock clock) {
        this.ledger = ledger;
        this.catalogs = catalogs;
        this.dirtyDays = dirtyDays;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * A total of a slot from its message.
     *
     * @throws IOException when the bytes are no total of a slot
     * @throws IllegalArgumentException when a part of its key is blank, or it states more than anything could use in a quarter-hour
     */
    public static MeteredUsage total(byte[] message) throws IOException {
        MeteredUsage total = WireJson.read(message, MeteredUsage.class);
        total.usageKey();
        if (total.milliGpuSeconds() > MOST_MILLI_GPU_SECONDS || total.measuredMillijoules() > MOST_MILLIJOULES) {
            throw new IllegalArgumentException("slot " + total.slotStart() + " states " + total.milliGpuSeconds()
                    + " milli-GPU-seconds and " + total.measuredMillijoules() + " millijoules; more than "
                    + MOST_MILLI_GPU_SECONDS + " and " + MOST_MILLIJOULES
                    + " are no usage of a quarter-hour, and sums of them no figures");
        }
        return total;
    }

    /** Records totals inside the caller's transaction; of several for one slot the highest revision counts. */
    public void record(Connection connection, Collection<MeteredUsage> totals) throws SQLException {
        Map<String, MeteredUsage> highest = new LinkedHashMap<>();
        for (MeteredUsage total : totals) {
            highest.merge(total.recordKey(), total, (one, other) -> one.revision() >= other.revision() ? one : other);
        }
        List<MeteredUsage> changed = ledger.keepHighest(connection, highest.values());
        Map<String, Site> sites = changed.isEmpty() ? Map.of() : catalogs.load().sites();
        SortedSet<DayKey> days = new TreeSet<>();
        for (MeteredUsage total : changed) {
            addDays(days, total, sites.get(total.site()));
        }
        dirtyDays.touch(connection, days, clock.instant());
        metrics.slotsRecorded(changed.size());
    }

    /** The local day of a site that is not known yet may be that of UTC or one beside it, so all three are marked. */
    private static void addDays(SortedSet<DayKey> days, MeteredUsage total, @Nullable Site site) {
        UsageKey key = total.usageKey();
        if (site != null) {
            days.add(new DayKey(key, site.dayOf(total.slotStart())));
            return;
        }
        LocalDate day = total.slotStart().atZone(ZoneOffset.UTC).toLocalDate();
        days.add(new DayKey(key, day.minusDays(1)));
        days.add(new DayKey(key, day));
        days.add(new DayKey(key, day.plusDays(1)));
    }
}
