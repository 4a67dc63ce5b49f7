package io.wattledger.pricing.rating;

import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.Certificates;
import io.wattledger.pricing.tariff.Collar;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyAllowance;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.EnergyLevy;
import io.wattledger.pricing.tariff.EnergyMeasure;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.IdleEnergy;
import io.wattledger.pricing.tariff.MarginalLoss;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.PpaPoolPart;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.SiteDay;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.TimeOfUse;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The charges of a contract at one site in a part of a month straight from their definitions, in kilowatt-hours and with
 * far more digits than needed; shares no line of arithmetic with the engine.
 */
final class NaiveMonth {

    private static final MathContext MANY = new MathContext(70);
    private static final BigDecimal THOUSAND = new BigDecimal("1000");
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private final RandomMonth month;

    /** IT kWh by the start of a slot. */
    private final TreeMap<Instant, BigDecimal> it = new TreeMap<>();

    private BigDecimal gpuHours = BigDecimal.ZERO;
    private final TreeMap<String, BigDecimal> amounts = new TreeMap<>();

    /** kWh without a price, by component. */
    final TreeMap<String, BigDecimal> unpriced = new TreeMap<>();

    NaiveMonth(RandomMonth month) {
        this.month = month;
        for (ProjectLoad load : month.loads) {
            BigDecimal watts = load.sku().equals("big") ? month.bigWatts : month.smallWatts;
            for (SlotUsage slot : load.slots()) {
                BigDecimal hours = part(slot.milliGpuSeconds(), "3600000");
                BigDecimal blind = part(slot.milliGpuSeconds() - slot.measuredMilliGpuSeconds(), "3600000");
                BigDecimal kwh = part(slot.measuredMillijoules(), "3600000000")
                        .add(watts.multiply(blind).divide(THOUSAND, MANY));
                it.merge(slot.start(), kwh, BigDecimal::add);
                gpuHours = gpuHours.add(hours);
            }
        }
    }

    /** What each component of the tariff comes to. */
    Map<String, BigDecimal> amounts() {
        for (Component component : month.components) {
            amounts.put(component.id(), amount(component));
        }
        return amounts;
    }

    private static BigDecimal part(long whole, String divisor) {
        return new BigDecimal(whole).divide(new BigDecimal(divisor), MANY);
    }

    private BigDecimal facility(Instant slot) {
        return it.getOrDefault(slot, BigDecimal.ZERO).multiply(month.pue(day(slot)));
    }

    private LocalDate day(Instant slot) {
        return slot.atZone(RandomMonth.OSLO).toLocalDate();
    }

    private BigDecimal amount(Component component) {
        return switch (component) {
            case EnergyIndex index -> ofIndex(index.id(), index.sites().getFirst());
            case EnergyIndexMonth index -> ofAverage(index.id(), index.sites().getFirst());
            case FixedPerKwh fixed -> ofFixed(fixed);
            case PpaShare ppa ->
                allFacility()
                        .multiply(ppa.sites().getFirst().sharePercent())
                        .divide(HUNDRED, MANY)
                        .multiply(ppa.sites().getFirst().pricePerMwh())
                        .divide(THOUSAND, MANY);
            case TimeOfUse time -> sum(slot -> facility(slot).multiply(bandPrice(time, slot)));
            case EnergyLevy levy -> sum(slot -> facility(slot).multiply(levyRate(levy, day(slot))));
            case MarginalLoss loss -> ofLoss(loss);
            case PpaBlock block -> {
                var site = block.sites().getFirst();
                yield ofBlock(block.id(), site.megawatts(), site.pricePerMwh());
            }
            case PpaPoolPart pool -> {
                var site = pool.sites().getFirst();
                BigDecimal power = site.pool().outputs().getFirst().megawatts();
                yield ofBlock(pool.id(), power.multiply(site.partPercent()).divide(HUNDRED, MANY), site.pricePerMwh());
            }
            case CapacityCharge capacity -> ofCapacity(capacity);
            case PeakDemand peak -> ofPeak(peak);
            case SiteDay fee ->
                new BigDecimal(month.localDays())
                        .multiply(fee.sites().getFirst().pricePerDay());
            case Certificates certificates ->
                allFacility()
                        .divide(THOUSAND, MANY)
                        .setScale(25, RoundingMode.HALF_UP)
                        .setScale(0, RoundingMode.UP)
                        .multiply(certificates.pricePerCertificate());
            case EnergyAllowance allowance -> ofAllowance(allowance);
            case IdleEnergy idle -> ofIdle(idle.reserved().getFirst());
            default -> throw new IllegalArgumentException("no definition of " + component);
        };
    }

    private interface PerSlot {
        BigDecimal of(Instant slot);
    }

    private BigDecimal sum(PerSlot amount) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Instant slot : it.keySet()) {
            sum = sum.add(amount.of(slot));
        }
        return sum;
    }

    private BigDecimal allFacility() {
        return sum(this::facility);
    }

    /** The index; null where it is missing and nothing stands in for it. */
    private @Nullable BigDecimal index(Instant slot, @Nullable WhenMissing rule) {
        long length = month.resolutionSeconds;
        long second = slot.getEpochSecond() / length * length;
        BigDecimal known = month.price(Instant.ofEpochSecond(second));
        if (known == null && rule instanceof WhenMissing.Fixed fixed) {
            return fixed.pricePerMwh();
        }
        if (known == null && rule instanceof WhenMissing.SlotBefore) {
            for (long at = second - length; at >= slot.getEpochSecond() - 86_400; at -= length) {
                BigDecimal before = month.price(Instant.ofEpochSecond(at));
                if (before != null) {
                    return before;
                }
            }
        }
        return known;
    }

    private static BigDecimal formula(SiteIndex site, BigDecimal index) {
        Collar collar = site.collar();
        BigDecimal price = index;
        if (collar != null && collar.capPerMwh() != null && price.compareTo(collar.capPerMwh()) > 0) {
            BigDecimal tenantBears = collar.excessPercent() == null ? BigDecimal.ZERO : collar.excessPercent();
            BigDecimal excess = price.subtract(collar.capPerMwh());
            price = collar.capPerMwh().add(excess.multiply(tenantBears).divide(HUNDRED, MANY));
        }
        boolean floorOfBoth = collar != null && collar.floorScope() == Collar.FloorScope.INDEX_AND_MARGIN;
        if (collar != null && collar.floorPerMwh() != null && !floorOfBoth) {
            price = price.compareTo(collar.floorPerMwh()) < 0 ? collar.floorPerMwh() : price;
        }
        price = price.add(site.marginPerMwh() == null ? BigDecimal.ZERO : site.marginPerMwh());
        if (collar != null && collar.floorPerMwh() != null && floorOfBoth) {
            price = price.compareTo(collar.floorPerMwh()) < 0 ? collar.floorPerMwh() : price;
        }
        return price;
    }

    private static BigDecimal shareOf(@Nullable BigDecimal percent) {
        return percent == null ? BigDecimal.ONE : percent.divide(HUNDRED, MANY);
    }

    private BigDecimal ofIndex(String id, SiteIndex site) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Instant slot : it.keySet()) {
            BigDecimal kwh = facility(slot).multiply(shareOf(site.sharePercent()));
            BigDecimal index = index(slot, site.whenMissing());
            if (index == null) {
                unpriced.merge(id, kwh, BigDecimal::add);
            } else {
                sum = sum.add(kwh.multiply(formula(site, index)).divide(THOUSAND, MANY));
            }
        }
        return sum;
    }

    private BigDecimal ofAverage(String id, SiteIndex site) {
        BigDecimal energy = BigDecimal.ZERO;
        BigDecimal weighted = BigDecimal.ZERO;
        for (Instant slot : it.keySet()) {
            BigDecimal kwh = facility(slot).multiply(shareOf(site.sharePercent()));
            BigDecimal index = index(slot, site.whenMissing());
            if (index == null) {
                unpriced.merge(id, kwh, BigDecimal::add);
            } else {
                energy = energy.add(kwh);
                weighted = weighted.add(kwh.multiply(index));
            }
        }
        return energy.signum() == 0
                ? BigDecimal.ZERO
                : energy.multiply(formula(site, weighted.divide(energy, MANY))).divide(THOUSAND, MANY);
    }

    private BigDecimal ofFixed(FixedPerKwh fixed) {
        var site = fixed.sites().getFirst();
        BigDecimal kwh = fixed.measure() == EnergyMeasure.IT ? sum(it::get) : allFacility();
        return kwh.multiply(shareOf(site.sharePercent())).multiply(site.pricePerKwh());
    }

    /** Bands of the random tariffs: some hours, then workdays, then the rest. */
    private BigDecimal bandPrice(TimeOfUse time, Instant slot) {
        ZonedDateTime local = slot.atZone(RandomMonth.OSLO);
        var bands = time.sites().getFirst().bands();
        var hours = bands.get(0).hours();
        int from = LocalTime.parse(hours.from()).getHour();
        int until = LocalTime.parse(hours.until()).getHour();
        int hour = local.getHour();
        boolean first = from < until ? hour >= from && hour < until : hour >= from || hour < until;
        if (first) {
            return bands.get(0).pricePerKwh();
        }
        boolean holiday = time.holidays() != null && time.holidays().contains(local.toLocalDate());
        boolean workday = local.getDayOfWeek().getValue() <= 5 && !holiday;
        return bands.get(workday ? 1 : 2).pricePerKwh();
    }

    private BigDecimal levyRate(EnergyLevy levy, LocalDate day) {
        String taxClass = day.isBefore(month.classChange) ? "ordinary" : "reduced";
        BigDecimal rate = null;
        LocalDate since = LocalDate.MIN;
        for (EnergyLevy.Rate one : levy.rates()) {
            boolean holds = one.taxClass().equals(taxClass) && !one.validFrom().isAfter(day);
            if (holds && one.validFrom().isAfter(since)) {
                since = one.validFrom();
                rate = one.pricePerKwh();
            }
        }
        return rate;
    }

    private BigDecimal ofLoss(MarginalLoss loss) {
        var site = loss.sites().getFirst();
        BigDecimal sum = BigDecimal.ZERO;
        for (Instant slot : it.keySet()) {
            BigDecimal index = index(slot, site.whenMissing());
            if (index == null) {
                unpriced.merge(loss.id(), facility(slot), BigDecimal::add);
            } else {
                BigDecimal perMwh = index.multiply(site.percent()).divide(HUNDRED, MANY);
                sum = sum.add(facility(slot).multiply(perMwh).divide(THOUSAND, MANY));
            }
        }
        return sum;
    }

    /** Every price slot: the block at its price, and the difference to the use at spot. */
    private BigDecimal ofBlock(String id, BigDecimal megawatts, BigDecimal price) {
        BigDecimal sum = BigDecimal.ZERO;
        TreeMap<Long, BigDecimal> rests = new TreeMap<>();
        BigDecimal quarter = megawatts.multiply(new BigDecimal("250"));
        for (Instant slot = month.start; slot.isBefore(month.end); slot = slot.plusSeconds(900)) {
            sum = sum.add(quarter.multiply(price).divide(THOUSAND, MANY));
            long priceSlot = slot.getEpochSecond() / month.resolutionSeconds * month.resolutionSeconds;
            rests.merge(priceSlot, facility(slot).subtract(quarter), BigDecimal::add);
        }
        for (Map.Entry<Long, BigDecimal> rest : rests.entrySet()) {
            BigDecimal spot = month.price(Instant.ofEpochSecond(rest.getKey()));
            if (spot != null) {
                sum = sum.add(rest.getValue().multiply(spot).divide(THOUSAND, MANY));
            } else {
                unpriced.merge(id, rest.getValue().max(BigDecimal.ZERO), BigDecimal::add);
            }
        }
        return sum;
    }

    private BigDecimal ofCapacity(CapacityCharge capacity) {
        var site = capacity.sites().getFirst();
        LocalDate first = day(month.start);
        BigDecimal days = new BigDecimal(month.localDays());
        BigDecimal year = site.pricePerKilowattYear().multiply(site.kilowatts());
        return switch (capacity.proration()) {
            case DAYS -> year.multiply(days).divide(new BigDecimal(first.lengthOfYear()), MANY);
            case MONTHS ->
                year.multiply(days)
                        .divide(new BigDecimal("12"), MANY)
                        .divide(new BigDecimal(first.lengthOfMonth()), MANY);
            case HOURS ->
                year.multiply(new BigDecimal(
                                Duration.between(month.start, month.end).toMinutes()))
                        .divide(new BigDecimal(first.lengthOfYear() * 24 * 60), MANY);
        };
    }

    private BigDecimal ofPeak(PeakDemand peak) {
        TreeMap<Long, BigDecimal> intervals = new TreeMap<>();
        long length = peak.intervalMinutes() * 60L;
        for (Instant slot : it.keySet()) {
            intervals.merge(slot.getEpochSecond() / length, facility(slot), BigDecimal::add);
        }
        TreeMap<LocalDate, BigDecimal> maxima = new TreeMap<>();
        intervals.forEach((interval, kwh) -> maxima.merge(
                day(Instant.ofEpochSecond(interval * length)),
                kwh.multiply(new BigDecimal("60")).divide(new BigDecimal(peak.intervalMinutes()), MANY),
                BigDecimal::max));
        List<BigDecimal> sorted = new ArrayList<>(maxima.values());
        sorted.sort(Collections.reverseOrder());
        BigDecimal sum = BigDecimal.ZERO;
        int days = Math.min(peak.peakDays(), month.localDays());
        for (int number = 0; number < days && number < sorted.size(); number++) {
            sum = sum.add(sorted.get(number));
        }
        var site = peak.sites().getFirst();
        BigDecimal kilowatts = sum.divide(new BigDecimal(days), MANY);
        if (site.ratchetKilowatts() != null && kilowatts.compareTo(site.ratchetKilowatts()) < 0) {
            kilowatts = site.ratchetKilowatts();
        }
        return kilowatts
                .multiply(site.pricePerKilowattMonth())
                .multiply(new BigDecimal(month.localDays()))
                .divide(new BigDecimal(day(month.start).lengthOfMonth()), MANY);
    }

    private BigDecimal ofAllowance(EnergyAllowance allowance) {
        var site = allowance.sites().getFirst();
        BigDecimal included = gpuHours.multiply(site.kwhPerGpuHour());
        BigDecimal used = allFacility();
        if (allowance.component() == null) {
            BigDecimal excess = used.subtract(included);
            return excess.signum() > 0 ? excess.multiply(site.excessPricePerKwh()) : BigDecimal.ZERO;
        }
        // The component of the random tariffs is a fixed price of all facility energy.
        BigDecimal back = included.compareTo(used) < 0 ? included : used;
        return used.signum() == 0
                ? BigDecimal.ZERO
                : amounts.get(allowance.component())
                        .multiply(back)
                        .divide(used, MANY)
                        .negate();
    }

    private BigDecimal ofIdle(IdleEnergy.Reserved reserved) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Instant slot = month.start; slot.isBefore(month.end); slot = slot.plusSeconds(900)) {
            BigDecimal usedHours = month.hoursOf(reserved.sku(), slot);
            BigDecimal idle = new BigDecimal(reserved.gpus())
                    .multiply(new BigDecimal("0.25"))
                    .subtract(usedHours);
            if (idle.signum() > 0) {
                sum = sum.add(idle.multiply(reserved.idleWattsPerGpu())
                        .divide(THOUSAND, MANY)
                        .multiply(month.pue(day(slot)))
                        .multiply(reserved.pricePerKwh()));
            }
        }
        return sum;
    }
}
