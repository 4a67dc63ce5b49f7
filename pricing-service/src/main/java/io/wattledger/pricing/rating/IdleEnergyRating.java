package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.IdleEnergy;
import io.wattledger.pricing.tariff.IdleEnergy.Reserved;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Idle energy of reserved GPUs: {@code (reserved − used) × idle power × PUE × price}, quarter-hour by quarter-hour. */
final class IdleEnergyRating {

    private static final long SLOT_MILLI_GPU_SECONDS = Slot.LENGTH.toMillis();

    private final IdleEnergy component;
    private final Reserved reserved;
    private final MonthPart part;
    private final GapRuns gaps;
    private final SortedSet<String> documents = new TreeSet<>();
    private BigDecimal it = BigDecimal.ZERO;
    private BigDecimal facility = BigDecimal.ZERO;
    private BigDecimal cost = BigDecimal.ZERO;

    private IdleEnergyRating(IdleEnergy component, Reserved reserved, MonthPart part) {
        this.component = component;
        this.reserved = reserved;
        this.part = part;
        this.gaps = new GapRuns(component.id());
    }

    static MonthCharges rate(IdleEnergy component, MonthPart part) {
        List<MonthCharges> all = new ArrayList<>();
        for (Reserved reserved : component.reserved()) {
            all.add(new IdleEnergyRating(component, reserved, part).rate());
        }
        return MonthCharges.together(all);
    }

    private MonthCharges rate() {
        Site site = part.site(reserved.site());
        Map<Instant, Long> used = new HashMap<>();
        for (SkuLoad load : part.loads()) {
            if (load.site().equals(reserved.site()) && load.sku().equals(reserved.sku())) {
                load.slots().forEach(slot -> used.put(slot.start(), slot.milliGpuSeconds()));
            }
        }
        BigDecimal watts = watts();
        Interval held = part.intervalAt(site);
        for (Instant at = held.start(); at.isBefore(held.end()); at = at.plus(Slot.LENGTH)) {
            long idle = reserved.gpus() * SLOT_MILLI_GPU_SECONDS - used.getOrDefault(at, 0L);
            if (idle > 0) {
                add(at, watts, idle, site.pueOn(site.dayOf(at)));
            }
        }
        return new MonthCharges(List.of(new ProjectCharge(RatedUsage.ALL, charge())), SiteEnergy.gaps(gaps.gaps()));
    }

    /** That of the component, else that of the SKU; null where neither is stated. */
    private @Nullable BigDecimal watts() {
        Sku sku = part.skus().get(reserved.sku());
        BigDecimal ofSku = sku == null ? null : sku.idleWattsPerGpu().orElse(null);
        return reserved.idleWattsPerGpu() == null ? ofSku : reserved.idleWattsPerGpu();
    }

    /** One watt for one milli-GPU-second is one millijoule. */
    private void add(Instant at, @Nullable BigDecimal watts, long idle, Optional<BigDecimal> pue) {
        if (watts == null) {
            gaps.add(new SlotUsage(at, 0, 0, 0), "idle power of " + reserved.sku(), BigDecimal.ZERO, null);
            return;
        }
        BigDecimal millijoules = watts.multiply(BigDecimal.valueOf(idle));
        BigDecimal energy = millijoules.multiply(pue.orElse(BigDecimal.ONE));
        SlotPrice price = pue.isEmpty() ? new SlotPrice.Missing("PUE of " + reserved.site()) : price(at);
        switch (price) {
            case SlotPrice.Missing missing -> gaps.add(new SlotUsage(at, 0, 0, 0), missing.name(), energy, null);
            case SlotPrice.Known known -> {
                it = it.add(millijoules);
                facility = facility.add(energy);
                cost = cost.add(energy.multiply(known.perMwh()));
                documents.addAll(known.documents());
                if (known.missing() != null) {
                    gaps.add(new SlotUsage(at, 0, 0, 0), known.missing(), energy, known.filledBy());
                }
            }
        }
    }

    private SlotPrice price(Instant at) {
        BigDecimal fixed = reserved.pricePerKwh();
        if (fixed != null) {
            return SlotPrice.Known.of(fixed.scaleByPowerOfTen(3), List.of());
        }
        String series = reserved.series() == null ? "" : reserved.series();
        return EnergyIndexPrice.index(part.quotes(), series, reserved.exchangeRate(), at)
                .with(perMwh -> perMwh.add(reserved.margin()));
    }

    private Charge charge() {
        long millijoules = it.setScale(0, RoundingMode.HALF_UP).longValueExact();
        return new Charge(
                component.id(),
                null,
                ChargeKind.ENERGY,
                component.description(),
                reserved.site(),
                reserved.sku(),
                Exact.divide(facility, Exact.MILLIJOULES_PER_KWH),
                ChargeUnit.FACILITY_KWH,
                unitPrice(),
                Exact.divide(cost, Exact.MILLIJOULES_PER_MWH),
                millijoules,
                // Idle power is never measured here, only assumed.
                millijoules,
                List.copyOf(documents));
    }

    private @Nullable BigDecimal unitPrice() {
        return reserved.pricePerKwh() == null ? null : Exact.normal(reserved.pricePerKwh());
    }
}
