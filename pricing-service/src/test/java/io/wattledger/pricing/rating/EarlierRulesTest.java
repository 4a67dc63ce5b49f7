package io.wattledger.pricing.rating;

import static io.wattledger.pricing.rating.SharedEnergy.index;
import static io.wattledger.pricing.rating.SharedEnergy.ppa;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.evidence.BasisWriter;
import io.wattledger.pricing.evidence.RatedAgain;
import io.wattledger.pricing.evidence.RatingInput.RatedThen;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.ReservedCapacity;
import io.wattledger.pricing.tariff.SiteIndex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was rated by earlier rules comes to the same when it is rated again from its evidence, and what is rated now as well. */
class EarlierRulesTest {

    private final Map<String, byte[]> kept = new HashMap<>();

    private void keep(Basis basis) {
        basis.inputs().forEach(input -> kept.put(input.sha256(), input.content()));
    }

    /** None of the younger rules, or all of them. */
    private static Set<RatingRule> rules(boolean younger) {
        return younger ? EnumSet.allOf(RatingRule.class) : Set.of();
    }

    private static SharedEnergy changed(boolean younger) {
        return new SharedEnergy(rules(younger)).override("o", null, "2026-10-15", null, ppa("50"), index("50"));
    }

    /** By the first rules 50 and 30 per cent of 1,000 MWh, so that a fifth was free. */
    @ParameterizedTest
    @CsvSource({"false, 25000, 15000", "true, 35000, 15000"})
    void rulesAreThoseOfTheEvidence(boolean younger, String ofAgreement, String ofIndex) {
        SharedEnergy energy = changed(younger);
        DayUsage usage = SharedEnergy.day("2026-10-20", 1000);
        List<RatedUsage> days =
                new DayRating(energy.agreement(), energy.quotes()).rate(usage).rated();
        BasisWriter writer = new BasisWriter(energy.agreement(), energy.quotes());
        Basis ofDay = writer.of(usage);
        keep(ofDay);
        List<RatedThen> then = new ArrayList<>();
        days.forEach(day -> then.add(new RatedThen(day.recordKey(), 1, ofDay.sha256(), null)));
        MonthUsage month = SharedEnergy.month(usage, days);
        Basis ofMonth = writer.of(month, then);
        keep(ofMonth);
        List<RatedUsage> rated = new MonthRating(energy.agreement(), energy.quotes()).rate(month);

        assertThat(CommercialMonth.sum(days, "ppa")).isEqualByComparingTo(ofAgreement);
        assertThat(CommercialMonth.sum(rated, "index")).isEqualByComparingTo(ofIndex);
        RatedAgain again = new RatedAgain(kept::get);
        assertThat(days)
                .allSatisfy(one -> assertThat(again.record(ofDay.sha256(), one.recordKey()))
                        .contains(one));
        assertThat(rated)
                .allSatisfy(one -> assertThat(again.record(ofMonth.sha256(), one.recordKey()))
                        .contains(one));
    }

    /** A mean over three days though there is one, and energy that nobody prices without a gap. */
    @ParameterizedTest
    @CsvSource({"false, 1333.33, 0", "true, 4000.00, 1"})
    void theFirstRulesAreWhatTheyWere(boolean younger, String ofPeak, int gaps) {
        // 1 MWh in a quarter-hour are 4,000 kW, at 31 a month in one day of 31.
        SharedEnergy peaks = new SharedEnergy(rules(younger))
                .validFrom("2026-10-31")
                .components(new PeakDemand(
                        "peak",
                        "Peak",
                        3,
                        15,
                        List.of(new PeakDemand.SitePeak("glomfjord", new BigDecimal("31"), null))));
        assertThat(Example.line(CommercialMonth.sum(peaks.rated("2026-10-31", 1), "peak")))
                .isEqualTo(ofPeak);
        SharedEnergy unnamed = new SharedEnergy(rules(younger))
                .components(new EnergyIndexMonth(
                        "index", "Energy", List.of(new SiteIndex("elsewhere", "series", null, null))));
        List<RatedUsage> days = new DayRating(unnamed.agreement(), unnamed.quotes())
                .rate(SharedEnergy.day("2026-10-20", 1))
                .rated();
        assertThat(days.getFirst().gaps()).hasSize(gaps);
    }

    /** A tariff that begins on the last day of a month of 745 hours. */
    @ParameterizedTest
    @CsvSource({"false, 745", "true, 24"})
    void hoursBeforeTheTariffBeganWereChargedByTheFirstRules(boolean younger, String hours) {
        SharedEnergy reserved = new SharedEnergy(rules(younger))
                .validFrom("2026-10-31")
                .components(new ReservedCapacity(
                        "reserved",
                        "Reserved",
                        List.of(new ReservedCapacity.Reservation(
                                "sku", "glomfjord", 1, BigDecimal.ONE, BigDecimal.TEN))));
        assertThat(CommercialMonth.sum(reserved.rated("2026-10-31", 1), "reserved"))
                .isEqualByComparingTo(hours);
    }
}
