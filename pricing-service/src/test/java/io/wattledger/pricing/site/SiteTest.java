package io.wattledger.pricing.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.pricing.site.CarbonMethod.Certificates;
import io.wattledger.pricing.site.CarbonMethod.ResidualMix;
import io.wattledger.pricing.site.TaxClass.Evidence;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {

    private static final LocalDate JANUARY = LocalDate.parse("2026-01-01");
    private static final LocalDate JULY = LocalDate.parse("2026-07-01");

    @ParameterizedTest
    @CsvSource({"1.27, 1.20, 1.20", "1.15, 1.20, 1.15", "1.20, 1.20, 1.20"})
    void aMeasuredPueIsChargedUpToItsCap(BigDecimal measured, BigDecimal cap, BigDecimal charged) {
        // C37: 10,000 kWh IT at 50 are 600.00 with measured 1.27 and cap 1.20.
        assertThat(new PueMethod.MeasuredWithCap(measured, cap).on(JANUARY)).isEqualByComparingTo(charged);
    }

    @Test
    void aSeasonalPueFollowsTheMonth() {
        PueMethod method = new PueMethod.Seasonal(IntStream.rangeClosed(1, 12)
                .mapToObj(month -> BigDecimal.ONE.add(BigDecimal.valueOf(month, 2)))
                .toList());
        assertThat(method.on(LocalDate.parse("2026-01-31"))).isEqualByComparingTo("1.01");
        assertThat(method.on(LocalDate.parse("2026-02-01"))).isEqualByComparingTo("1.02");
        assertThat(method.on(LocalDate.parse("2026-12-31"))).isEqualByComparingTo("1.12");
    }

    @Test
    void everyMethodRefusesAValueBelowOne() {
        BigDecimal low = new BigDecimal("0.99");
        assertThat(flaws(new PueMethod.Contractual(low))).containsExactly("/value");
        assertThat(flaws(new PueMethod.MeasuredWithCap(low, low))).containsExactly("/measured", "/cap");
        assertThat(flaws(new PueMethod.Seasonal(List.of(BigDecimal.ONE, low)))).containsExactly("/months", "/months/1");
        assertThat(flaws(new PueMethod.Contractual(BigDecimal.ONE))).isEmpty();
    }

    @Test
    void whatIsDatedHoldsUntilTheNext() {
        Site site = site();
        assertThat(site.pueOn(JANUARY.minusDays(1))).isEmpty();
        assertThat(site.pueOn(JULY.minusDays(1)).orElseThrow()).isEqualByComparingTo("1.10");
        assertThat(site.pueOn(JULY).orElseThrow()).isEqualByComparingTo("1.20");
        assertThat(site.taxClassOn(JANUARY.minusDays(1))).isEmpty();
        assertThat(site.taxClassOn(JULY.minusDays(1))).contains("full");
        assertThat(site.taxClassOn(JULY)).contains("reduced");
        CarbonMethod carbon = site.declared().carbon();
        assertThat(carbon.certifiedPercentOn(JANUARY)).isEmpty();
        assertThat(carbon.certifiedPercentOn(JULY).orElseThrow()).isEqualByComparingTo("80");
        assertThat(carbon.residualMixOn(JULY.minusDays(1)).orElseThrow()).isEqualByComparingTo("500");
        assertThat(carbon.residualMixOn(JULY).orElseThrow()).isEqualByComparingTo("535");
    }

    private static Site site() {
        Evidence evidence = new Evidence("Decision", null, "https://site.example/decision.pdf");
        return new Site(
                "site",
                new Site.Place("Site", "NO", "NO4"),
                ZoneId.of("Europe/Oslo"),
                SiteState.LIVE,
                null,
                List.of(
                        new PowerUsage(JANUARY, new BigDecimal("1.10")),
                        new PowerUsage(
                                JULY, new PueMethod.MeasuredWithCap(new BigDecimal("1.27"), new BigDecimal("1.20")))),
                new Site.Operator("entity", "NOK"),
                new Site.Declared(
                        List.of(new TaxClass(JANUARY, "full", evidence), new TaxClass(JULY, "reduced", evidence)),
                        new CarbonMethod(
                                null,
                                List.of(new Certificates(JULY, new BigDecimal("80"))),
                                List.of(
                                        new ResidualMix(JULY, new BigDecimal("535")),
                                        new ResidualMix(JANUARY, new BigDecimal("500"))))));
    }

    private static List<String> flaws(PueMethod method) {
        List<String> pointers = new ArrayList<>();
        method.check((pointer, detail) -> pointers.add(pointer));
        return pointers;
    }
}
