package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceDraftTest {

    private static RatedDay day(int dayOfMonth) {
        return RatedDay.of("havvik", "c-2026", "2026-10-%02d".formatted(dayOfMonth));
    }

    @ParameterizedTest
    @CsvSource({
        "2.345, NOK, 2.35",
        "-2.345, NOK, -2.35",
        "2.675, NOK, 2.68",
        "10.004, EUR, 10.00",
        "10.016, EUR, 10.02",
        "0.005, GBP, 0.01",
        "0.00499999999999999999, GBP, 0.00",
        "1.5, JPY, 2",
        "1.2345, BHD, 1.235",
        "999999999999.995, NOK, 1000000000000.00"
    })
    void roundsALineHalfUpToTheCurrencysMinorDigits(String unrounded, String currency, String net) {
        List<RatedUsage> usage =
                List.of(day(1).in(currency).energy("1", unrounded).build());

        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(currency, noVat(), usage));

        assertThat(draft.lines().getFirst().amount().net().amount()).isEqualTo(new BigDecimal(net));
        assertThat(draft.lines().getFirst().amount().unrounded()).isEqualByComparingTo(unrounded);
    }

    /** Case C67: 2976 quarters add up before anything is rounded. */
    @ParameterizedTest
    @CsvSource({"0.0049, 14.58", "0.0051, 15.18"})
    void roundsOncePerLineAndNotPerCharge(String each, String net) {
        List<RatedUsage> usage = new ArrayList<>();
        for (int i = 0; i < 2976; i++) {
            usage.add(day(1 + i % 31).energy("1", each).build());
        }

        InvoiceDraft draft = InvoiceDraft.of(ABillable.of("NOK", noVat(), usage));

        assertThat(draft.totals().lines().amount()).isEqualTo(new BigDecimal(net));
        assertThat(draft.lines()).hasSize(1);
        assertThat(draft.lines().getFirst().provenance().charges()).isEqualTo(2976);
    }

    /**
     * A minute at 24.90 an hour is 0.415. Over three days it is three thirds of that, which 34 digits cannot say; the line is
     * what its GPU time costs, on however many days it was used.
     */
    @ParameterizedTest
    @CsvSource({"20000, 3, 24.90, 0.42", "2000, 30, 24.90, 0.42", "40000, 3, 4.95, 0.17", "19999, 3, 24.90, 0.41"})
    void roundsWhatItsTimeCostsOnHoweverManyDays(long millis, int days, String price, String net) {
        List<RatedUsage> usage = new ArrayList<>();
        for (int i = 1; i <= days; i++) {
            usage.add(day(i).milliGpuSeconds(millis, price).build());
        }

        InvoiceDraft draft = InvoiceDraft.of(ABillable.of("NOK", noVat(), usage));

        assertThat(new BigDecimal(millis * days)
                        .multiply(new BigDecimal(price))
                        .divide(new BigDecimal(3_600_000), 30, RoundingMode.HALF_UP)
                        .setScale(2, RoundingMode.HALF_UP))
                .isEqualTo(new BigDecimal(net));
        assertThat(draft.lines().getFirst().amount().net().amount()).isEqualTo(new BigDecimal(net));
    }

    /** Case C64: a difference is that of the rounded lines, so that lines add up to the new total. */
    @Test
    void differsByTheDifferenceOfRoundedLines() {
        Money before = InvoiceDraft.of(ABillable.of(day(1).energy("1", "10.004")))
                .totals()
                .lines();
        Money after = InvoiceDraft.of(ABillable.of(day(1).energy("1", "10.016")))
                .totals()
                .lines();

        assertThat(after.amount().subtract(before.amount())).isEqualTo(new BigDecimal("0.02"));
    }

    @ParameterizedTest
    @CsvSource({
        // rate, two nets, VAT on their sum: per line it would be 0.01 + 0.01
        "25, 0.02, 0.02, 0.01",
        "25, 100.00, 0.10, 25.03",
        "20, 0.02, 0.03, 0.01",
        "20, 33.33, 66.67, 20.00",
        "11.11, 10.00, 10.00, 2.22",
        "25, -10.00, 4.00, -1.50",
        "25, -0.02, 0.00, -0.01"
    })
    void computesVatOnTheSumOfACategoryAndRate(String rate, String one, String other, String tax) {
        VatTreatment vat = new VatTreatment(VatCategory.S, new BigDecimal(rate), null, null);
        List<RatedUsage> usage = List.of(
                day(1).energy("1", one).build(),
                day(1).at("other", "glomfjord", "h100-sxm").energy("1", other).build());

        InvoiceDraft draft = InvoiceDraft.of(ABillable.of("NOK", vat, usage));

        assertThat(draft.vatBreakdown()).hasSize(1);
        assertThat(draft.vatBreakdown().getFirst().tax().amount()).isEqualTo(new BigDecimal(tax));
        assertThat(draft.totals().vat().amount()).isEqualTo(new BigDecimal(tax));
    }

    @Test
    void putsEachProjectSiteSkuAndComponentOnALineInAFixedOrder() {
        Billable billable = ABillable.of(
                day(2).at("b", "narvik", "h200").gpuHours("1", "2").energy("1", "1"),
                day(1).at("a", "narvik", "h100-sxm").gpuHours("1", "2"),
                day(1).at("b", "glomfjord", "h200").gpuHours("1", "2"),
                day(1).at("b", "narvik", "h200").energy("1", "1").gpuHours("1", "2"),
                day(1).at("a", "narvik", "a100").gpuHours("1", "2"));

        List<InvoiceLine> lines = InvoiceDraft.of(billable).lines();

        assertThat(lines)
                .extracting(line -> line.number() + " " + line.item().project() + " "
                        + line.item().site() + " " + line.item().sku() + " "
                        + line.item().component() + " " + line.provenance().charges())
                .containsExactly(
                        "1 a narvik a100 gpu-time 1",
                        "2 a narvik h100-sxm gpu-time 1",
                        "3 b glomfjord h200 gpu-time 1",
                        "4 b narvik h200 gpu-time 2",
                        "5 b narvik h200 energy 2");
    }

    @Test
    void givesTheSameInvoiceInWhateverOrderTheUsageComes() {
        RatedDay[] days = {
            day(3).milliGpuSeconds(1_234_567, "24.90"),
            day(1).milliGpuSeconds(7_654_321, "24.90"),
            day(2).milliGpuSeconds(1, "24.90")
        };
        RatedDay[] reversed = {days[2], days[1], days[0]};

        Invoice one = InvoiceDraft.of(ABillable.of(days)).numbered("NO26-000001", LocalDate.of(2026, 11, 2));
        Invoice other = InvoiceDraft.of(ABillable.of(reversed)).numbered("NO26-000001", LocalDate.of(2026, 11, 2));

        assertThat(one).isEqualTo(other);
    }

    @Test
    void saysFromWhenToWhenALineWasUsedInDaysOfTheContract() {
        InvoiceLine line = InvoiceDraft.of(ABillable.of(day(31).gpuHours("1", "1"), day(4).gpuHours("1", "1")))
                .lines()
                .getFirst();

        assertThat(line.chargePeriod().firstDay()).isEqualTo(LocalDate.of(2026, 10, 4));
        assertThat(line.chargePeriod().lastDay()).isEqualTo(LocalDate.of(2026, 10, 31));
        assertThat(line.chargePeriod().end()).isEqualTo("2026-10-31T23:00:00Z");
    }

    @Test
    void leavesOutChargesOfNeitherQuantityNorAmount() {
        InvoiceDraft draft =
                InvoiceDraft.of(ABillable.of(day(1).gpuHours("0", "24.90").energy("0", "0.000")));

        assertThat(draft.isEmpty()).isTrue();
        assertThat(draft.totals().payable().amount()).isEqualTo(new BigDecimal("0.00"));
    }

    @Test
    void fallsBackOnTheIdWhereANameIsUnknown() {
        LineItem item = InvoiceDraft.of(
                        ABillable.of(day(1).at("default", "narvik", "h100-sxm").gpuHours("1", "1")))
                .lines()
                .getFirst()
                .item();

        assertThat(item.siteName()).isEqualTo("narvik");
        assertThat(item.skuName()).isEqualTo("NVIDIA H100 SXM 80 GB");
    }

    @Test
    void isDueAfterThePaymentTerms() {
        Invoice invoice = InvoiceDraft.of(ABillable.of(day(1).gpuHours("1", "1")))
                .numbered("NO26-000001", LocalDate.of(2026, 11, 2));

        assertThat(invoice.heading().dueDate()).isEqualTo(LocalDate.of(2026, 12, 2));
    }

    @Test
    void refusesUsageInAnotherCurrency() {
        Billable billable = ABillable.of(day(1).in("EUR").gpuHours("1", "1"));

        assertThatThrownBy(() -> InvoiceDraft.of(billable))
                .hasMessageContaining("is rated in EUR, not in NOK")
                .hasMessageContaining("havvik/default/glomfjord/h100-sxm");
    }

    private static VatTreatment noVat() {
        return new VatTreatment(VatCategory.Z, BigDecimal.ZERO, null, null);
    }
}
