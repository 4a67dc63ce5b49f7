package io.wattledger.pricing.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.energy.PricePerMwh;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.evidence.RatingInput.RulesThen;
import io.wattledger.pricing.evidence.RatingInput.Terms;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was rated before a rule was made is rated again without it, what is rated today with it. */
class YoungerRulesTest {

    private static final Instant NOON = Instant.parse("2026-01-12T11:00:00Z");
    private static final Interval JANUARY =
            new Interval(Instant.parse("2025-12-31T23:00:00Z"), Instant.parse("2026-01-31T23:00:00Z"));
    private static final long KWH = 3_600_000_000L;

    private final Map<String, byte[]> kept = new HashMap<>();

    @Test
    void ratesAgainByTheRulesThatHeld() {
        Example example = new Example()
                .pue("1.10")
                .points(List.of(new PricePoint(NOON, new PricePerMwh(new BigDecimal("40")), ValueState.PRELIMINARY)))
                .components(new EnergyIndexMonth(
                        "month", "Energy", List.of(new Example().share("30").siteIndex())));
        Basis basis = new BasisWriter(example.agreement(), example.quotes()).of(month(), List.of());
        basis.inputs().forEach(input -> kept.put(input.sha256(), input.content()));

        List<RatedUsage> today = records(basis.sha256());
        assertThat(today.stream().flatMap(one -> one.gaps().stream()))
                .extracting("filledBy")
                .containsExactly("preliminary");
        assertThat(itEnergy(today)).isEqualTo(3_000 * KWH);

        forgetTheRules();
        List<RatedUsage> then = records(basis.sha256());
        assertThat(then.stream().flatMap(one -> one.gaps().stream())).isEmpty();
        assertThat(itEnergy(then)).isEqualTo(10_000 * KWH);
    }

    private static MonthUsage month() {
        return new MonthUsage(
                "tenant",
                new ContractFacts("contract", Instant.EPOCH, null, "tariff", "Europe/Oslo", "EUR"),
                JANUARY,
                List.of(),
                List.of(new ProjectLoad(
                        "default", "site", "sku", List.of(new SlotUsage(NOON, 900_000, 900_000, 10_000 * KWH)))));
    }

    /** Leaves of the terms what there was of them before there were younger rules. */
    private void forgetTheRules() {
        kept.replaceAll((hash, content) -> read(content) instanceof Terms terms
                ? WireJson.write(
                        new Terms(terms.inputs().stream()
                                .filter(input -> !(read(kept.get(input)) instanceof RulesThen))
                                .toList()),
                        RatingInput.class)
                : content);
    }

    private List<RatedUsage> records(String basis) {
        RatedAgain again = new RatedAgain(kept::get);
        return List.of("default", RatedUsage.ALL).stream()
                .flatMap(project -> again.record(basis, "tenant/" + project + "/-/-/2025-12-31T23:00:00Z").stream())
                .toList();
    }

    private static long itEnergy(List<RatedUsage> records) {
        return records.stream()
                .flatMap(one -> one.charges().stream())
                .mapToLong(charge -> charge.itMillijoules())
                .sum();
    }

    private static RatingInput read(byte[] content) {
        try {
            return WireJson.read(content, RatingInput.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
