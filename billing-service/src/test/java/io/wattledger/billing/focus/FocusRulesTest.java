package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusColumn.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, by rows of a month with every kind of charge of which one is made to break it. */
class FocusRulesTest {

    private static final FocusDocument INVOICE = AMonth.invoice().document();
    private static final List<FocusRow> ROWS = rows(AMonth.invoice());

    /**
     * A row that breaks a rule.
     *
     * @param rule the rule
     * @param which the first row that this takes is changed
     * @param column in this column
     * @param value to this; absent for NULL
     */
    private record Break(
            FocusRule rule,
            Predicate<FocusRow> which,
            FocusColumn column,
            @Nullable String value) {

        @Override
        public String toString() {
            return rule + " " + column.header() + " = " + value;
        }
    }

    static Stream<Break> breaks() {
        return Stream.of(
                new Break(FocusRule.F1, any(), BILLING_ACCOUNT_ID, null),
                new Break(FocusRule.F1, any(), CHARGE_CATEGORY, "Discount"),
                new Break(FocusRule.F1, any(), SERVICE_CATEGORY, "GPU"),
                new Break(FocusRule.F2, any(), CHARGE_PERIOD_START, "2026-10-01 00:00:00"),
                new Break(FocusRule.F2, any(), CHARGE_PERIOD_START, "2026-13-01T00:00:00Z"),
                new Break(FocusRule.F2, any(), CHARGE_PERIOD_START, "2026-11-01T00:00:00+01:00"),
                new Break(FocusRule.F2, any(), CHARGE_PERIOD_END, "2026-09-30T22:00:00Z"),
                new Break(FocusRule.F3, any(), BILLED_COST, "+1.0"),
                new Break(FocusRule.F3, any(), BILLED_COST, "1,000.00"),
                new Break(FocusRule.F3, any(), LIST_COST, "kr 5"),
                new Break(FocusRule.F3, any(), LIST_COST, "5."),
                new Break(FocusRule.F3, any(), LIST_COST, "-.5"),
                new Break(FocusRule.F3, any(), LIST_COST, "1.2.3"),
                new Break(FocusRule.F4, any(), TAGS, "null"),
                new Break(FocusRule.F4, any(), REGION_NAME, "N/A"),
                new Break(FocusRule.F4, any(), BILLING_ACCOUNT_NAME, " "),
                new Break(FocusRule.F5, any(), TAGS, "{\"a\":{\"b\":\"c\"}}"),
                new Break(FocusRule.F5, any(), TAGS, "{\"a\":\"1\",\"a\":\"2\"}"),
                new Break(FocusRule.F5, any(), TAGS, "a=b"),
                new Break(FocusRule.F5, usage(), SKU_PRICE_DETAILS, "{\"GpuModel\":\"H100\"}"),
                new Break(FocusRule.F6, usage(), LIST_COST, "1"),
                new Break(FocusRule.F6, usage(), CONTRACTED_COST, "1"),
                new Break(FocusRule.F7, category("Adjustment"), BILLED_COST, "99"),
                new Break(FocusRule.F8, usage(), BILLED_COST, "0.01"),
                new Break(FocusRule.F8, category("Tax"), BILLED_COST, "0"),
                new Break(FocusRule.F9, usage(), LIST_UNIT_PRICE, "-1"),
                new Break(FocusRule.F9, usage(), SKU_ID, null),
                new Break(FocusRule.F9, category("Tax"), SKU_ID, "vat"),
                new Break(FocusRule.F9, category("Purchase"), PRICING_QUANTITY, null),
                new Break(FocusRule.F10, usage(), CONSUMED_QUANTITY, null),
                new Break(FocusRule.F10, category("Purchase"), CONSUMED_QUANTITY, "1"),
                new Break(FocusRule.F10, says(COMMITMENT_DISCOUNT_STATUS, "Unused"), CONSUMED_QUANTITY, "1"),
                new Break(FocusRule.F10, usage(), CONSUMED_UNIT, null),
                new Break(FocusRule.F11, category("Credit"), EFFECTIVE_COST, "0"),
                new Break(FocusRule.F12, says(COMMITMENT_DISCOUNT_STATUS, "Used"), BILLED_COST, "5"),
                new Break(FocusRule.F12, says(COMMITMENT_DISCOUNT_STATUS, "Used"), EFFECTIVE_COST, "5"),
                new Break(FocusRule.F12, commitmentPurchase(), EFFECTIVE_COST, "5"),
                new Break(
                        FocusRule.F12, says(COMMITMENT_DISCOUNT_STATUS, "Unused"), COMMITMENT_DISCOUNT_STATUS, "Used"),
                new Break(FocusRule.F12, says(COMMITMENT_DISCOUNT_STATUS, "Used"), PRICING_CATEGORY, "Standard"),
                new Break(FocusRule.F13, any(), CHARGE_CLASS, "Correction"),
                new Break(FocusRule.F14, says(X_COMPONENT, "gpu-time"), SKU_ID, "h200-sxm"),
                new Break(FocusRule.F14, usage(), SERVICE_CATEGORY, "Other"),
                new Break(FocusRule.F15, any(), PROVIDER_NAME, "Somebody else"),
                new Break(FocusRule.F16, any(), BILLING_CURRENCY, "KR"),
                new Break(FocusRule.F17, says(REGION_ID, "narvik"), REGION_NAME, null),
                new Break(FocusRule.F17, says(SUB_ACCOUNT_ID, "climate"), SUB_ACCOUNT_ID, null),
                new Break(FocusRule.F18, says(REGION_ID, "glomfjord"), REGION_NAME, "Glomfjord 2"),
                new Break(FocusRule.F18, says(COMMITMENT_DISCOUNT_STATUS, "Used"), COMMITMENT_DISCOUNT_NAME, "Covered"),
                new Break(FocusRule.F20, any(), X_CHARGE_ID, AMonth.NUMBER + "/vat-1"),
                new Break(FocusRule.F22, usage(), X_UNROUNDED_AMOUNT, null),
                new Break(FocusRule.F23, usage(), SKU_PRICE_ID, "h100"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void findsTheRowThatBreaksTheRule(Break broken) {
        List<FocusRow> rows = new ArrayList<>(ROWS);
        FocusRow target = rows.stream().filter(broken.which()).findFirst().orElseThrow();
        rows.set(rows.indexOf(target), with(target, broken.column(), broken.value()));

        assertThat(check(FocusVersion.V1_2, rows))
                .extracting(FocusViolation::rule)
                .contains(broken.rule());
    }

    @Test
    void findsNothingWhereNothingIsBroken() {
        assertThat(check(FocusVersion.V1_2, ROWS)).isEmpty();
        assertThat(check(FocusVersion.V1_4, ROWS)).isEmpty();
    }

    @Test
    void f16FindsADocumentInTwoCurrencies() {
        List<FocusRow> rows = new ArrayList<>(ROWS);
        rows.set(3, with(rows.get(3), BILLING_CURRENCY, "EUR"));

        assertThat(check(FocusVersion.V1_2, rows))
                .extracting(FocusViolation::rule)
                .containsExactly(FocusRule.F16);
    }

    @Test
    void f20FindsADocumentThatStandsInAFileTwice() {
        FocusCheck check = new FocusCheck(FocusVersion.V1_2);
        for (int time = 0; time < 2; time++) {
            ROWS.forEach(check::row);
            check.end(INVOICE);
        }

        assertThat(check.violations()).extracting(FocusViolation::rule).containsExactly(FocusRule.F20);
    }

    @Test
    void f21FindsARowThatNamesAnotherInvoiceDetail() {
        List<FocusRow> rows = new ArrayList<>(ROWS);
        rows.set(0, with(rows.get(0), INVOICE_DETAIL_ID, "NO26-000042/tax"));

        assertThat(check(FocusVersion.V1_4, rows))
                .extracting(FocusViolation::rule)
                .contains(FocusRule.F21);
    }

    /** F19 is told from the metadata document, see FocusExportTest. */
    @Test
    void everyRuleIsBrokenHere() {
        Set<FocusRule> broken = breaks().map(Break::rule).collect(Collectors.toSet());

        assertThat(FocusRule.values())
                .allMatch(rule -> broken.contains(rule) || rule == FocusRule.F19 || rule == FocusRule.F21);
    }

    private static List<FocusViolation> check(FocusVersion version, List<FocusRow> rows) {
        FocusCheck check = new FocusCheck(version);
        rows.forEach(check::row);
        check.end(INVOICE);
        return check.violations();
    }

    private static List<FocusRow> rows(FocusFile.Source source) {
        List<FocusRow> rows = new ArrayList<>();
        FocusRows made = new FocusRows(source.document(), rows::add);
        source.usage().forEach(made::usage);
        made.end();
        return List.copyOf(rows);
    }

    /** A copy of a row that says something else in one column, a blank too. */
    private static FocusRow with(FocusRow row, FocusColumn column, @Nullable String value) {
        FocusRow copy = new FocusRow();
        for (FocusColumn one : FocusColumn.values()) {
            copy.write(one, one == column ? value : row.get(one));
        }
        return copy;
    }

    private static Predicate<FocusRow> any() {
        return row -> row.get(REGION_ID) != null && row.says(CHARGE_CATEGORY, "Usage");
    }

    private static Predicate<FocusRow> category(String category) {
        return says(CHARGE_CATEGORY, category);
    }

    private static Predicate<FocusRow> usage() {
        return row -> row.says(CHARGE_CATEGORY, "Usage")
                && row.says(SERVICE_NAME, "GPU rental")
                && row.get(COMMITMENT_DISCOUNT_ID) == null
                && new BigDecimal(row.get(BILLED_COST)).signum() > 0;
    }

    private static Predicate<FocusRow> commitmentPurchase() {
        return row -> row.says(CHARGE_CATEGORY, "Purchase") && row.get(COMMITMENT_DISCOUNT_ID) != null;
    }

    private static Predicate<FocusRow> says(FocusColumn column, String value) {
        return row -> row.says(column, value);
    }
}
