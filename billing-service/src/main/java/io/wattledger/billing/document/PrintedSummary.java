package io.wattledger.billing.document;

import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of a printed invoice summed up: by site and product, by project and site, and the energy by site. */
final class PrintedSummary {

    private static final int MOST_ROWS = 10;
    private static final int DECIMALS = 2;
    private static final int FACTOR_DECIMALS = 4;
    private static final String UNKNOWN = "–";

    /** There the lines follow it. On the first page it often had no room, and then stood on a page by itself. */
    private static final String AT_THE_TOP_OF_A_PAGE = "onpage";

    private final Invoice invoice;
    private final Words words;
    private final Currency currency;

    PrintedSummary(Invoice invoice, Words words) {
        this.invoice = invoice;
        this.words = words;
        this.currency = invoice.heading().currency();
    }

    /** Puts the table of the first page, the one above the lines and the one of the annex into the page. */
    void put(Map<String, Object> page) {
        page.put(
                "summaries",
                List.of(
                        table(
                                "summary.products",
                                "",
                                words.text("summary.site"),
                                words.text("lines.item"),
                                line -> List.of(
                                        line.item().siteName(), line.item().skuName())),
                        table(
                                "summary.title",
                                AT_THE_TOP_OF_A_PAGE,
                                words.text("lines.project", "").strip(),
                                words.text("summary.site"),
                                line -> List.of(
                                        line.item().project(), line.item().siteName()))));
        energy(page);
    }

    private Map<String, Object> table(
            String title, String style, String first, String second, Function<InvoiceLine, List<String>> key) {
        Map<List<String>, Sum> sums = new LinkedHashMap<>();
        for (InvoiceLine line : invoice.lines()) {
            sums.computeIfAbsent(key.apply(line), any -> new Sum(currency)).add(line);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        sums.forEach((names, sum) -> {
            if (rows.size() < MOST_ROWS) {
                rows.add(Map.of(
                        "first", names.get(0),
                        "second", names.get(1),
                        "gpuHours", number(sum.gpuHours),
                        "energy", number(sum.energy),
                        "amount", PrintedLines.minus(words.number(sum.amount.amount()))));
            }
        });
        int more = sums.size() - rows.size();
        return Map.of(
                "title",
                words.text(title),
                "style",
                style,
                "captions",
                captions(
                        "first:" + first,
                        ":" + second,
                        "number:" + words.text("summary.gpuHours"),
                        "number:" + words.text("summary.energy"),
                        "number:" + words.text("summary.amount", currency.getCurrencyCode())),
                "rows",
                rows,
                "more",
                more == 0 ? "" : words.text("summary.more", Integer.toString(more)));
    }

    /** The annex: by site what the machines used, what the meter saw, and what that stands for. */
    private void energy(Map<String, Object> page) {
        Map<String, Energy> sites = new LinkedHashMap<>();
        for (InvoiceLine line : invoice.lines()) {
            if (line.item().kind() == ChargeKind.ENERGY && line.facts().itMillijoules() != 0) {
                sites.computeIfAbsent(line.item().siteName(), site -> new Energy())
                        .add(line.facts());
            }
        }
        List<List<Map<String, String>>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        sites.values().removeIf(energy -> energy.it.signum() == 0);
        sites.forEach((site, energy) -> {
            rows.add(row(site, energy));
            notes.addAll(notes(site, energy));
        });
        page.put("energyTitle", words.text("energy.title"));
        page.put("energyWords", words.text("energy.words"));
        page.put(
                "energyCaptions",
                captions(
                        "first:" + words.text("summary.site"),
                        "number:" + words.text("energy.it"),
                        "number:" + words.text("energy.modelled"),
                        "number:" + words.text("energy.pue"),
                        "number:" + words.text("energy.facility"),
                        "number:" + words.text("energy.factor"),
                        "number:" + words.text("energy.co2e")));
        page.put("energy", rows);
        page.put("energyNotes", notes);
    }

    private List<Map<String, String>> row(String site, Energy energy) {
        BigDecimal pue = energy.facility.divide(energy.it, MathContext.DECIMAL128);
        BigDecimal kilograms = energy.kilograms;
        return List.of(
                cell("first", site),
                cell("number", number(energy.it)),
                cell("number", number(energy.modelled)),
                cell("number", words.number(pue, DECIMALS, FACTOR_DECIMALS)),
                cell("number", number(energy.facility)),
                cell("number", factors(energy)),
                cell("number strong", kilograms == null ? UNKNOWN : number(kilograms)));
    }

    private String factors(Energy energy) {
        return energy.factors.isEmpty()
                ? UNKNOWN
                : String.join(
                        " / ",
                        energy.factors.stream()
                                .map(factor -> words.number(factor.gramsPerKilowattHour()))
                                .toList());
    }

    private List<String> notes(String site, Energy energy) {
        if (energy.kilograms == null) {
            return List.of(words.text("energy.unknown", site));
        }
        return energy.factors.stream()
                .map(factor -> words.text(
                        "energy.source",
                        site,
                        words.number(factor.gramsPerKilowattHour()),
                        factor.source(),
                        words.shortDate(factor.validFrom())))
                .toList();
    }

    private String number(BigDecimal value) {
        return PrintedLines.minus(words.number(value, DECIMALS, DECIMALS));
    }

    private static Map<String, String> cell(String style, String text) {
        return Map.of("style", style, "text", text);
    }

    /** Column captions, each given as {@code style:text}. */
    static List<Map<String, String>> captions(String... captions) {
        return Arrays.stream(captions)
                .map(caption -> {
                    int colon = caption.indexOf(':');
                    return cell(caption.substring(0, colon), caption.substring(colon + 1));
                })
                .toList();
    }

    /** What was used and what it costs. Mark-ups on usage, and packages of it, are counted by the piece and add none. */
    private static final class Sum {
        private BigDecimal gpuHours = BigDecimal.ZERO;
        private BigDecimal energy = BigDecimal.ZERO;
        private Money amount;

        Sum(Currency currency) {
            amount = Money.zero(currency);
        }

        void add(InvoiceLine line) {
            ChargeUnit unit = line.quantity().unit();
            boolean isEnergy = unit == ChargeUnit.FACILITY_KWH || unit == ChargeUnit.IT_KWH;
            switch (line.item().kind()) {
                case GPU_TIME -> gpuHours = unit == ChargeUnit.GPU_HOUR ? gpuHours.add(line.used()) : gpuHours;
                case ENERGY -> energy = isEnergy ? energy.add(line.used()) : energy;
                case CREDIT -> energy = line.sellsSurplus() ? energy.subtract(line.used()) : energy;
                case RESERVATION, GRID, LEVY, CERTIFICATE, FEE -> {
                    // Counted in units of their own.
                }
            }
            amount = amount.plus(line.amount().net());
        }
    }

    /** The energy of a site. Kilograms are absent as soon as one line has no factor: a part is not the whole. */
    private static final class Energy {
        private final List<EmissionFactor> factors = new ArrayList<>();
        private BigDecimal it = BigDecimal.ZERO;
        private BigDecimal modelled = BigDecimal.ZERO;
        private BigDecimal facility = BigDecimal.ZERO;
        private @Nullable BigDecimal kilograms = BigDecimal.ZERO;

        void add(UsageFacts facts) {
            it = it.add(facts.itKilowattHours());
            modelled = modelled.add(facts.estimatedKilowattHours());
            facility = facility.add(facts.facilityKilowattHours());
            BigDecimal more = facts.kilogramsCo2e();
            kilograms = kilograms == null || more == null ? null : kilograms.add(more);
            EmissionFactor factor = facts.emission();
            if (factor != null && !factors.contains(factor)) {
                factors.add(factor);
            }
        }
    }
}
