package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.tariff.PpaBlock;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The engine against a naive implementation over random tariffs with every energy component, and what must hold for all of
 * them. {@code -Dwattledger.differential.months=100000} tries more than a build has time for.
 */
class MonthDifferentialTest {

    private static final int MONTHS = Integer.getInteger("wattledger.differential.months", 500);
    private static final BigDecimal TOLERANCE = new BigDecimal("1E-22");

    /** Components whose charge of two parts of a month is the sum of both; the others have maxima, averages or days. */
    private static final Set<String> ADDITIVE = Set.of("index", "fixed", "ppa", "time", "levy", "loss", "all", "idle");

    @Test
    void agreesWithTheDefinitionsOnEveryRandomTariffAndMonth() {
        IntStream.range(0, MONTHS).parallel().forEach(MonthDifferentialTest::compare);
    }

    private static void compare(int seed) {
        RandomMonth month = new RandomMonth(seed);
        List<RatedUsage> rated = month.rate();
        NaiveMonth naive = new NaiveMonth(month);
        naive.amounts().forEach((component, expected) -> {
            BigDecimal actual = amount(rated, component);
            assertThat(actual.subtract(expected).abs())
                    .as("seed %s, %s: %s and %s", seed, component, actual, expected)
                    .isLessThan(TOLERANCE.multiply(expected.abs().add(BigDecimal.ONE)));
        });
        for (String component : List.of("index", "index-month", "loss", "block", "pool")) {
            List<Gap> open = rated.stream()
                    .flatMap(one -> one.gaps().stream())
                    .filter(gap -> gap.component().equals(component) && !gap.filled())
                    .toList();
            BigDecimal shown = BigDecimal.valueOf(
                    open.stream().mapToLong(Gap::facilityMillijoules).sum());
            BigDecimal expected =
                    naive.unpriced.getOrDefault(component, BigDecimal.ZERO).multiply(new BigDecimal("3600000000"));
            // Each stretch is rounded up to a whole millijoule.
            assertThat(shown.subtract(expected))
                    .as("seed %s, %s", seed, component)
                    .isBetween(new BigDecimal("-0.000001"), BigDecimal.valueOf(open.size()));
        }
    }

    @Test
    void cuttingTheContractAnywhereChangesNoSum() {
        for (int seed = 0; seed < 150; seed++) {
            RandomMonth month = new RandomMonth(seed);
            long slots = (month.end.getEpochSecond() - month.start.getEpochSecond()) / 900;
            if (slots > 1) {
                Instant cut = month.start.plusSeconds(900 * (1 + seed % (slots - 1)));
                List<RatedUsage> whole = month.rate();
                List<RatedUsage> parts = month.rateCutAt(cut);
                for (String component : ADDITIVE) {
                    BigDecimal expected = amount(whole, component);
                    assertThat(amount(parts, component).subtract(expected).abs())
                            .as("seed %s, %s", seed, component)
                            .isLessThan(TOLERANCE.multiply(expected.abs().add(BigDecimal.ONE)));
                }
            }
        }
    }

    @Test
    void ratingTwiceGivesTheSameBytesAndARevisionAndBackTheFirst() {
        for (int seed = 0; seed < 150; seed++) {
            RandomMonth month = new RandomMonth(seed);
            String first = bytes(month.rate());
            assertThat(bytes(new RandomMonth(seed).rate())).isEqualTo(first);
            Map<Instant, StatedPrice> stated = new HashMap<>(month.prices);
            month.prices.replaceAll((at, price) -> new StatedPrice(
                    EnergyPrice.of(price.price().value().add(BigDecimal.TEN), EnergyUnit.MWH), "revised"));
            String revised = bytes(month.rate());
            if (first.matches("(?s).*\"doc[012]\".*")) {
                assertThat(revised).isNotEqualTo(first);
            }
            month.prices.putAll(stated);
            assertThat(bytes(month.rate())).isEqualTo(first);
        }
    }

    @Test
    void projectsAddUpToTheContract() {
        for (int seed = 0; seed < 150; seed++) {
            RandomMonth month = new RandomMonth(seed);
            BigDecimal together = month.rate().stream()
                    .filter(RatedUsage::ofMonth)
                    .flatMap(one -> one.charges().stream())
                    .filter(charge -> charge.component().equals("block") && "block".equals(charge.part()))
                    .map(Charge::quantity)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            long slots = (month.end.getEpochSecond() - month.start.getEpochSecond()) / 900;
            month.components.stream()
                    .filter(component -> component.id().equals("block"))
                    .map(component -> ((PpaBlock) component).sites().getFirst().megawatts())
                    .forEach(megawatts -> assertThat(together)
                            .isEqualByComparingTo(
                                    megawatts.multiply(BigDecimal.valueOf(250)).multiply(BigDecimal.valueOf(slots))));
        }
    }

    private static BigDecimal amount(List<RatedUsage> rated, String component) {
        return rated.stream()
                .flatMap(one -> one.charges().stream())
                .filter(charge -> charge.component().equals(component))
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String bytes(List<RatedUsage> rated) {
        StringBuilder all = new StringBuilder();
        rated.forEach(one -> all.append(new String(WireJson.write(one), StandardCharsets.UTF_8)));
        return all.toString();
    }
}
