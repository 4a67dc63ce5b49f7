package io.wattledger.pricing.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.flow.ExplainCharge.Explained;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.Explanation;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person reads of a quarter-hour: its price, and where it comes from, also where it stands in for another. */
class ExplanationTextTest {

    private static final Instant NOON = Instant.parse("2026-01-12T11:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-01-12");

    @Test
    void whatStandsInForAMissingPriceIsNamedWithItsDocument() {
        String[] lines = lines(new WhenMissing.SlotBefore());
        assertThat(lines[0]).endsWith("4.000000  prices");
        assertThat(lines[1]).endsWith("4.000000  missing: series, filled by slot-before prices");
    }

    @Test
    void aFixedPriceStandsInWithoutADocument() {
        assertThat(lines(new WhenMissing.Fixed(new BigDecimal("50")))[1])
                .endsWith("5.000000  missing: series, filled by fixed");
    }

    @Test
    void whatIsMissingAndNotChargedIsMissing() {
        assertThat(lines(new WhenMissing.Hold())[1]).endsWith("0.000000  missing: series");
    }

    /** The lines of two quarter-hours of 100 kWh, the first at 40, the second without a price. */
    private static String[] lines(WhenMissing rule) {
        Example example =
                new Example().whenMissing(rule).prices(NOON.toString(), "40").kwh(NOON.toString(), "100", "100");
        RatedUsage rated = example.rated().getFirst();
        Interval day = example.site().interval(DAY);
        DayUsage usage = new DayUsage(
                Example.KEY,
                DAY,
                day,
                List.of(slot(NOON), slot(NOON.plusSeconds(900))),
                List.of(new ContractFacts("contract", Instant.EPOCH, null, "tariff", "Europe/Oslo", "EUR")));
        Explanation explanation = Explanation.of(example.rating(), usage, rated.periodStart(), "energy");
        String text = ExplanationText.of(new Explained(rated, explanation.charges(), explanation, true));
        return text.lines().filter(line -> line.startsWith("2026-01-12T11:")).toArray(String[]::new);
    }

    private static SlotUsage slot(Instant start) {
        return new SlotUsage(start, 900_000, 900_000, 100 * 3_600_000_000L);
    }
}
