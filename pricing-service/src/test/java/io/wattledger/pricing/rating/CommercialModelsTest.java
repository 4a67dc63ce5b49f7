package io.wattledger.pricing.rating;

import static io.wattledger.pricing.Example.line;
import static io.wattledger.pricing.rating.CommercialFigures.list;
import static io.wattledger.pricing.rating.CommercialFigures.threeSites;
import static io.wattledger.pricing.rating.CommercialFigures.threeTiers;
import static io.wattledger.pricing.rating.CommercialMonth.HOUR;
import static io.wattledger.pricing.rating.CommercialMonth.START;
import static io.wattledger.pricing.rating.CommercialMonth.bytes;
import static io.wattledger.pricing.rating.CommercialMonth.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.tariff.CountedTime;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.Granularity;
import io.wattledger.pricing.tariff.MarkUp;
import io.wattledger.pricing.tariff.MinimumCharge;
import io.wattledger.pricing.tariff.Packages;
import io.wattledger.pricing.tariff.ReservedCapacity;
import io.wattledger.pricing.tariff.SlaCredit;
import io.wattledger.pricing.tariff.Support;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.Tiers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edges of each commercial price model; the worked examples stand in {@link EnergyCasesTest}. */
class CommercialModelsTest {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private static BigDecimal dec(String value) {
        return new BigDecimal(value);
    }

    private static CountedTime h100() {
        return new CountedTime(List.of("h100"), null, null);
    }

    @Test
    void aNegotiatedPriceCutsTheDayAtItsInstant() {
        TariffOverride override = new TariffOverride(
                "o", "t", "c", "tariff", Instant.parse("2026-03-16T08:00:00Z"), null, List.of(list("2.25")));
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(list("2.10"))
                .override(override)
                .gpus("glomfjord", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z", 64)
                .rated();
        assertThat(line(sum(rated, "gpu"))).isEqualTo("103449.60");
        List<RatedUsage> cut = rated.stream()
                .filter(one -> one.siteDate().equals(LocalDate.parse("2026-03-16")))
                .toList();
        assertThat(cut).extracting(RatedUsage::overrides).containsExactly(null, List.of("o"));
        assertThat(line(sum(cut.subList(0, 1), "gpu"))).isEqualTo("1209.60");
        assertThat(line(sum(cut.subList(1, 2), "gpu"))).isEqualTo("2160.00");
    }

    @Test
    void tiersAreShownBySiteAndTier() {
        List<RatedUsage> rated =
                threeSites().tariff(threeTiers(Tiers.Mode.GRADUATED, null)).rated();
        assertThat(sum(rated, "tiers")).isEqualByComparingTo("400000");
        assertThat(rated.getLast().charges()).hasSize(9).allMatch(one -> one.kind() == ChargeKind.GPU_TIME);
        assertThat(rated.getLast().charges()).extracting(Charge::part).contains("tier-1", "tier-2", "tier-3");
        assertThat(line(sum(rated, charge -> "tier-2".equals(charge.part())))).isEqualTo("220000.00");
        assertThat(rated.getLast().ofMonth()).isTrue();
    }

    @Test
    void tiersAreCountedFromTheStartOfTheMonthAcrossAChangeOfVersion() {
        CommercialMonth month = new CommercialMonth()
                .version("2026-01-01", threeTiers(Tiers.Mode.GRADUATED, null))
                .version("2026-03-05", threeTiers(Tiers.Mode.GRADUATED, null))
                .use("p", "narvik", "h100", START, 80_000 * HOUR)
                .hours("glomfjord", 60_000)
                .hours("loughton", 40_000);
        List<RatedUsage> rated = month.rated();
        assertThat(sum(rated, "tiers")).isEqualByComparingTo("400000");
        List<RatedUsage> months = rated.stream().filter(RatedUsage::ofMonth).toList();
        assertThat(months).hasSize(2);
        assertThat(line(sum(months.subList(0, 1), "tiers"))).isEqualTo("186000.00");
    }

    @Test
    void kindsTellGpuTimeFromFees() {
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(
                        list("91250.40"),
                        new Support("support", "Support", List.of("gpu"), dec("8")),
                        new MarkUp("mark-up", "Mark-up", List.of("gpu"), dec("10")))
                .hours("narvik", 1)
                .rated();
        assertThat(sum(rated, charge -> charge.kind() == ChargeKind.GPU_TIME)).isEqualByComparingTo("100375.44");
        assertThat(sum(rated, charge -> charge.kind() == ChargeKind.FEE)).isEqualByComparingTo("7300.032");
    }

    @ParameterizedTest
    @CsvSource({
        "           , PERIOD,   , 2833000, 2.833",
        "     SECOND, PERIOD,   , 2833000, 2.833",
        "     SECOND, PERIOD,   , 2833001, 2.834",
        "     MINUTE, PERIOD,   , 2833000, 2.88",
        "     MINUTE, MONTH,    , 2833000, 2.88",
        "     HOUR,   PERIOD,   , 2833000, 3.60",
        "     HOUR,   MONTH,    , 2833000, 3.60",
        "     HOUR,   PERIOD,  2, 2833000, 7.20",
        "     HOUR,   PERIOD,   , 3600000, 3.60",
        "     HOUR,   PERIOD,   , 3600001, 7.20",
        "     HOUR,   MONTH,    , 0,       0"
    })
    void chargesByStartedSteps(
            Granularity.Step step, Granularity.Base base, Integer minimum, long milliGpuSeconds, String amount) {
        GpuHour gpu = new GpuHour(
                "gpu",
                "GPU",
                List.of(new GpuHour.Price("h100", null, dec("3.60"))),
                step == null ? null : new Granularity(step, base, minimum));
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(gpu)
                .use("p", "narvik", "h100", NOON, milliGpuSeconds)
                .rated();
        assertThat(sum(rated, "gpu")).isEqualByComparingTo(amount);
    }

    @Test
    void theMonthIsRoundedUpOnceAndADayEachTime() {
        for (Granularity.Base base : Granularity.Base.values()) {
            GpuHour gpu = new GpuHour(
                    "gpu",
                    "GPU",
                    List.of(new GpuHour.Price("h100", null, dec("1"))),
                    new Granularity(Granularity.Step.HOUR, base, null));
            List<RatedUsage> rated = new CommercialMonth()
                    .tariff(gpu)
                    .use("p", "narvik", "h100", NOON, 1)
                    .use("p", "narvik", "h100", NOON.plusSeconds(86_400), 1)
                    .rated();
            assertThat(sum(rated, "gpu")).isEqualByComparingTo(base == Granularity.Base.MONTH ? "1" : "2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GRADUATED, 0, 0",
        "GRADUATED, 180000000000, 120000.00",
        "GRADUATED, 180003600000, 120002.20",
        "GRADUATED, 540000000000, 340000.00",
        "VOLUME, 180000000000, 120000.00",
        "VOLUME, 180000000001, 110000.00",
        "VOLUME, 540000000000, 330000.00",
        "VOLUME, 540003600000, 300002.00"
    })
    void anEdgeStillBelongsToItsTier(Tiers.Mode mode, long milliGpuSeconds, String amount) {
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(threeTiers(mode, null))
                .use("p", "narvik", "h100", NOON, milliGpuSeconds)
                .rated();
        assertThat(line(sum(rated, "tiers"))).isEqualTo(line(dec(amount)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 250", "360000000, 250", "360000001, 500"})
    void aPackageThatIsBegunIsPaid(long milliGpuSeconds, String amount) {
        Packages packages = new Packages("packages", "GPU", h100(), dec("100"), dec("250"));
        CommercialMonth month = new CommercialMonth().tariff(packages);
        assertThat(sum(month.use("p", "narvik", "h100", NOON, milliGpuSeconds).rated(), "packages"))
                .isEqualByComparingTo(amount);
    }

    @Test
    void packagesAreCountedAcrossAChangeOfVersion() {
        Packages packages = new Packages("packages", "GPU", h100(), dec("100"), dec("250"));
        List<RatedUsage> rated = new CommercialMonth()
                .version("2026-01-01", packages)
                .version("2026-03-05", packages)
                .use("p", "narvik", "h100", START, 60 * HOUR)
                .hours("narvik", 40)
                .rated();
        assertThat(sum(rated, "packages")).isEqualByComparingTo("250");
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 998", "500, 0", "501, 0"})
    void aMinimumIsFilledUpAndNeverNegative(long gpuHours, String shortfall) {
        MinimumCharge minimum = new MinimumCharge("minimum", "Minimum", List.of("gpu"), dec("1000"));
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(list("2"), minimum)
                .hours("narvik", gpuHours)
                .rated();
        assertThat(sum(rated, "minimum")).isEqualByComparingTo(shortfall);
    }

    @Test
    void aMinimumOfAPartOfAMonthCountsByItsDays() {
        MinimumCharge minimum = new MinimumCharge("minimum", "Minimum", List.of("gpu"), dec("3100"));
        List<RatedUsage> rated = new CommercialMonth()
                .version("2026-01-01", list("2"), minimum)
                .version("2026-03-11", list("2"))
                .rated();
        assertThat(sum(rated, "minimum")).isEqualByComparingTo("1000");
    }

    @Test
    void aReservationIsPaidUsedOrNotAndToldSlotBySlot() {
        ReservedCapacity reserved = new ReservedCapacity(
                "reserved",
                "Reserved",
                List.of(new ReservedCapacity.Reservation("h100", "narvik", 8, dec("1.50"), dec("3.00"))));
        assertThat(sum(new CommercialMonth().tariff(reserved).rated(), "reserved"))
                .isEqualByComparingTo(dec("1.50").multiply(dec("8")).multiply(dec("743")));

        List<RatedUsage> rated = new CommercialMonth()
                .tariff(list("9"), reserved)
                // Ten GPUs in one quarter-hour, six in the next: two above, though the mean is eight.
                .use("a", "narvik", "h100", NOON, 10 * 900_000L)
                .use("b", "narvik", "h100", NOON.plusSeconds(900), 6 * 900_000L)
                .rated();
        assertThat(parts(rated, "covered")).isEqualByComparingTo("3.5");
        assertThat(parts(rated, "overage")).isEqualByComparingTo("0.5");
        assertThat(parts(rated, "unused")).isEqualByComparingTo("5940.5");
        assertThat(parts(rated, "reserved")).isEqualByComparingTo("5944");
        assertThat(sum(rated, "reserved")).isEqualByComparingTo("8917.5");
        assertThat(sum(rated, "gpu")).as("the list gives way").isEqualByComparingTo("0");
        assertThat(sum(rated, charge -> charge.kind() == ChargeKind.GPU_TIME)).isEqualByComparingTo("1.5");
    }

    /** 17 days, one of them an hour shorter, by the clock of the site; the month ends by that of the contract. */
    @ParameterizedTest
    @CsvSource({"narvik, 407", "loughton, 406"})
    void aReservationIsHeldFromWhereTheTariffBeginsInsideTheMonth(String site, String hours) {
        ReservedCapacity reserved = new ReservedCapacity(
                "reserved",
                "Reserved",
                List.of(new ReservedCapacity.Reservation("h100", site, 8, dec("1.50"), dec("3.00"))));
        CommercialMonth month = new CommercialMonth().version("2026-03-15", reserved);
        assertThat(sum(month.rated(), "reserved"))
                .isEqualByComparingTo(dec("12").multiply(dec(hours)));
        assertThat(sum(month.version("2026-03-20", reserved).rated(), "reserved"))
                .as("also where another version follows")
                .isEqualByComparingTo(dec("12").multiply(dec(hours)));
    }

    private static BigDecimal parts(List<RatedUsage> rated, String part) {
        return rated.stream()
                .flatMap(one -> one.charges().stream())
                .filter(charge -> part.equals(charge.part()))
                .map(Charge::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void preEmptibleUseIsAShareOfTheNamedPriceOnDemand() {
        GpuHour gpu = new GpuHour(
                "gpu",
                "GPU",
                List.of(
                        new GpuHour.Price("h100", null, "on-demand", dec("2.40"), null),
                        new GpuHour.Price("h100", "narvik", "on-demand", dec("2.00"), null),
                        new GpuHour.Price("h100-spot", null, "spot", null, new GpuHour.Share("h100", dec("35")))));
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(gpu)
                .use("p", "narvik", "h100-spot", NOON, 10 * HOUR)
                .use("p", "glomfjord", "h100-spot", NOON, 10 * HOUR)
                .rated();
        assertThat(rated)
                .extracting(one -> one.charges().getFirst().amount())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(dec("7"), dec("8.4"));
        assertThat(rated.getFirst().charges().getFirst().part()).isEqualTo("spot");
    }

    @ParameterizedTest
    @CsvSource({"100, 0", "99.9, 0", "99.89, -10", "99, -10", "98.99, -25", "0, -25"})
    void aServiceLevelThatWasNotKeptIsGivenBack(String availability, String credit) {
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(list("1"), credit())
                .hours("narvik", 100)
                .available("narvik", availability)
                .rated();
        assertThat(sum(rated, "sla")).isEqualByComparingTo(credit);
        assertThat(rated).allSatisfy(one -> assertThat(one.gaps()).isEmpty());
    }

    private static SlaCredit credit() {
        return new SlaCredit(
                "sla",
                "Availability",
                List.of("gpu"),
                List.of(
                        new SlaCredit.Threshold(dec("99.9"), dec("10")),
                        new SlaCredit.Threshold(dec("99"), dec("25"))));
    }

    @Test
    void anAvailabilityThatIsNotReportedIsAGapAndNoCredit() {
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(list("1"), credit())
                .hours("narvik", 100)
                .rated();
        assertThat(rated.getLast().gaps())
                .extracting(Gap::missing)
                .containsExactly("availability of narvik in 2026-03");
        assertThat(sum(rated, "sla")).isEqualByComparingTo("0");
    }

    @Test
    void aPercentageOfDaysAndMonthsIsThatOfTheWhole() {
        List<RatedUsage> rated = threeSites()
                .tariff(
                        threeTiers(Tiers.Mode.GRADUATED, null),
                        new GpuHour("spot", "Spot", List.of(new GpuHour.Price("h100-spot", null, dec("0.70")))),
                        new MarkUp("mark-up", "Mark-up", List.of("tiers", "spot"), dec("5")),
                        new Support("support", "Support", List.of("tiers", "spot", "mark-up"), dec("8")))
                .use("p", "narvik", "h100-spot", NOON, 1000 * HOUR)
                .rated();
        assertThat(sum(rated, "mark-up")).isEqualByComparingTo("20035");
        assertThat(sum(rated, "support")).isEqualByComparingTo("33658.8");
    }

    @Test
    void timeThatNoModelPricesIsAGap() {
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(threeTiers(Tiers.Mode.VOLUME, null))
                .use("p", "narvik", "h100-spot", NOON, 7)
                .rated();
        assertThat(rated.getFirst().gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.missing()).isEqualTo("price of h100-spot at narvik in tariff tariff"));
    }

    @Test
    void anOverrideOfAMonthlyComponentHoldsForMonthsThatBeginInside() {
        TariffOverride midMonth = new TariffOverride(
                "o",
                "t",
                null,
                "tariff",
                NOON,
                null,
                List.of(new Tiers("gpu", "GPU", h100(), Tiers.Mode.VOLUME, List.of(new Tiers.Tier(null, dec("1"))))));
        CommercialMonth month = new CommercialMonth().tariff(list("2")).override(midMonth);
        assertThat(sum(month.hours("narvik", 10).rated(), "gpu")).isEqualByComparingTo("20");

        TariffOverride whole = new TariffOverride("w", "t", "c", "tariff", START, null, midMonth.components());
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(list("2"))
                .override(whole)
                .hours("narvik", 10)
                .rated();
        assertThat(sum(rated, "gpu")).isEqualByComparingTo("10");
        assertThat(rated).extracting(RatedUsage::overrides).containsOnly(List.of("w"));
    }

    @Test
    void whatNamesTheContractWinsOverWhatIsAgreedWithTheTenant() {
        CommercialMonth month = new CommercialMonth()
                .tariff(list("2"))
                .override(new TariffOverride("all", "t", null, "tariff", START, null, List.of(list("1.8"))))
                .override(new TariffOverride("one", "t", "c", "tariff", START, null, List.of(list("1.5"))))
                .override(new TariffOverride("else", "u", null, "tariff", START, null, List.of(list("0"))))
                .hours("narvik", 10);
        assertThat(sum(month.rated(), "gpu")).isEqualByComparingTo("15");
        assertThat(month.rated().getFirst().overrides()).containsExactly("one");
    }

    @Test
    void ratingTwiceAndInAnyOrderOfSeriesGivesTheSameMonth() {
        CommercialMonth month = threeSites().tariff(threeTiers(Tiers.Mode.GRADUATED, null));
        List<RatedUsage> days = month.days(List.copyOf(month.slots().keySet()));
        List<RatedUsage> reversed =
                month.days(List.copyOf(month.slots().keySet()).reversed());
        assertThat(bytes(month.month(reversed))).isEqualTo(bytes(month.month(days)));
        assertThat(bytes(month.rated())).isEqualTo(bytes(month.rated()));
    }
}
