package io.wattledger.billing.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.RatedDay;
import io.wattledger.billing.invoice.BillingPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletenessTest {

    private static final BillingPeriod OCTOBER =
            new BillingPeriod(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 11, 1), ZoneId.of("Europe/Oslo"));
    private static final Instant AFTERWARDS = Instant.parse("2026-11-02T08:00:00Z");

    @Test
    void findsNothingMissingWhereAllIsPriced() {
        assertThat(missing(AFTERWARDS, day().gpuHours("1", "2"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2026-10-31T22:59:59Z, true", "2026-10-31T23:00:00Z, false"})
    void holdsAMonthThatHasNotEndedInTheContractsZone(Instant now, boolean held) {
        assertThat(missing(now))
                .extracting(HoldReason::code)
                .containsExactlyElementsOf(held ? List.of("period-not-over") : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "glomfjord, 2026-10-14T12:00:00Z, false, true",
        "glomfjord, 2026-10-31T22:59:59Z, false, true",
        "glomfjord, 2026-10-31T23:00:00Z, true,  false",
        "narvik,    2026-10-14T12:00:00Z, false, false",
        "narvik,    2026-09-14T12:00:00Z, true,  true"
    })
    void holdsAMonthOfWhichACollectorHasNotReportedAll(
            String site, Instant completeUntil, boolean isUsageExpected, boolean held) {
        List<HoldReason> reasons = Completeness.unreported(
                OCTOBER,
                held(day().gpuHours("1", "2")).sites(),
                List.of(new SiteWatermark(site, "/slurm/a", completeUntil, isUsageExpected)));

        assertThat(reasons)
                .containsExactlyElementsOf(
                        held
                                ? List.of(new HoldReason(
                                        "usage-incomplete",
                                        "site " + site + ": usage of collector /slurm/a is reported and rated until "
                                                + completeUntil
                                                + " only, and the period ends at 2026-10-31T23:00:00Z"
                                                + "; let it report on, or retire it if it is gone; if it has reported more,"
                                                + " pricing is behind"))
                                : List.of());
    }

    @Test
    void namesWhatHasNoPrice() {
        List<HoldReason> reasons = missing(AFTERWARDS, day().gpuHours("1", "2").gap("NO4-day-ahead"));

        assertThat(reasons)
                .containsExactly(new HoldReason(
                        "price-missing",
                        "default/glomfjord/h100-sxm on 2026-10-05: NO4-day-ahead for energy from "
                                + "2026-10-04T22:00:00Z to 2026-10-04T22:30:00Z (1800000 milli-GPU-seconds)"));
    }

    /** A publisher does not stand by a preliminary price yet; what the contract puts in the place of a missing one holds nothing up. */
    @Test
    void waitsForTheFinalPriceOfWhatIsChargedAtAPreliminaryOne() {
        RatedDay preliminary = day().energy("100", "50").filled("NO4-day-ahead", "preliminary", 360_000_000L);
        assertThat(missing(AFTERWARDS, preliminary))
                .containsExactly(new HoldReason(
                        "price-preliminary",
                        "default/glomfjord/h100-sxm on 2026-10-05: NO4-day-ahead for energy from "
                                + "2026-10-04T22:00:00Z to 2026-10-04T22:30:00Z (0 milli-GPU-seconds)"));
        for (String filledBy : List.of("slot-before", "fixed")) {
            assertThat(missing(AFTERWARDS, day().energy("100", "50").filled("NO4-day-ahead", filledBy, 360_000_000L)))
                    .isEmpty();
        }
    }

    @Test
    void namesWhatUsageCannotBeRatedWithoutAndWhatToDo() {
        assertThat(missing(AFTERWARDS, day().unrated("tariff nordic")))
                .containsExactly(new HoldReason(
                        "usage-unrated",
                        "default/glomfjord/h100-sxm on 2026-10-05: 3600000 milli-GPU-seconds from 2026-10-04T22:00:00Z to"
                                + " 2026-10-05T22:00:00Z cannot be rated without tariff nordic; see that the catalog of pricing"
                                + " has it on that day, or correct the contract: they are rated by themselves then"));
    }

    @Test
    void takesUsageWithoutChargeForMissingAndNotForFree() {
        assertThat(missing(AFTERWARDS, day().withoutCharges(5)))
                .extracting(HoldReason::code)
                .containsExactly("charge-missing");
    }

    /** Tiers, packages, reservations and energy of the month are charged in the record of the month, whichever comes first. */
    @Test
    void takesUsageThatItsMonthChargesForPriced() {
        RatedDay month = month("2026-10-01").ofTier("tier-1", "1", "10", "glomfjord", "h100-sxm");
        assertThat(missing(AFTERWARDS, day().withoutCharges(5), month)).isEmpty();
        assertThat(missing(AFTERWARDS, month, day().withoutCharges(5))).isEmpty();
        assertThat(missing(
                        AFTERWARDS,
                        month("2026-10-01").energyOfMonth("9", "0.5", "glomfjord"),
                        day().withoutCharges(5)))
                .isEmpty();
    }

    @Test
    void takesUsageThatItsMonthChargesElsewhereForMissing() {
        assertThat(missing(
                        AFTERWARDS,
                        month("2026-10-01")
                                .ofTier("tier-1", "1", "10", "narvik", "h100-sxm")
                                .ofTier("tier-1", "1", "10", "glomfjord", "h200-sxm")
                                .energyOfMonth("9", "0.5", "narvik"),
                        RatedDay.of("havvik", "c-2026", "2026-10-01")
                                .at("other", "glomfjord", "h100-sxm")
                                .ofMonth()
                                .ofTier("tier-1", "1", "10", "glomfjord", "h100-sxm"),
                        RatedDay.of("havvik", "c-2026", "2026-10-07").withoutCharges(6),
                        day().withoutCharges(5)))
                .containsExactly(
                        new HoldReason(
                                "charge-missing",
                                "default/glomfjord/h100-sxm from 2026-10-05 to 2026-10-07: 11 milli-GPU-seconds have no charge, neither of"
                                        + " the day nor of the month; where they are free, the tariff says so by a price of 0"));
    }

    /** What the version before charged by the month says nothing of a version that charges nothing. */
    @ParameterizedTest
    @CsvSource({
        // The day has another version than the only part of the month, but lies inside of it: at the edges clocks
        // differ.
        "2026-10-01, 2026-10-01, 2026-10-05, 2026-01-01, false",
        "2026-10-06, 2026-10-06, 2026-10-05, 2026-01-01, true",
        "2026-10-06, 2026-10-06, 2026-10-05, 2026-10-06, false"
    })
    void takesNothingForPricedByAPartOfTheMonthThatItIsNotIn(
            String part, String partVersion, String day, String dayVersion, boolean held) {
        assertThat(missing(
                        AFTERWARDS,
                        month(part).under(partVersion).ofTier("tier-1", "1", "10", "glomfjord", "h100-sxm"),
                        RatedDay.of("havvik", "c-2026", day).under(dayVersion).withoutCharges(5)))
                .extracting(HoldReason::code)
                .containsExactlyElementsOf(held ? List.of("charge-missing") : List.of());
    }

    @Test
    void holdsUsageThatWasRatedInAnotherCurrency() {
        assertThat(missing(AFTERWARDS, day().in("EUR").gpuHours("1", "2")))
                .extracting(HoldReason::detail)
                .containsExactly("default/glomfjord/h100-sxm on 2026-10-05: rated in EUR, contract in NOK");
    }

    @Test
    void namesTheFirstRecordsByKeyWhateverTheirOrderAndCountsTheRest() {
        List<RatedDay> days = new ArrayList<>();
        for (int project = 0; project < HeldUsage.MOST_NAMED + 2; project++) {
            days.add(day().at("p%04d".formatted(project), "glomfjord", "h100-sxm")
                    .gpuHours("1", "2")
                    .gap("NO4-day-ahead"));
        }
        days.add(day().at("p9999", "glomfjord", "h100-sxm").withoutCharges(5));
        Collections.shuffle(days, new Random(1));

        List<HoldReason> reasons = missing(AFTERWARDS, days.toArray(RatedDay[]::new));

        assertThat(reasons).hasSize(HeldUsage.MOST_NAMED + 2);
        assertThat(reasons.getFirst().detail()).startsWith("p0000/");
        assertThat(reasons.get(HeldUsage.MOST_NAMED - 1).detail()).startsWith("p0999/");
        assertThat(reasons.subList(HeldUsage.MOST_NAMED, reasons.size()))
                .containsExactly(
                        new HoldReason("charge-missing", "and 1 more of the kind"),
                        new HoldReason("price-missing", "and 2 more of the kind"));
    }

    @Test
    void leadsFromOpenOverClosingToIssuedAndNowhereFromThere() {
        List<HoldReason> reasons = List.of(new HoldReason("price-missing", "x"));
        PeriodState.Closing closing = new PeriodState.Open().hold(reasons);

        assertThat(closing.reasons()).isEqualTo(reasons);
        assertThat(closing.hold(List.of(new HoldReason("y", "z"))).reasons()).hasSize(1);
        assertThat(closing.issue("NO26-000001")).isEqualTo(new PeriodState.Open().issue("NO26-000001"));
        assertThat(Arrays.stream(PeriodState.Issued.class.getDeclaredMethods())
                        .filter(method -> PeriodState.class.isAssignableFrom(method.getReturnType())))
                .isEmpty();
        assertThatThrownBy(() -> closing.hold(List.of())).hasMessageContaining("for a reason");
    }

    private static RatedDay day() {
        return RatedDay.of("havvik", "c-2026", "2026-10-05");
    }

    private static RatedDay month(String firstDay) {
        return RatedDay.of("havvik", "c-2026", firstDay).ofMonth();
    }

    private static List<HoldReason> missing(Instant now, RatedDay... days) {
        return Completeness.missing(OCTOBER, held(days), now);
    }

    private static HeldUsage held(RatedDay... days) {
        HeldUsage held = new HeldUsage(Currency.getInstance("NOK"));
        Arrays.stream(days).map(RatedDay::build).forEach(held::add);
        return held;
    }
}
