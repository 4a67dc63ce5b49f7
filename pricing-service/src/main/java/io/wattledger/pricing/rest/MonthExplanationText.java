package io.wattledger.pricing.rest;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.flow.ExplainMonthCharge.Explained;
import io.wattledger.pricing.rating.MonthExplanation;
import io.wattledger.pricing.rating.MonthExplanation.DayUse;
import io.wattledger.pricing.tariff.Component;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** An explained charge of a month in words: terms, charges with their arithmetic, use by day, and what it is made from. */
final class MonthExplanationText {

    private static final BigDecimal MILLIJOULES_PER_KWH = new BigDecimal("3600000000");
    private static final int SHOWN_DECIMALS = 6;

    private MonthExplanationText() {}

    static String of(Explained explained) {
        RatedUsage rated = explained.rated();
        MonthExplanation explanation = explained.explanation();
        List<String> lines = new ArrayList<>();
        lines.add(
                "Period " + rated.periodStart() + " to " + rated.periodEnd() + ", from local day " + rated.siteDate());
        lines.add("Tenant " + rated.tenant() + ", contract " + rated.contract() + ", project " + rated.project()
                + ", revision " + rated.revision());
        lines.add("Tariff " + rated.tariff() + ", version of " + rated.tariffVersion());
        lines.add("Terms  " + new String(WireJson.write(explanation.terms(), Component.class), StandardCharsets.UTF_8));
        lines.add("");
        explanation.charges().forEach(charge -> lines.add(charge(charge, rated.currency())));
        explanation
                .madeFrom()
                .forEach(one -> lines.add(
                        "made from " + one.component() + ": " + one.amount().toPlainString() + " " + rated.currency()));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-12s %-20s %-16s %-16s %16s %16s",
                "day",
                "project",
                "site",
                "SKU",
                "GPU-seconds",
                "IT kWh"));
        explanation.use().forEach(one -> lines.add(use(one)));
        if (!explanation.prices().isEmpty()) {
            long without = explanation.prices().stream()
                    .filter(price -> price.perMwh() == null)
                    .count();
            lines.add("");
            long filled = explanation.prices().stream()
                    .filter(price -> price.filledBy() != null)
                    .count();
            lines.add(explanation.prices().size() + " quarter-hourly prices are read, " + without
                    + " of them are missing"
                    + (filled == 0 ? "" : ", " + filled + " stand in for a missing one or are preliminary")
                    + "; the JSON form lists each with its document.");
        }
        lines.add("");
        lines.add(
                explained.isSame()
                        ? "Computed again today, the charge is the same to the last digit."
                        : "Computed again today, the charge differs: an input has changed since, and the month waits"
                                + " to be rated again.");
        return String.join("\n", lines) + "\n";
    }

    private static String charge(Charge charge, String currency) {
        BigDecimal price = charge.unitPrice();
        return charge.component()
                + (charge.part() == null ? "" : ", " + charge.part())
                + (charge.site() == null ? "" : ", " + charge.site())
                + (charge.sku() == null ? "" : ", " + charge.sku())
                + ": " + charge.quantity().toPlainString() + " " + ExplanationText.unit(charge)
                + (price == null ? "" : " at " + Objects.requireNonNull(price).toPlainString())
                + " = " + charge.amount().toPlainString() + " " + currency + " unrounded";
    }

    private static String use(DayUse use) {
        return String.format(
                Locale.ROOT,
                "%-12s %-20s %-16s %-16s %16s %16s",
                use.day(),
                use.project(),
                use.site(),
                use.sku(),
                BigDecimal.valueOf(use.milliGpuSeconds(), 3).toPlainString(),
                use.itMillijoules()
                        .divide(MILLIJOULES_PER_KWH, SHOWN_DECIMALS, RoundingMode.HALF_UP)
                        .toPlainString());
    }
}
