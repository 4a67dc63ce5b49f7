package io.wattledger.billing.flow;

import io.wattledger.billing.account.Resold;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes rated usage from pricing; the highest revision of a key holds, in whatever order the revisions come. */
@ApplicationScoped
public class RecordRatedUsage {

    /** A hundred quarter-hours of eleven million GPUs: sums over all records of many years stay in the range of their columns. */
    private static final long MOST_MILLI_GPU_SECONDS = 1_000_000_000_000_000L;

    private final TenantScope scope;
    private final ChargeLedger ledger;
    private final ResaleBook resales;

    RecordRatedUsage(TenantScope scope, ChargeLedger ledger, ResaleBook resales) {
        this.scope = scope;
        this.ledger = ledger;
        this.resales = resales;
    }

    /**
     * Rated usage as it is kept, from its message.
     *
     * @throws IOException when the bytes are not rated usage
     * @throws IllegalArgumentException when a part of its key is blank, its project named like one of a reseller's tenant, or it states
     *     more than anything could use in a day
     */
    public static RatedEntry entry(byte[] message) throws IOException {
        RatedUsage usage = WireJson.read(message, RatedUsage.class);
        if (Resold.isSold(usage)) {
            throw new IllegalArgumentException(
                    "the project '" + usage.project()
                            + "' is written as the books of resellers write those of their tenants; report it under another name");
        }
        if (usage.milliGpuSeconds() > MOST_MILLI_GPU_SECONDS) {
            throw new IllegalArgumentException(
                    "the record states " + usage.milliGpuSeconds() + " milli-GPU-seconds; more than "
                            + MOST_MILLI_GPU_SECONDS + " are no usage of a day, and sums of them no figures");
        }
        return entry(usage, message);
    }

    private static RatedEntry entry(RatedUsage usage, byte[] message) {
        usage.usageKey();
        BigDecimal amount = usage.charges().stream().map(Charge::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new RatedEntry(usage, amount, Sha256.of(WireJson.write(withoutRevision(usage))), message);
    }

    /**
     * Keeps the highest revision of each key within the caller's transaction, which works for the tenants of the entries. What a
     * reseller is invoiced for goes into the reseller's books, and the transaction works for the reseller too from then on.
     */
    public void record(Connection connection, List<RatedEntry> entries) throws SQLException {
        Map<String, RatedEntry> newest = new LinkedHashMap<>();
        for (RatedEntry entry : entries) {
            newest.merge(entry.usage().recordKey(), entry, RecordRatedUsage::newer);
        }
        ledger.record(connection, billed(connection, newest.values()));
    }

    private Collection<RatedEntry> billed(Connection connection, Collection<RatedEntry> entries) throws SQLException {
        Set<String> tenants =
                entries.stream().map(entry -> entry.usage().tenant()).collect(Collectors.toSet());
        List<Resold> resold = resales.of(connection, tenants);
        if (resold.isEmpty()) {
            return entries;
        }
        scope.widen(connection, resold.stream().map(Resold::reseller).collect(Collectors.toSet()));
        return entries.stream().map(entry -> billed(entry, resold)).toList();
    }

    private static RatedEntry billed(RatedEntry entry, List<Resold> resold) {
        for (Resold one : resold) {
            if (one.tenant().equals(entry.usage().tenant())
                    && one.covers(entry.usage().periodStart())) {
                RatedUsage usage = one.billed(entry.usage());
                return entry(usage, WireJson.write(usage));
            }
        }
        return entry;
    }

    private static RatedEntry newer(RatedEntry one, RatedEntry other) {
        return other.usage().revision() > one.usage().revision() ? other : one;
    }

    /** Pricing may rate again and come to the same; that is no change of what an invoice says. */
    private static RatedUsage withoutRevision(RatedUsage usage) {
        return usage.withRevision(0);
    }
}
