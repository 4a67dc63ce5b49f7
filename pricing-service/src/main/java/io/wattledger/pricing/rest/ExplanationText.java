package io.wattledger.pricing.rest;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.flow.ExplainCharge.Explained;
import io.wattledger.pricing.rating.Explanation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** An explained charge in words and one line per slot. */
final class ExplanationText {

    private static final int SHOWN_DECIMALS = 6;
    private static final BigDecimal MILLIJOULES_PER_KWH = new BigDecimal("3600000000");
    private static final int SHOWN_HASH = 12;

    private ExplanationText() {}

    static String of(Explained explained) {
        RatedUsage rated = explained.rated();
        List<String> lines = new ArrayList<>();
        lines.add("Charge period " + rated.periodStart() + " to " + rated.periodEnd() + " (local day "
                + rated.siteDate() + " at " + rated.site() + ")");
        lines.add("Tenant " + rated.tenant() + ", project " + rated.project() + ", SKU " + rated.sku() + ", contract "
                + rated.contract() + ", revision " + rated.revision());
        lines.add("Tariff " + rated.tariff() + ", version of " + rated.tariffVersion());
        lines.add("");
        for (Charge charge : explained.charges()) {
            lines.add(charge.component() + ": " + charge.description()
                    + (charge.part() == null ? "" : ", " + charge.part()) + ": "
                    + charge.quantity().toPlainString() + " " + unit(charge) + ", "
                    + charge.amount().toPlainString() + " " + rated.currency() + " unrounded");
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-20s %14s %14s %14s %16s %18s  %s",
                "quarter-hour (UTC)",
                "GPU-seconds",
                "IT kWh",
                "quantity",
                "price per unit",
                "amount",
                "documents"));
        List<Gap> gaps = explained.explanation().gaps();
        explained.explanation().slots().forEach(step -> lines.add(line(step, gaps)));
        lines.add("");
        lines.add("The quarter-hours add up to "
                + explained.explanation().slotSum().toPlainString() + " " + rated.currency() + ".");
        lines.add(
                explained.isSame()
                        ? "Computed again today, the charge is the same to the last digit."
                        : "Computed again today, the charge differs: an input has changed since, and the day waits to"
                                + " be rated again.");
        return String.join("\n", lines) + "\n";
    }

    private static String line(Explanation.Step step, List<Gap> gaps) {
        return String.format(
                Locale.ROOT,
                "%-20s %14s %14s %14s %16s %18s  %s",
                step.start(),
                BigDecimal.valueOf(step.milliGpuSeconds(), 3).toPlainString(),
                shown(BigDecimal.valueOf(step.itMillijoules())
                        .divide(MILLIJOULES_PER_KWH, SHOWN_DECIMALS, RoundingMode.HALF_UP)),
                shown(step.quantity()),
                step.unitPrice() == null ? "" : shown(step.unitPrice()),
                shown(step.amount()),
                origin(step, gaps));
    }

    /** The documents that state the price, after what is missing and what stands in for it. */
    private static String origin(Explanation.Step step, List<Gap> gaps) {
        List<String> words = new ArrayList<>();
        if (step.missing() != null) {
            String filledBy = gaps.stream()
                    .filter(gap -> gap.missing().equals(step.missing()))
                    .filter(gap ->
                            !step.start().isBefore(gap.start()) && step.start().isBefore(gap.end()))
                    .map(Gap::filledBy)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            words.add("missing: " + step.missing() + (filledBy == null ? "" : ", filled by " + filledBy));
        }
        step.documents().forEach(hash -> words.add(hash.substring(0, Math.min(SHOWN_HASH, hash.length()))));
        return String.join(" ", words);
    }

    /** The unit of a charge in words. */
    static String unit(Charge charge) {
        return switch (charge.unit()) {
            case GPU_HOUR -> "GPU-hours";
            case FACILITY_KWH -> "kWh at the facility";
            case IT_KWH -> "kWh of IT";
            case KILOWATT_MONTH -> "kW-months";
            case KILOWATT -> "kW";
            case SITE_DAY -> "site-days";
            case CERTIFICATE -> "certificates";
            case ONE -> "times";
        };
    }

    private static String shown(BigDecimal number) {
        return number.setScale(SHOWN_DECIMALS, RoundingMode.HALF_UP).toPlainString();
    }
}
