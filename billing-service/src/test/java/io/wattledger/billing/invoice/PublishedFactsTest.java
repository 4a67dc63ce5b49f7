package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.RatedDay;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedFactsTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Currency NOK = Currency.getInstance("NOK");
    private static final PublishedFacts FACTS = new PublishedFacts(
            List.of(rate("2026-10-01", "11.70"), rate("2026-10-30", "11.7835"), rate("2026-11-03", "11.90")),
            Map.of("glomfjord", List.of(factor("2026-01-01", "8.1"), factor("2025-01-01", "11"))));

    @ParameterizedTest
    @CsvSource({
        "2026-10-01, 11.70",
        "2026-10-29, 11.70",
        "2026-10-30, 11.7835",
        "2026-11-02, 11.7835",
        "2026-12-04, 11.90",
        "2026-12-05,",
        "2026-09-30,"
    })
    void findTheNewestRateOfTheDayThatIsNotTooOld(LocalDate day, BigDecimal rate) {
        assertThat(FACTS.rate(EUR, NOK, day).map(ExchangeRate::rate).orElse(null))
                .isEqualTo(rate);
        assertThat(FACTS.rate(NOK, EUR, day)).isEmpty();
    }

    @Test
    void findTheFactorInForce() {
        assertThat(FACTS.emission("glomfjord", LocalDate.of(2026, 10, 1))).contains(factor("2026-01-01", "8.1"));
        assertThat(FACTS.emission("glomfjord", LocalDate.of(2024, 12, 31))).isEmpty();
        assertThat(FACTS.emission("narvik", LocalDate.of(2026, 10, 1))).isEmpty();
    }

    @Test
    void stateVatInTheCurrencyItIsAccountedForIn() {
        Invoice invoice = draft("EUR").numbered("NO26-1", LocalDate.of(2026, 11, 2));
        assertThat(invoice.totals().vat().amount()).isEqualByComparingTo("62.25");
        // 62.25 EUR at 11.7835 is 733.522875 NOK.
        assertThat(invoice.totals().inTaxCurrency())
                .isEqualTo(
                        new TaxCurrencyTotal(new Money(new BigDecimal("733.52"), NOK), rate("2026-10-30", "11.7835")));
    }

    @Test
    void stateNothingWhereNoRateIsKnownOrNoneIsNeeded() {
        assertThat(draft("EUR")
                        .numbered("NO26-1", LocalDate.of(2027, 1, 2))
                        .totals()
                        .inTaxCurrency())
                .isNull();
        assertThat(draft("NOK")
                        .numbered("NO26-1", LocalDate.of(2026, 11, 2))
                        .totals()
                        .inTaxCurrency())
                .isNull();
    }

    @Test
    void standOnEnergyLinesAsEmission() {
        Billable billable = ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-05")
                .gpuHours("10", "24.90")
                .energy("100", "0.5"));
        List<InvoiceLine> lines = InvoiceDraft.of(with(billable, "NOK")).lines();
        assertThat(lines)
                .extracting(line -> line.facts().emission())
                .containsExactly(null, factor("2026-01-01", "8.1"));
        BigDecimal kilograms = lines.getLast().facts().kilogramsCo2e();
        assertThat(kilograms)
                .isEqualByComparingTo(lines.getLast().quantity().exact().multiply(new BigDecimal("0.0081")));
    }

    /** C31: of a block of 4,000 kWh and 1,000 above it, 500 were not used and sold again: 4,500 were used. */
    @Test
    void aSurplusOfABlockIsNotUsedAndStandsForNothing() {
        Billable billable = ABillable.of(RatedDay.of("havvik", "c-2026", "2026-10-05")
                .ofBlock("block", ChargeKind.ENERGY, "4000", "152")
                .ofBlock("above", ChargeKind.ENERGY, "1000", "55")
                .ofBlock("surplus", ChargeKind.CREDIT, "500", "-10"));
        Billable before = with(billable, "NOK");
        List<InvoiceLine> lines = InvoiceDraft.of(today(before)).lines();
        assertThat(sum(lines, line -> line.facts().facilityKilowattHours())).isEqualByComparingTo("4500");
        assertThat(sum(lines, line -> line.facts().kilogramsCo2e())).isEqualByComparingTo("36.45");
        assertThat(sum(lines, line -> line.quantity().exact())).isEqualByComparingTo("5500");

        List<InvoiceLine> then = InvoiceDraft.of(before).lines();
        assertThat(then.getLast().facts().facilityKilowattHours())
                .as("what was issued before stays as it was")
                .isEqualByComparingTo("500");
        assertThat(then.getLast().facts().emission()).isNull();
        assertThat(then)
                .extracting(InvoiceLine::amount)
                .isEqualTo(lines.stream().map(InvoiceLine::amount).toList());
    }

    @Test
    void whatStandsInForAMissingPriceIsToldOnItsLine() {
        Billable billable = ABillable.of(
                RatedDay.of("havvik", "c-2026", "2026-10-05")
                        .gpuHours("10", "24.90")
                        .energy("100", "50")
                        .filled("NO4", "slot-before", 36_000_000_000L),
                RatedDay.of("havvik", "c-2026", "2026-10-06")
                        .energy("100", "50")
                        .filled("NO4", "fixed", 18_000_000_000L));
        List<InvoiceLine> lines = InvoiceDraft.of(today(billable)).lines();
        assertThat(lines).extracting(line -> line.facts().standInMillijoules()).containsExactly(null, 54_000_000_000L);
        assertThat(lines.getLast().facts().standInKilowattHours()).isEqualByComparingTo("15");
        assertThat(InvoiceDraft.of(billable).lines())
                .extracting(line -> line.facts().standInMillijoules())
                .containsOnlyNulls();
    }

    private static BigDecimal sum(List<InvoiceLine> lines, Function<InvoiceLine, BigDecimal> figure) {
        return lines.stream().map(figure).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Billable today(Billable b) {
        return new Billable(
                b.seller(),
                b.buyer(),
                b.references(),
                b.period(),
                b.currency(),
                b.vat(),
                b.usage(),
                b.names().byAllRules());
    }

    private static InvoiceDraft draft(String currency) {
        RatedUsage usage = RatedDay.of("havvik", "c-2026", "2026-10-05")
                .in(currency)
                .gpuHours("10", "24.90")
                .build();
        return InvoiceDraft.of(with(ABillable.of(currency, AnAccount.NORWEGIAN_VAT, List.of(usage)), currency));
    }

    private static Billable with(Billable b, String currency) {
        return new Billable(
                b.seller(),
                b.buyer(),
                b.references(),
                b.period(),
                Currency.getInstance(currency),
                b.vat(),
                b.usage(),
                new Names(b.names().sites(), b.names().skus(), FACTS));
    }

    private static ExchangeRate rate(String day, String rate) {
        return new ExchangeRate(EUR, NOK, LocalDate.parse(day), new BigDecimal(rate), "Norges Bank");
    }

    private static EmissionFactor factor(String from, String grams) {
        return new EmissionFactor(new BigDecimal(grams), "NVE 2025", LocalDate.parse(from));
    }
}
