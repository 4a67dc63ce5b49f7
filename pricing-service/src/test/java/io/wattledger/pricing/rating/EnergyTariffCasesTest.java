package io.wattledger.pricing.rating;

import static io.wattledger.pricing.Example.charge;
import static io.wattledger.pricing.Example.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.CapacityCharge.Proration;
import io.wattledger.pricing.tariff.CapacityCharge.SiteCapacity;
import io.wattledger.pricing.tariff.Certificates;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.EnergyLevy;
import io.wattledger.pricing.tariff.EnergyMeasure;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.IdleEnergy;
import io.wattledger.pricing.tariff.LocalHours;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.TimeOfUse;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The acceptance examples for tariff components, measured energy and corrections, each by its number. */
class EnergyTariffCasesTest {

    private static final String WINTER = "2026-01-12T00:00:00Z";

    /** The tariff's components and what they come to, each as a line. */
    private record ComponentRow(String name, Example example, String component, String line, String... months) {}

    @TestFactory
    Stream<DynamicTest> givesTheLineOfEachComponent() {
        return Stream.of(
                        new ComponentRow(
                                "C29 collar on the month's average",
                                collared()
                                        .collar("20", null, "80", null)
                                        .components(new EnergyIndexMonth(
                                                "month",
                                                "Energy",
                                                List.of(new Example()
                                                        .collar("20", null, "80", null)
                                                        .siteIndex()))),
                                "month",
                                "90.00",
                                "2026-01"),
                        new ComponentRow("C32 PPA share", ppa(), "ppa", "119.70"),
                        new ComponentRow("C32 the rest at spot", ppa(), "rest", "58.50"),
                        new ComponentRow(
                                "C34 fixed price of IT energy",
                                new Example()
                                        .pue("1.10")
                                        .kwh(WINTER, "10000")
                                        .components(new FixedPerKwh(
                                                "fixed", "Energy", EnergyMeasure.IT, null, sites("0.065"))),
                                "fixed",
                                "650.00"),
                        new ComponentRow(
                                "C34 the same of facility energy",
                                new Example()
                                        .pue("1.10")
                                        .kwh(WINTER, "10000")
                                        .components(new FixedPerKwh(
                                                "fixed", "Energy", EnergyMeasure.FACILITY, null, sites("0.065"))),
                                "fixed",
                                "715.00"),
                        new ComponentRow("C39 a day", dayAndNight("2026-01-11T23:00:00Z", 24), "tou", "577.60"),
                        new ComponentRow(
                                "C39 a day of 23 hours", dayAndNight("2026-03-28T23:00:00Z", 23), "tou", "560.20"),
                        new ComponentRow(
                                "C39 a day of 25 hours", dayAndNight("2026-10-24T22:00:00Z", 25), "tou", "595.00"),
                        new ComponentRow(
                                "C40 certificates are whole MWh",
                                new Example()
                                        .kwh(WINTER, "8432600")
                                        .components(new Certificates(
                                                "certificates", "Origin", new BigDecimal("0.60"), null, null)),
                                "certificates",
                                "5059.80",
                                "2026-01"),
                        new ComponentRow("C42 ordinary rate", levied("ordinary"), "levy", "325.26"),
                        new ComponentRow("C42 reduced rate", levied("reduced"), "levy", "13.92"),
                        new ComponentRow("C43 ordinary rate", megawattMonth("ordinary"), "levy", "51336.00"),
                        new ComponentRow("C43 reduced rate", megawattMonth("reduced"), "levy", "4320.00"),
                        new ComponentRow(
                                "C45 by days",
                                capacity(Proration.DAYS),
                                "capacity",
                                "801369.86",
                                Example.monthsOf("2022-01", 12)),
                        new ComponentRow(
                                "C45 by months",
                                capacity(Proration.MONTHS),
                                "capacity",
                                "812500.00",
                                Example.monthsOf("2022-01", 12)),
                        new ComponentRow(
                                "C48 mean of the three highest daily maxima", peaks(3), "peak", "153500.00", "2026-01"),
                        new ComponentRow("C48 the peak of the month", peaks(1), "peak", "156300.00", "2026-01"))
                .map(row -> DynamicTest.dynamicTest(
                        row.name(),
                        () -> assertThat(line(row.example().amountOf(row.component(), row.months())))
                                .isEqualTo(row.line())));
    }

    private static List<FixedPerKwh.SitePrice> sites(String pricePerKwh) {
        return List.of(new FixedPerKwh.SitePrice("site", new BigDecimal(pricePerKwh), null));
    }

    /** Two hours: 3.0 MWh at 55 and 1.5 MWh at 20. */
    private static Example twoHours() {
        return new Example()
                .resolution(Resolution.PT60M)
                .prices(WINTER, "55", "20")
                .kwhPerQuarter(WINTER, "2026-01-12T01:00:00Z", "750")
                .kwhPerQuarter("2026-01-12T01:00:00Z", "2026-01-12T02:00:00Z", "375");
    }

    private static Example ppa() {
        return twoHours()
                .components(
                        new PpaShare(
                                "ppa",
                                "PPA",
                                List.of(new PpaShare.SiteShare("site", new BigDecimal("70"), new BigDecimal("38")))),
                        new EnergyIndex(
                                "rest",
                                "Spot",
                                List.of(new Example().share("30").siteIndex())));
    }

    private static Example dayAndNight(String start, int hours) {
        Instant from = Instant.parse(start);
        return new Example()
                .currency("NOK")
                .kwhPerQuarter(start, from.plus(Duration.ofHours(hours)).toString(), "25")
                .components(new TimeOfUse(
                        "tou",
                        "Energy",
                        null,
                        null,
                        List.of(new TimeOfUse.SiteBands(
                                "site",
                                List.of(
                                        new TimeOfUse.Band(
                                                new LocalHours("06:00", "22:00", null, null), new BigDecimal("0.274")),
                                        new TimeOfUse.Band(null, new BigDecimal("0.174")))))));
    }

    private static EnergyLevy levy() {
        return new EnergyLevy(
                "levy",
                "Electricity tax",
                "NO",
                List.of(
                        rate("ordinary", "2024-01-01", "0.0951"),
                        rate("ordinary", "2024-04-01", "0.1644"),
                        rate("ordinary", "2026-01-01", "0.0713"),
                        rate("reduced", "2024-01-01", "0.0058"),
                        rate("reduced", "2026-01-01", "0.0060")));
    }

    private static EnergyLevy.Rate rate(String taxClass, String from, String price) {
        return new EnergyLevy.Rate(taxClass, LocalDate.parse(from), new BigDecimal(price));
    }

    private static Example levied(String taxClass) {
        return new Example()
                .currency("NOK")
                .taxClass("2020-01-01", taxClass)
                .kilowatts("2024-03-31T12:00:00Z", "2024-04-01T12:00:00Z", "100")
                .components(levy());
    }

    /** 720,000 kWh in the 30 days of a month. */
    private static Example megawattMonth(String taxClass) {
        return new Example()
                .currency("NOK")
                .taxClass("2020-01-01", taxClass)
                .kwhPerQuarter("2026-05-31T22:00:00Z", "2026-06-30T22:00:00Z", "250")
                .components(levy());
    }

    private static Example capacity(Proration proration) {
        return new Example()
                .currency("NOK")
                .version("2022-01-01", capacityCharge("325", proration))
                .version("2022-04-01", capacityCharge("0", proration));
    }

    private static CapacityCharge capacityCharge(String pricePerYear, Proration proration) {
        return new CapacityCharge(
                "capacity",
                "Capacity",
                List.of(new SiteCapacity("site", new BigDecimal("10000"), new BigDecimal(pricePerYear), null)),
                proration);
    }

    private static Example peaks(int days) {
        return new Example()
                .currency("NOK")
                .kilowatts("2026-01-03T10:00:00Z", "2026-01-03T11:00:00Z", "5210")
                .kilowatts("2026-01-03T11:00:00Z", "2026-01-03T12:00:00Z", "5180")
                .kilowatts("2026-01-09T10:00:00Z", "2026-01-09T11:00:00Z", "5150")
                .kilowatts("2026-01-17T10:00:00Z", "2026-01-17T11:00:00Z", "4990")
                .components(new PeakDemand(
                        "peak",
                        "Peak",
                        days,
                        60,
                        List.of(new PeakDemand.SitePeak("site", new BigDecimal("30.00"), null))));
    }

    @Test
    void c31ABlockIsPaidWhetherTakenOrNot() {
        Example example = twoHours()
                .components(new PpaBlock(
                        "block",
                        "PPA",
                        List.of(new PpaBlock.SiteBlock(
                                "site", new BigDecimal("2"), new BigDecimal("38"), "series", null))));
        // The rest of the month has a block as well and no price for what is left of it; the example is of two hours.
        List<RatedUsage> month = example.month("2026-01");
        BigDecimal restOfMonth = new BigDecimal(2 * 38 * (31 * 24 - 2));
        assertThat(line(example.amountOf("block", "2026-01").subtract(restOfMonth)))
                .isEqualTo("197.00");
        RatedUsage project = month.getLast();
        assertThat(project.charges()).extracting(Charge::part).containsExactly("block", "above", "surplus");
        assertThat(project.charges().get(1).amount()).isEqualByComparingTo("55");
        assertThat(project.charges().get(2).amount()).isEqualByComparingTo("-10");
        RatedUsage contract = month.getFirst();
        assertThat(contract.project()).isEqualTo(RatedUsage.ALL);
        assertThat(contract.gaps()).extracting(Gap::missing).containsOnly("series");
        assertThat(contract.gaps()).extracting(Gap::facilityMillijoules).containsOnly(0L);
    }

    @Test
    void c53ACounterOfMillijoules() {
        assertThat(energyOf(128_612_101_025L - 126_272_101_025L)).isEqualByComparingTo("0.65");
    }

    @Test
    void c54TheRestOfANodeIsSharedByAllocatedGpus() {
        // Metering gives 0.65 + 0.70 of the devices and 2 x 0.4 of the rest of the node to the tenant.
        Example tenant = energy("1000").pue("1.10").kwh(WINTER, "2.15");
        assertThat(charge(tenant.rated().getFirst(), "energy").quantity()).isEqualByComparingTo("2.365");
    }

    @Test
    void c55AfterAResetWhatIsKnownSinceCounts() {
        assertThat(energyOf(360_000_000L + 120_000_000L + 360_000_000L).setScale(6, RoundingMode.HALF_UP))
                .isEqualByComparingTo("0.233333");
    }

    private static BigDecimal energyOf(long millijoules) {
        Example example = energy("1000").slot(new SlotUsage(Instant.parse(WINTER), 900_000, 900_000, millijoules));
        return charge(example.rated().getFirst(), "energy").quantity();
    }

    @Test
    void c59ReservedAndIdle() {
        IdleEnergy idle = new IdleEnergy(
                "idle",
                "Idle",
                List.of(new IdleEnergy.Reserved(
                        "site", "sku", 16, new BigDecimal("250"), new BigDecimal("0.03"), null, null, null)));
        // All of January but ten hours is used.
        Example example = new Example().pue("1.10").components(idle);
        Instant end = Instant.parse("2026-01-31T23:00:00Z").minus(Duration.ofHours(10));
        for (Instant at = Instant.parse("2025-12-31T23:00:00Z"); at.isBefore(end); at = at.plusSeconds(900)) {
            example.slot(new SlotUsage(at, 16 * 900_000, 0, 0));
        }
        assertThat(line(example.amountOf("idle", "2026-01"))).isEqualTo("1.32");
        assertThat(example.month("2026-01").getFirst().charges().getFirst().itMillijoules())
                .isEqualTo(40L * 3_600_000_000L);
    }

    @Test
    void c62TheCorrectionIsALineOfItsOwn() {
        BigDecimal old = energy("85.00").kwh(WINTER, "12000").energyAmount();
        BigDecimal republished = energy("58.00").kwh(WINTER, "12000").energyAmount();
        assertThat(correction(old, republished)).isEqualTo("-324.00");
    }

    @Test
    void c64ACorrectionIsTheDifferenceOfRoundedLines() {
        BigDecimal old = energy("10.004").kwh(WINTER, "1000").energyAmount();
        BigDecimal republished = energy("10.016").kwh(WINTER, "1000").energyAmount();
        assertThat(correction(old, republished)).isEqualTo("0.02");
    }

    private static String correction(BigDecimal old, BigDecimal corrected) {
        return new BigDecimal(line(corrected))
                .subtract(new BigDecimal(line(old)))
                .toPlainString();
    }

    @Test
    void c65HoldsOrEstimatesUntilThereIsAPrice() {
        RatedUsage held = provisional(null).rated().getFirst();
        assertThat(line(charge(held, "energy").amount())).isEqualTo("91.80");
        assertThat(held.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.filled()).isFalse();
            assertThat(gap.facilityMillijoules()).isEqualTo(100L * 3_600_000_000L);
        });
        RatedUsage estimated = provisional(new WhenMissing.SlotBefore()).rated().getFirst();
        assertThat(line(charge(estimated, "energy").amount())).isEqualTo("95.60");
        assertThat(estimated.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.filledBy()).isEqualTo("slot-before");
            assertThat(gap.facilityMillijoules()).isEqualTo(100L * 3_600_000_000L);
        });
        RatedUsage fixed =
                provisional(new WhenMissing.Fixed(new BigDecimal("50"))).rated().getFirst();
        assertThat(line(charge(fixed, "energy").amount())).isEqualTo("96.80");
        Example real = provisional(new WhenMissing.SlotBefore()).prices("2026-01-12T13:00:00Z", "44.00");
        assertThat(real.energyLine()).isEqualTo("96.20");
        assertThat(correction(charge(estimated, "energy").amount(), real.energyAmount()))
                .isEqualTo("0.60");
        assertThat(real.rated().getFirst().gaps()).isEmpty();
    }

    /** 100 kWh an hour: 22 hours at 40.00, one at 38.00, and the one after it without a price. */
    private static Example provisional(WhenMissing rule) {
        return new Example()
                .resolution(Resolution.PT60M)
                .whenMissing(rule)
                .flatPrice("2026-01-11T23:00:00Z", "2026-01-12T12:00:00Z", "40.00")
                .prices("2026-01-12T12:00:00Z", "38.00")
                .flatPrice("2026-01-12T14:00:00Z", "2026-01-12T23:00:00Z", "40.00")
                .kwhPerQuarter("2026-01-11T23:00:00Z", "2026-01-12T23:00:00Z", "25");
    }

    private static Example energy(String price) {
        return new Example().prices(WINTER, price);
    }

    private static Example collared() {
        return new Example().prices(WINTER, "10", "50", "120").kwh(WINTER, "500", "500", "500");
    }
}
