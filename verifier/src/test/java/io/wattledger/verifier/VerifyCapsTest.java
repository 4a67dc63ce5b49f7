package io.wattledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.DiscountsStanding;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.commercial.PerCentDiscounts;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bundles of what corrects a month with a discount in per cent that has a cap. */
class VerifyCapsTest {

    private static final ARatedMonth MONTH = new ARatedMonth(7_200_000, 1);
    private static final ARatedMonth DEARER = new ARatedMonth(8_100_000, 2);
    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final String DISCOUNT = "volume";

    /** What the month took, of which its cap leaves 1.00 more, and others have taken 0.40 of that. */
    private final Money own = Objects.requireNonNull(
            PerCentDiscounts.told(basis(null), invoice(basis(null)), List.of()).get(DISCOUNT));

    private final CommercialBasis billed = basis(own.amount().add(BigDecimal.ONE));
    private final Invoice invoice = invoice(billed);

    @Test
    void computesWhatTheCapLeaves() {
        CommercialBasis correcting = billed.correcting(new DiscountsStanding(
                new TreeMap<>(Map.of(DISCOUNT, own.amount().add(new BigDecimal("0.40")))),
                new TreeMap<>(Map.of(DISCOUNT, own))));
        SortedMap<String, byte[]> parts = parts(correcting);

        assertThat(text(parts, "documents/json.json"))
                .contains("\"revised\":[{\"invoice\":\"NO26-000001\",\"id\":\"volume\",\"words\":\"Agreed\","
                        + "\"taken\":{\"amount\":\"0.60\",\"currency\":\"NOK\"}}]");
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isTrue();

        for (String changed : List.of("\"discounted\":{\"volume\":\"0.40\"}", "\"ofMonth\":{\"volume\"")) {
            SortedMap<String, byte[]> other = new TreeMap<>(parts);
            String basis = text(parts, BundleParts.BASIS);
            assertThat(basis).contains(changed);
            String replaced =
                    basis.replace(changed, changed.replace("0.40", "0.41").replace("ofMonth", "ofOther"));
            other.put(BundleParts.BASIS, replaced.getBytes(StandardCharsets.UTF_8));
            assertThat(ABundle.verified(ABundle.archive(other)).equal())
                    .as(changed)
                    .isFalse();
        }
    }

    /** What was made before has the basis of the month's invoice: it counts as the cap stood then, and tells nothing. */
    @Test
    void computesWhatWasMadeBefore() {
        SortedMap<String, byte[]> parts = parts(billed);

        assertThat(text(parts, BundleParts.BASIS)).doesNotContain("ofMonth");
        assertThat(text(parts, "documents/json.json")).doesNotContain("\"revised\"");
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isTrue();
    }

    private SortedMap<String, byte[]> parts(CommercialBasis commercial) {
        MonthThen then = MonthThen.copied(
                ABundle.NUMBER,
                List.of(),
                MONTH.records(),
                DEARER.records(),
                ABundle.october().names(),
                commercial);
        return ABundle.parts(
                new InvoiceBasis.OfIncrease(then, null),
                "NO26-000002",
                DEARER.with(MONTH),
                Map.of(ABundle.NUMBER, invoice));
    }

    private static Invoice invoice(CommercialBasis commercial) {
        InvoiceBasis.OfMonth october = ABundle.october();
        InvoiceBasis.OfMonth discounted = new InvoiceBasis.OfMonth(
                october.legalEntity(),
                october.buyer(),
                october.contract(),
                october.month(),
                october.names(),
                october.corrected(),
                commercial,
                october.decided());
        return ABundle.again(discounted, MONTH.records(), Map.of()).document(ABundle.NUMBER, ABundle.ISSUED);
    }

    /** Half off GPU time. */
    private static CommercialBasis basis(@Nullable BigDecimal cap) {
        Discount half = new Discount(
                DISCOUNT,
                "Agreed",
                new Reduction.PerCent(new BigDecimal("50")),
                ChargeSelection.COMPUTE,
                new Discount.Scope(List.of("c-2026"), YearMonth.of(2026, 1), null),
                cap,
                null,
                null);
        return new CommercialBasis(
                new CommercialTerms(List.of(half), List.of()),
                "c-2026",
                OCTOBER,
                true,
                MoneyState.NONE,
                ABundle.ISSUED,
                List.of());
    }

    private static String text(SortedMap<String, byte[]> parts, String name) {
        return new String(parts.get(name), StandardCharsets.UTF_8);
    }
}
