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
import io.wattledger.pricing.tariff.LocalHours;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random components of every energy kind, each present or not. */
final class RandomTariff {

    private final Random random;

    RandomTariff(Random random) {
        this.random = random;
    }

    List<Component> components() {
        List<Component> components = new ArrayList<>();
        for (Supplier<Component> kind : kinds()) {
            if (random.nextInt(5) > 1) {
                components.add(kind.get());
            }
        }
        if (random.nextInt(5) > 1) {
            components.add(new FixedPerKwh(
                    "all",
                    "A",
                    EnergyMeasure.FACILITY,
                    null,
                    List.of(new FixedPerKwh.SitePrice("site", decimal(900, 4), null))));
            components.add(new EnergyAllowance(
                    "back", "E", "all", List.of(new EnergyAllowance.SiteAllowance("site", allowance(), null))));
        }
        if (components.isEmpty()) {
            components.add(new SiteDay("site-day", "S", List.of(new SiteDay.SiteFee("site", BigDecimal.ONE))));
        }
        return components;
    }

    private List<Supplier<Component>> kinds() {
        return List.of(
                () -> new EnergyIndex("index", "I", List.of(siteIndex())),
                () -> new EnergyIndexMonth("index-month", "M", List.of(siteIndex())),
                () -> new FixedPerKwh("fixed", "F", measure(), null, List.of(sitePrice())),
                () -> new PpaShare("ppa", "P", List.of(new PpaShare.SiteShare("site", percent(), decimal(80_000, 3)))),
                this::timeOfUse,
                this::levy,
                () -> new MarginalLoss(
                        "loss",
                        "L",
                        List.of(new MarginalLoss.SiteLoss(
                                "site", "series", null, decimal(200, 1).subtract(BigDecimal.TEN), whenMissing()))),
                () -> new PpaBlock(
                        "block",
                        "B",
                        List.of(new PpaBlock.SiteBlock("site", megawatts(), decimal(80_000, 3), "series", null))),
                () -> new PpaPoolPart(
                        "pool",
                        "P",
                        List.of(new PpaPoolPart.SitePart(
                                "site",
                                percent(),
                                new PpaPoolPart.Pool(null, List.of(new PpaPoolPart.Output(null, megawatts()))),
                                decimal(80_000, 3),
                                "series",
                                null))),
                () -> new CapacityCharge(
                        "capacity",
                        "C",
                        List.of(new CapacityCharge.SiteCapacity("site", megawatts(), decimal(90_000, 2), null)),
                        CapacityCharge.Proration.values()[random.nextInt(3)]),
                () -> new PeakDemand(
                        "peak",
                        "P",
                        1 + random.nextInt(3),
                        List.of(15, 30, 60).get(random.nextInt(3)),
                        List.of(new PeakDemand.SitePeak(
                                "site", decimal(9000, 2), random.nextBoolean() ? null : decimal(90_000, 3)))),
                () -> new SiteDay("site-day", "S", List.of(new SiteDay.SiteFee("site", decimal(90_000, 2)))),
                () -> new Certificates("certificates", "G", decimal(300, 2), null, null),
                () -> new EnergyAllowance(
                        "excess",
                        "E",
                        null,
                        List.of(new EnergyAllowance.SiteAllowance("site", allowance(), decimal(900, 4)))),
                this::idle);
    }

    private BigDecimal decimal(int bound, int scale) {
        return BigDecimal.valueOf(random.nextInt(bound), scale);
    }

    private BigDecimal percent() {
        return BigDecimal.valueOf(1L + random.nextInt(999), 1);
    }

    private BigDecimal megawatts() {
        return BigDecimal.valueOf(1L + random.nextInt(50), 3);
    }

    private BigDecimal allowance() {
        return BigDecimal.valueOf(1L + random.nextInt(2000), 3);
    }

    private EnergyMeasure measure() {
        return EnergyMeasure.values()[random.nextInt(2)];
    }

    private FixedPerKwh.SitePrice sitePrice() {
        return new FixedPerKwh.SitePrice("site", decimal(900, 4), random.nextBoolean() ? null : percent());
    }

    private SiteIndex siteIndex() {
        BigDecimal margin = random.nextInt(3) == 0 ? null : decimal(2000, 2).subtract(BigDecimal.TEN);
        return new SiteIndex(
                "site",
                "series",
                null,
                margin,
                random.nextBoolean() ? null : collar(),
                random.nextBoolean() ? null : percent(),
                whenMissing());
    }

    private Collar collar() {
        boolean floor = random.nextInt(3) > 0;
        boolean cap = !floor || random.nextBoolean();
        Collar.FloorScope scope = floor && random.nextBoolean() ? Collar.FloorScope.values()[random.nextInt(2)] : null;
        return new Collar(
                floor ? decimal(40_000, 3).subtract(BigDecimal.TEN) : null,
                scope,
                cap ? decimal(80_000, 3).add(BigDecimal.valueOf(40)) : null,
                cap && random.nextBoolean() ? percent() : null);
    }

    private WhenMissing whenMissing() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> new WhenMissing.Hold();
            case 2 -> new WhenMissing.SlotBefore();
            default -> new WhenMissing.Fixed(decimal(90_000, 3));
        };
    }

    /** Some hours, then workdays, then the rest; {@link NaiveMonth} reads exactly this shape. */
    private TimeOfUse timeOfUse() {
        String from = "%02d:00".formatted(random.nextInt(24));
        String until = "%02d:00".formatted(random.nextInt(24));
        List<LocalHours.Day> workdays = List.of(
                LocalHours.Day.MONDAY,
                LocalHours.Day.TUESDAY,
                LocalHours.Day.WEDNESDAY,
                LocalHours.Day.THURSDAY,
                LocalHours.Day.FRIDAY);
        return new TimeOfUse(
                "time",
                "T",
                null,
                random.nextBoolean() ? null : List.of(LocalDate.parse("2026-12-25"), LocalDate.parse("2026-10-26")),
                List.of(new TimeOfUse.SiteBands(
                        "site",
                        List.of(
                                new TimeOfUse.Band(new LocalHours(from, until, null, null), decimal(900, 3)),
                                new TimeOfUse.Band(new LocalHours(null, null, workdays, null), decimal(900, 3)),
                                new TimeOfUse.Band(null, decimal(900, 3))))));
    }

    private EnergyLevy levy() {
        LocalDate change = LocalDate.parse("2026-01-01").plusDays(random.nextInt(365));
        return new EnergyLevy(
                "levy",
                "L",
                "NO",
                List.of(
                        new EnergyLevy.Rate("ordinary", LocalDate.EPOCH, decimal(9000, 5)),
                        new EnergyLevy.Rate("reduced", change, decimal(9000, 5)),
                        new EnergyLevy.Rate("ordinary", change, decimal(9000, 5)),
                        new EnergyLevy.Rate("reduced", LocalDate.EPOCH, decimal(9000, 5))));
    }

    private IdleEnergy idle() {
        return new IdleEnergy(
                "idle",
                "I",
                List.of(new IdleEnergy.Reserved(
                        "site",
                        random.nextBoolean() ? "big" : "small",
                        1 + random.nextInt(60),
                        decimal(400_000, 3),
                        decimal(900, 4),
                        null,
                        null,
                        null)));
    }
}
