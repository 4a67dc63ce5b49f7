package io.wattledger.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What EN 16931 wants of every invoice, held against random ones. */
class InvoicePropertiesTest {

    private static final List<String> CURRENCIES = List.of("NOK", "GBP", "EUR", "JPY", "BHD");
    private static final List<String> RATES = List.of("25", "20", "11.11", "5.5", "0");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void addsUp(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            BigDecimal rate = new BigDecimal(RATES.get(random.nextInt(RATES.size())));
            VatCategory category = rate.signum() == 0 ? VatCategory.Z : VatCategory.S;
            List<RatedUsage> usage = usage(random, currency);
            InvoiceDraft draft =
                    InvoiceDraft.of(ABillable.of(currency, new VatTreatment(category, rate, null, null), usage));

            holdsTheTotals(draft);
            holdsTheVatBreakdown(draft);
            losesNothing(usage, draft);
        }
    }

    /**
     * BR-CO-10 to BR-CO-17 of any issued document; a credit note's VAT is the difference of rounded amounts and may be one
     * minor unit off its base times the rate.
     */
    static void addsUp(Invoice invoice) {
        Totals totals = invoice.totals();
        assertThat(totals.lines().amount())
                .isEqualByComparingTo(sum(invoice.lines().stream()
                        .map(line -> line.amount().net())
                        .toList()));
        assertThat(totals.withoutVat()).isEqualTo(totals.lines());
        assertThat(totals.vat().amount())
                .isEqualByComparingTo(sum(
                        invoice.vatBreakdown().stream().map(VatSubtotal::tax).toList()));
        assertThat(totals.withVat()).isEqualTo(totals.withoutVat().plus(totals.vat()));
        assertThat(totals.payable()).isEqualTo(totals.withVat());
        for (VatSubtotal subtotal : invoice.vatBreakdown()) {
            assertThat(subtotal.taxable().amount())
                    .isEqualByComparingTo(sum(invoice.lines().stream()
                            .filter(line -> line.vat().equals(subtotal.vat()))
                            .map(line -> line.amount().net())
                            .toList()));
            BigDecimal tax = subtotal.taxable()
                    .amount()
                    .multiply(subtotal.vat().ratePercent())
                    .movePointLeft(2)
                    .setScale(subtotal.tax().amount().scale(), RoundingMode.HALF_UP);
            BigDecimal off = tax.subtract(subtotal.tax().amount()).abs();
            boolean creditNote = invoice.heading().type() == DocumentType.CREDIT_NOTE;
            assertThat(off).isLessThanOrEqualTo(creditNote ? tax.ulp() : BigDecimal.ZERO);
        }
    }

    /** BR-CO-10, BR-CO-13, BR-CO-15, BR-CO-16, without allowances, charges and prepayments. */
    private static void holdsTheTotals(InvoiceDraft draft) {
        Totals totals = draft.totals();
        assertThat(totals.lines().amount())
                .isEqualByComparingTo(sum(
                        draft.lines().stream().map(line -> line.amount().net()).toList()));
        assertThat(totals.withoutVat()).isEqualTo(totals.lines());
        assertThat(totals.withVat()).isEqualTo(totals.withoutVat().plus(totals.vat()));
        assertThat(totals.payable()).isEqualTo(totals.withVat());
        int digits = draft.billable().currency().getDefaultFractionDigits();
        assertThat(totals.payable().amount().scale()).isEqualTo(digits);
    }

    /** BR-CO-14, BR-CO-17 and BR-S-08: no tolerance here, although the official rules allow 1.00. */
    private static void holdsTheVatBreakdown(InvoiceDraft draft) {
        List<VatSubtotal> breakdown = draft.vatBreakdown();
        assertThat(draft.totals().vat().amount())
                .isEqualByComparingTo(
                        sum(breakdown.stream().map(VatSubtotal::tax).toList()));
        for (VatSubtotal subtotal : breakdown) {
            assertThat(subtotal.taxable().amount())
                    .isEqualByComparingTo(sum(draft.lines().stream()
                            .filter(line -> line.vat().equals(subtotal.vat()))
                            .map(line -> line.amount().net())
                            .toList()));
            BigDecimal hundredfold =
                    subtotal.taxable().amount().multiply(subtotal.vat().ratePercent());
            assertThat(subtotal.tax().amount())
                    .isEqualByComparingTo(hundredfold
                            .divide(BigDecimal.valueOf(100))
                            .setScale(subtotal.tax().amount().scale(), RoundingMode.HALF_UP));
        }
    }

    /** Every charge stands on exactly one line, and a line is off by half a minor unit at most. */
    private static void losesNothing(List<RatedUsage> usage, InvoiceDraft draft) {
        BigDecimal charged = BigDecimal.ZERO;
        for (RatedUsage rated : usage) {
            for (Charge charge : rated.charges()) {
                charged = charged.add(charge.amount());
            }
        }
        BigDecimal unrounded =
                draft.lines().stream().map(line -> line.amount().unrounded()).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(unrounded).isEqualByComparingTo(charged);
        for (InvoiceLine line : draft.lines()) {
            BigDecimal off = line.amount().net().amount().subtract(line.amount().unrounded());
            BigDecimal half = line.amount().net().amount().ulp().divide(BigDecimal.TWO);
            assertThat(off.abs()).isLessThanOrEqualTo(half);
        }
    }

    private static List<RatedUsage> usage(Random random, String currency) {
        List<RatedUsage> usage = new ArrayList<>();
        int days = 1 + random.nextInt(40);
        for (int i = 0; i < days; i++) {
            usage.add(RatedDay.of("havvik", "c-2026", "2026-10-%02d".formatted(1 + random.nextInt(31)))
                    .in(currency)
                    .at("p" + random.nextInt(3), "s" + random.nextInt(2), "k" + random.nextInt(2))
                    .milliGpuSeconds(
                            random.nextLong(1_000_000_000_000L), "" + random.nextInt(100) + "." + random.nextInt(1000))
                    .energy(
                            "" + random.nextInt(10_000),
                            BigDecimal.valueOf(
                                            random.nextLong(2_000_000_000_000L) - 500_000_000_000L, random.nextInt(20))
                                    .toPlainString())
                    .build());
        }
        return usage;
    }

    private static BigDecimal sum(List<Money> amounts) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Money amount : amounts) {
            sum = sum.add(amount.amount());
        }
        return sum;
    }
}
