package io.wattledger.metering.flow;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.allocation.Stretch;
import io.wattledger.metering.flow.AllocationBook.Latest;
import io.wattledger.metering.flow.AllocationBook.Open;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import io.wattledger.metering.slot.SlotDelta;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Meters open allocations up to the watermark of their site, as it advances. */
@ApplicationScoped
public class ExtendOpenAllocations {

    private final AllocationBook book;
    private final SiteWatermarks watermarks;
    private final ClaimDevices claimDevices;
    private final UsageLedger ledger;
    private final Clock clock;

    ExtendOpenAllocations(
            AllocationBook book,
            SiteWatermarks watermarks,
            ClaimDevices claimDevices,
            UsageLedger ledger,
            Clock clock) {
        this.book = book;
        this.watermarks = watermarks;
        this.claimDevices = claimDevices;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Extends open allocations of one site, in the transaction of the caller, who works for its tenant.
     *
     * @param most how many at most, which bounds the memory and the length of the transaction
     * @return how many there were; fewer than {@code most} when all are done
     * @throws io.wattledger.chassis.tenancy.TooMuchAtOnce where fewer of them are to be tried; never of a single one
     */
    public int extend(TenantSite site, int most) {
        Instant watermark = watermarks.of(List.of(site)).get(site);
        if (watermark == null) {
            return 0;
        }
        List<Open> open = book.takeOpen(site, watermark, most);
        if (open.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        TallyFold tally = new TallyFold();
        Effects effects = new Effects(now, tally, open.size() > 1, ledger::settle);
        effects.releaseBy(claimDevices::apply);
        for (Open one : open) {
            List<Stretch> before = stretches(one, one.meteredUntil());
            List<Stretch> after = stretches(one, watermark);
            if (!one.latest().devices().isEmpty()) {
                effects.claims().change(claims(one, before), claims(one, after));
            }
            MeterAllocations.change(one.name().source(), before, after, effects);
        }
        claimDevices.apply(effects);
        List<SlotDelta> deltas = effects.deltas();
        if (!deltas.isEmpty()) {
            ledger.settle(deltas);
        }
        // Also where slots stay as they are: what is metered no more may all have been held.
        ledger.tally(tally.tallies(now.truncatedTo(ChronoUnit.HOURS)));
        book.extend(site, open, watermark);
        return open.size();
    }

    private static List<ClaimDevices.Claimed> claims(Open open, List<Stretch> stretches) {
        return stretches.stream()
                .map(stretch -> MeterAllocations.claim(
                        open.name(), stretch, open.latest().devices()))
                .toList();
    }

    private static List<Stretch> stretches(Open open, @Nullable Instant until) {
        Latest run = open.latest();
        if (until == null || !until.isAfter(run.startedAt())) {
            return List.of();
        }
        UsageKey key =
                new UsageKey(open.name().tenant(), run.project(), open.name().site(), run.sku());
        return List.of(new Stretch(
                new Stretch.What(key, run.gpuThousandths(), false),
                run.startedAt().toEpochMilli(),
                until.toEpochMilli()));
    }
}
