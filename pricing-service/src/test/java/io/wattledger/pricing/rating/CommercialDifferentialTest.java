package io.wattledger.pricing.rating;

import static io.wattledger.pricing.rating.CommercialMonth.END;
import static io.wattledger.pricing.rating.CommercialMonth.START;
import static io.wattledger.pricing.rating.CommercialMonth.bytes;
import static io.wattledger.pricing.rating.CommercialMonth.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.tariff.CountedTime;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.Granularity;
import io.wattledger.pricing.tariff.MarkUp;
import io.wattledger.pricing.tariff.MinimumCharge;
import io.wattledger.pricing.tariff.Packages;
import io.wattledger.pricing.tariff.ReservedCapacity;
import io.wattledger.pricing.tariff.SlaCredit;
import io.wattledger.pricing.tariff.Support;
import io.wattledger.pricing.tariff.Tiers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Commercial models against their definitions, written a second time and naively over all slots of random months of random
 * tariffs; how many is the system property {@code wattledger.differential.months}.
 */
class CommercialDifferentialTest {

    private static final int MONTHS = Integer.getInteger("wattledger.differential.months", 600);
    private static final MathContext MANY = new MathContext(80);
    private static final BigDecimal HOUR = new BigDecimal("3600000");
    private static final BigDecimal TOLERANCE = new BigDecimal("1E-22");
    private static final List<String> SITES = List.of("glomfjord", "narvik", "loughton");

    /** A random month; SKU h100 under tiers or packages, h100-spot under a reservation at Narvik and the list elsewhere. */
    private static final class RandomMonth {
        private final Random random;
        private final CommercialMonth month = new CommercialMonth();
        private final List<BigDecimal> edges = new ArrayList<>();
        private final List<BigDecimal> prices = new ArrayList<>();
        private final BigDecimal block;
        private final BigDecimal blockPrice;
        private final boolean packages;
        private final boolean perSite;
        private final Tiers.Mode mode;
        private final BigDecimal list;
        private final Granularity granularity;
        private final int gpus;
        private final BigDecimal reserved;
        private final BigDecimal overage;
        private final BigDecimal markUp;
        private final BigDecimal support;
        private final BigDecimal minimum;
        private final BigDecimal available;

        RandomMonth(long seed) {
            random = new Random(seed);
            packages = random.nextInt(3) == 0;
            perSite = random.nextBoolean();
            mode = Tiers.Mode.values()[random.nextInt(2)];
            BigDecimal edge = BigDecimal.ZERO;
            for (int tier = random.nextInt(4); tier > 0; tier--) {
                edge = edge.add(decimal(1, 100_000, 2));
                edges.add(edge);
            }
            for (int tier = 0; tier <= edges.size(); tier++) {
                prices.add(decimal(0, 5000, 3));
            }
            block = decimal(1, 50_000, 2);
            blockPrice = decimal(0, 100_000, 2);
            list = decimal(0, 5000, 3);
            granularity = random.nextInt(3) == 0
                    ? null
                    : new Granularity(
                            Granularity.Step.values()[random.nextInt(3)],
                            Granularity.Base.values()[random.nextInt(2)],
                            random.nextBoolean() ? null : 1 + random.nextInt(5));
            gpus = 1 + random.nextInt(16);
            reserved = decimal(0, 3000, 3);
            overage = decimal(0, 6000, 3);
            markUp = decimal(0, 3000, 2);
            support = decimal(0, 3000, 2);
            minimum = decimal(0, 5_000_000, 2);
            available = BigDecimal.valueOf(100).subtract(decimal(0, 200, 2));
            month.tariff(
                    counted(),
                    new ReservedCapacity(
                            "reserved",
                            "R",
                            List.of(new ReservedCapacity.Reservation("h100-spot", "narvik", gpus, reserved, overage))),
                    new GpuHour("gpu", "G", List.of(new GpuHour.Price("h100-spot", null, list)), granularity),
                    new MarkUp("mark-up", "M", List.of("counted", "gpu"), markUp),
                    new Support("support", "S", List.of("mark-up", "reserved", "gpu"), support),
                    new SlaCredit(
                            "sla",
                            "C",
                            List.of("gpu", "counted"),
                            List.of(
                                    new SlaCredit.Threshold(new BigDecimal("99.5"), BigDecimal.TEN),
                                    new SlaCredit.Threshold(new BigDecimal("99"), BigDecimal.valueOf(25)))),
                    new MinimumCharge("minimum", "L", List.of("counted", "gpu", "reserved"), minimum));
            SITES.forEach(site -> month.available(site, available.toPlainString()));
            use();
        }

        private BigDecimal decimal(int least, int bound, int scale) {
            return BigDecimal.valueOf(random.nextInt(least, bound), scale);
        }

        private io.wattledger.pricing.tariff.Component counted() {
            CountedTime scope = new CountedTime(List.of("h100"), null, perSite);
            if (packages) {
                return new Packages("counted", "P", scope, block, blockPrice);
            }
            List<Tiers.Tier> tiers = new ArrayList<>();
            for (int tier = 0; tier < prices.size(); tier++) {
                tiers.add(new Tiers.Tier(tier < edges.size() ? edges.get(tier) : null, prices.get(tier)));
            }
            return new Tiers("counted", "T", scope, mode, tiers);
        }

        private void use() {
            long quarters = (END.getEpochSecond() - START.getEpochSecond()) / 900;
            for (int number = random.nextInt(40); number > 0; number--) {
                month.use(
                        "p" + random.nextInt(2),
                        SITES.get(random.nextInt(3)),
                        random.nextBoolean() ? "h100" : "h100-spot",
                        START.plusSeconds(900 * random.nextLong(quarters)),
                        random.nextInt(8) == 0 ? random.nextLong(4) : random.nextLong(30_000_000));
            }
        }
    }

    /** GPU time in hours of the series that match, slot by slot. */
    private static BigDecimal hours(RandomMonth one, String site, String sku) {
        BigDecimal hours = BigDecimal.ZERO;
        for (Map.Entry<UsageKey, TreeMap<Instant, SlotUsage>> series :
                one.month.slots().entrySet()) {
            if (series.getKey().sku().equals(sku)
                    && (site == null || series.getKey().site().equals(site))) {
                for (SlotUsage slot : series.getValue().values()) {
                    hours = hours.add(new BigDecimal(slot.milliGpuSeconds()).divide(HOUR, MANY));
                }
            }
        }
        return hours;
    }

    private static BigDecimal counted(RandomMonth one) {
        if (!one.perSite) {
            return counted(one, hours(one, null, "h100"));
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (String site : SITES) {
            sum = sum.add(counted(one, hours(one, site, "h100")));
        }
        return sum;
    }

    private static BigDecimal counted(RandomMonth one, BigDecimal hours) {
        if (one.packages) {
            return hours.divide(one.block, 0, RoundingMode.CEILING).multiply(one.blockPrice);
        }
        BigDecimal rest = hours;
        BigDecimal amount = BigDecimal.ZERO;
        BigDecimal lower = BigDecimal.ZERO;
        for (int tier = 0; tier < one.prices.size(); tier++) {
            boolean last = tier == one.edges.size();
            if (one.mode == Tiers.Mode.VOLUME) {
                if (last || hours.compareTo(one.edges.get(tier)) <= 0) {
                    return hours.multiply(one.prices.get(tier));
                }
            } else {
                BigDecimal inside = last ? rest : rest.min(one.edges.get(tier).subtract(lower));
                amount = amount.add(inside.multiply(one.prices.get(tier)));
                rest = rest.subtract(inside);
                lower = last ? lower : one.edges.get(tier);
            }
        }
        return amount;
    }

    private static BigDecimal reserved(RandomMonth one) {
        Map<Instant, Long> used = new TreeMap<>();
        one.month.slots().forEach((key, slots) -> {
            if (key.sku().equals("h100-spot") && key.site().equals("narvik")) {
                slots.forEach((start, slot) -> used.merge(start, slot.milliGpuSeconds(), Long::sum));
            }
        });
        BigDecimal amount = one.reserved.multiply(new BigDecimal(one.gpus)).multiply(new BigDecimal("743"));
        for (long time : used.values()) {
            if (time > 900_000L * one.gpus) {
                amount = amount.add(new BigDecimal(time - 900_000L * one.gpus)
                        .divide(HOUR, MANY)
                        .multiply(one.overage));
            }
        }
        return amount;
    }

    /** The list price at the sites without a reservation: totals of days, or of the month, rounded up to steps. */
    private static BigDecimal listed(RandomMonth one) {
        Map<String, Long> totals = new TreeMap<>();
        one.month.slots().forEach((key, slots) -> {
            if (key.sku().equals("h100-spot") && !key.site().equals("narvik")) {
                String zone = key.site().equals("loughton") ? "Europe/London" : "Europe/Oslo";
                slots.forEach((start, slot) -> {
                    boolean ofMonth = one.granularity != null && one.granularity.base() == Granularity.Base.MONTH;
                    String day = ofMonth
                            ? ""
                            : start.atZone(java.time.ZoneId.of(zone))
                                    .toLocalDate()
                                    .toString();
                    totals.merge(key + "/" + day, slot.milliGpuSeconds(), Long::sum);
                });
            }
        });
        BigDecimal amount = BigDecimal.ZERO;
        for (long total : totals.values()) {
            BigDecimal time = new BigDecimal(total);
            if (one.granularity != null && total > 0) {
                BigDecimal step = new BigDecimal(
                        switch (one.granularity.step()) {
                            case SECOND -> "1000";
                            case MINUTE -> "60000";
                            case HOUR -> "3600000";
                        });
                Integer least = one.granularity.minimumSteps();
                time = time.divide(step, 0, RoundingMode.CEILING)
                        .max(least == null ? BigDecimal.ONE : new BigDecimal(least))
                        .multiply(step);
            }
            amount = amount.add(time.divide(HOUR, MANY).multiply(one.list));
        }
        return amount;
    }

    @Test
    void agreesWithTheDefinitionsOnEveryRandomMonth() {
        for (int seed = 0; seed < MONTHS; seed++) {
            RandomMonth one = new RandomMonth(seed);
            List<RatedUsage> rated = one.month.rated();
            BigDecimal counted = counted(one);
            BigDecimal reserved = reserved(one);
            BigDecimal listed = listed(one);
            BigDecimal markUp = counted.add(listed).multiply(one.markUp).movePointLeft(2);
            BigDecimal support =
                    markUp.add(reserved).add(listed).multiply(one.support).movePointLeft(2);
            String credit = one.available.compareTo(new BigDecimal("99")) < 0
                    ? "-0.25"
                    : one.available.compareTo(new BigDecimal("99.5")) < 0 ? "-0.1" : "0";
            assertClose(sum(rated, "counted"), counted, seed);
            assertClose(sum(rated, "reserved"), reserved, seed);
            assertClose(sum(rated, "gpu"), listed, seed);
            assertClose(sum(rated, "mark-up"), markUp, seed);
            assertClose(sum(rated, "support"), support, seed);
            assertClose(sum(rated, "sla"), counted.add(listed).multiply(new BigDecimal(credit)), seed);
            assertClose(
                    sum(rated, "minimum"),
                    one.minimum
                            .subtract(counted)
                            .subtract(listed)
                            .subtract(reserved)
                            .max(BigDecimal.ZERO),
                    seed);
            assertThat(rated).allMatch(record -> record.gaps().isEmpty());
        }
    }

    @Test
    void neitherTheOrderOfSeriesNorASecondRatingChangesAByte() {
        for (int seed = 0; seed < 100; seed++) {
            CommercialMonth month = new RandomMonth(seed).month;
            List<UsageKey> order = new ArrayList<>(month.slots().keySet());
            String first = bytes(month.month(month.days(order)));
            assertThat(bytes(month.month(month.days(order.reversed())))).isEqualTo(first);
            assertThat(bytes(new RandomMonth(seed).month.rated())).isEqualTo(bytes(month.rated()));
        }
    }

    @Test
    void cuttingTheMonthByAVersionOfTheSameComponentsChangesNoSumThatIsCounted() {
        for (int seed = 0; seed < 200; seed++) {
            RandomMonth whole = new RandomMonth(seed);
            RandomMonth cut = new RandomMonth(seed);
            cut.month.version("2026-03-" + (10 + seed % 20), cut.month.components());
            for (String component : List.of("counted", "reserved", "sla", "support")) {
                // Rounding up the month to steps is done once per part, so those months are left out.
                if (whole.granularity == null || whole.granularity.base() == Granularity.Base.PERIOD) {
                    assertClose(sum(cut.month.rated(), component), sum(whole.month.rated(), component), seed);
                }
            }
        }
    }

    private static void assertClose(BigDecimal actual, BigDecimal expected, int seed) {
        assertThat(actual.subtract(expected).abs())
                .as("seed %s: %s and %s", seed, actual, expected)
                .isLessThan(TOLERANCE.multiply(expected.abs().add(BigDecimal.ONE)));
    }
}
