package io.wattledger.pricing.rating;

import static io.wattledger.pricing.rating.SharedEnergy.index;
import static io.wattledger.pricing.rating.SharedEnergy.ppa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.evidence.BasisWriter;
import io.wattledger.pricing.evidence.RatedAgain;
import io.wattledger.pricing.evidence.RatingInput.RatedThen;
import io.wattledger.pricing.evidence.UnusableInput;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.SiteIndex;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was rated by earlier rules comes to the same when it is rated again from its evidence, and what is rated now as well. */
class EarlierRulesTest {

    private final Map<String, byte[]> kept = new HashMap<>();

    private void keep(Basis basis) {
        basis.inputs().forEach(input -> kept.put(input.sha256(), input.content()));
    }

    private static SharedEnergy changed(RatingRules rules) {
        return new SharedEnergy(rules).override("o", null, "2026-10-15", null, ppa("50"), index("50"));
    }

    /** By the first rules 50 and 30 per cent of 1,000 MWh, so that a fifth was free. */
    @ParameterizedTest
    @CsvSource({"FIRST, 25000, 15000", "SECOND, 35000, 15000"})
    void rulesAreThoseOfTheEvidence(RatingRules rules, String ofAgreement, String ofIndex) {
        SharedEnergy energy = changed(rules);
        DayUsage usage = SharedEnergy.day("2026-10-20", 1000);
        List<RatedUsage> days = new DayRating(energy.agreement(), SharedEnergy.quotes())
                .rate(usage)
                .rated();
        BasisWriter writer = new BasisWriter(energy.agreement(), SharedEnergy.quotes());
        Basis ofDay = writer.of(usage);
        keep(ofDay);
        List<RatedThen> then = new ArrayList<>();
        days.forEach(day -> then.add(new RatedThen(day.recordKey(), 1, ofDay.sha256(), null)));
        MonthUsage month = SharedEnergy.month(usage, days);
        Basis ofMonth = writer.of(month, then);
        keep(ofMonth);
        List<RatedUsage> rated = new MonthRating(energy.agreement(), SharedEnergy.quotes()).rate(month);

        assertThat(CommercialMonth.sum(days, "ppa")).isEqualByComparingTo(ofAgreement);
        assertThat(CommercialMonth.sum(rated, "index")).isEqualByComparingTo(ofIndex);
        RatedAgain again = new RatedAgain(kept::get);
        assertThat(days)
                .allSatisfy(one -> assertThat(again.record(ofDay.sha256(), one.recordKey()))
                        .contains(one));
        assertThat(rated)
                .allSatisfy(one -> assertThat(again.record(ofMonth.sha256(), one.recordKey()))
                        .contains(one));
        assertThat(text(ofDay)).contains(rules == RatingRules.FIRST ? "\"terms\"" : "\"rules\":2");
        assertThat(text(ofDay).contains("rules")).isEqualTo(rules != RatingRules.FIRST);
        assertThat(text(ofMonth).contains("rules")).isEqualTo(rules != RatingRules.FIRST);
    }

    private String text(Basis basis) {
        return new String(kept.get(basis.sha256()), StandardCharsets.UTF_8);
    }

    @Test
    void rulesOfALaterProgramAreNotGuessed() {
        Basis basis = changed(RatingRules.SECOND).basis("2026-10-20", 1000);
        keep(basis);
        byte[] later = text(basis).replace("\"rules\":2", "\"rules\":3").getBytes(StandardCharsets.UTF_8);
        kept.put(Sha256.hex(later), later);
        RatedAgain again = new RatedAgain(kept::get);
        assertThatThrownBy(() -> again.record(Sha256.hex(later), "any"))
                .isInstanceOf(UnusableInput.class)
                .hasMessageContaining("rules 3, which only a later program knows");
    }

    /** A mean over three days though there is one, and energy that nobody prices without a gap. */
    @ParameterizedTest
    @CsvSource({"FIRST, 1333.33, 0", "SECOND, 4000.00, 1"})
    void theFirstRulesAreWhatTheyWere(RatingRules rules, String ofPeak, int gaps) {
        // 1 MWh in a quarter-hour are 4,000 kW, at 31 a month in one day of 31.
        SharedEnergy peaks = new SharedEnergy(rules)
                .validFrom("2026-10-31")
                .components(new PeakDemand(
                        "peak",
                        "Peak",
                        3,
                        15,
                        List.of(new PeakDemand.SitePeak("glomfjord", new BigDecimal("31"), null))));
        assertThat(Example.line(CommercialMonth.sum(peaks.rated("2026-10-31", 1), "peak")))
                .isEqualTo(ofPeak);
        SharedEnergy unnamed = new SharedEnergy(rules)
                .components(new EnergyIndexMonth(
                        "index", "Energy", List.of(new SiteIndex("elsewhere", "series", null, null))));
        List<RatedUsage> days = new DayRating(unnamed.agreement(), SharedEnergy.quotes())
                .rate(SharedEnergy.day("2026-10-20", 1))
                .rated();
        assertThat(days.getFirst().gaps()).hasSize(gaps);
    }
}
