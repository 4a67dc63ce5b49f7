package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusColumn.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.focus.FocusFile.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What only several documents together can show, by rows of which one is made to break a rule. */
class WholeExportTest {

    private static final List<Source> ALL =
            List.of(AMonth.invoice(), AMonth.voided(), AMonth.creditOf("1000.01"), AMonth.nextInvoice());

    private static final Consumer<FocusRow> AS_IT_IS = row -> {
        // Nothing is changed.
    };

    @Test
    void findsNothingWhereNothingIsBroken() {
        WholeExport whole = export(row -> false, AS_IT_IS, periods());

        assertThat(whole.violations()).isEmpty();
        assertThat(whole.documents()).isEqualTo(4);
        assertThat(whole.skuPriceIds()).containsKey("nordic/gpu-time/glomfjord/h100-sxm");
    }

    @Test
    void f12FindsACommitmentWhoseUseDoesNotComeToItsPrice() {
        assertThat(rules(row -> row.says(COMMITMENT_DISCOUNT_STATUS, "Used"), row -> row.write(EFFECTIVE_COST, "5")))
                .containsExactly(FocusRule.F12);
    }

    @Test
    void f18FindsANameThatComesBack() {
        String name = AMonth.invoice().document().invoice().buyer().name();
        List<FocusRow> rows = rows(AMonth.nextInvoice());
        WholeExport whole = new WholeExport();
        rows.forEach(whole::row);
        rows.forEach(row -> whole.row(row.write(BILLING_ACCOUNT_NAME, "Havvik og Sund kommune")));
        assertThat(whole.violations()).isEmpty();

        rows.forEach(row -> whole.row(row.write(BILLING_ACCOUNT_NAME, name)));
        assertThat(whole.violations()).extracting(FocusViolation::rule).containsOnly(FocusRule.F18);
    }

    @Test
    void f21FindsRowsThatDoNotAddUpToTheirDetail() {
        assertThat(rules(
                        row -> row.says(CHARGE_CATEGORY, "Tax"),
                        row -> row.write(INVOICE_DETAIL_ID, "NO26-000042/usage")))
                .contains(FocusRule.F21);
    }

    @Test
    void f21FindsAMonthThatBillingPeriodDoesNotHave() {
        assertThat(export(row -> false, AS_IT_IS, List.of()).violations())
                .extracting(FocusViolation::rule)
                .hasSize(3)
                .containsOnly(FocusRule.F21);
    }

    @Test
    void f23NamesARowWithAPriceThatThePriceListDoesNotKnow() {
        WholeExport whole = export(row -> false, AS_IT_IS, periods());
        whole.notInPriceList("nordic/gpu-time/glomfjord/h100-sxm");

        assertThat(whole.violations()).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo(FocusRule.F23);
            assertThat(found.charge()).startsWith(AMonth.NUMBER + "/");
            assertThat(found.detail()).contains("nordic/gpu-time/glomfjord/h100-sxm");
        });
    }

    private static List<FocusRule> rules(Predicate<FocusRow> which, Consumer<FocusRow> change) {
        return export(which, change, periods()).violations().stream()
                .map(FocusViolation::rule)
                .toList();
    }

    /** An export of all documents in which the first row that is taken is changed. */
    private static WholeExport export(
            Predicate<FocusRow> which, Consumer<FocusRow> change, List<FocusRow> billingPeriods) {
        WholeExport whole = new WholeExport();
        boolean changed = false;
        for (Source source : ALL) {
            for (FocusRow row : rows(source)) {
                if (!changed && which.test(row)) {
                    change.accept(row);
                    changed = true;
                }
                whole.row(row);
            }
            whole.end(source.document());
        }
        whole.finish(billingPeriods);
        return whole;
    }

    private static List<FocusRow> periods() {
        BillingPeriods periods = new BillingPeriods(new ClosedMonths(Map.of()));
        ALL.forEach(source -> periods.issued(source.document(), Instant.parse("2026-11-02T09:30:00Z")));
        return periods.rows();
    }

    private static List<FocusRow> rows(Source source) {
        List<FocusRow> rows = new ArrayList<>();
        FocusRows made = new FocusRows(source.document(), rows::add);
        source.usage().forEach(made::usage);
        made.end();
        return rows;
    }
}
