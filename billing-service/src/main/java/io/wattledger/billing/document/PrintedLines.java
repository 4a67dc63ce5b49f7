package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineItem;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of a printed invoice: summed up by project and site, and one by one with how each was computed. */
final class PrintedLines {

    private static final int SUMMARY_ROWS = 10;
    private static final int QUANTITY_DECIMALS = 4;
    private static final int PRICE_DECIMALS = 4;
    private static final int AVERAGE_DECIMALS = 6;
    private static final int SUMMARY_DECIMALS = 2;
    private static final int UNROUNDED_DECIMALS = 8;
    private static final int HASH_CHARACTERS = 12;
    private static final int HASHES_SHOWN = 2;
    private static final String MINUS = "\u2212";

    private final Invoice invoice;
    private final Words words;
    private final String currency;

    PrintedLines(Invoice invoice, Words words) {
        this.invoice = invoice;
        this.words = words;
        this.currency = invoice.heading().currency().getCurrencyCode();
    }

    void summary(Map<String, Object> page) {
        Map<List<String>, Sum> sums = new LinkedHashMap<>();
        for (InvoiceLine line : invoice.lines()) {
            sums.computeIfAbsent(
                            List.of(line.item().project(), line.item().siteName()),
                            key -> new Sum(invoice.heading().currency()))
                    .add(line);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        sums.forEach((key, sum) -> {
            if (rows.size() < SUMMARY_ROWS) {
                rows.add(Map.of(
                        "project", key.get(0),
                        "site", key.get(1),
                        "gpuHours", words.number(sum.gpuHours, SUMMARY_DECIMALS, SUMMARY_DECIMALS),
                        "energy", words.number(sum.energy, SUMMARY_DECIMALS, SUMMARY_DECIMALS),
                        "amount", amount(sum.amount)));
            }
        });
        page.put("summaryTitle", words.text("summary.title"));
        page.put(
                "summaryCaptions",
                captions(
                        "first:" + words.text("lines.project", "").strip(),
                        ":" + words.text("summary.site"),
                        "number:" + words.text("summary.gpuHours"),
                        "number:" + words.text("summary.energy"),
                        "number:" + words.text("summary.amount", currency)));
        page.put("summary", rows);
        int more = sums.size() - rows.size();
        page.put("summaryMore", more == 0 ? "" : words.text("summary.more", Integer.toString(more)));
    }

    void lines(Map<String, Object> page) {
        Map<String, List<InvoiceLine>> byProject = new LinkedHashMap<>();
        invoice.lines()
                .forEach(line -> byProject
                        .computeIfAbsent(line.item().project(), project -> new ArrayList<>())
                        .add(line));
        List<Map<String, Object>> groups = new ArrayList<>();
        byProject.forEach((project, lines) -> {
            Money sum = lines.stream()
                    .map(line -> line.amount().net())
                    .reduce(Money.zero(invoice.heading().currency()), Money::plus);
            groups.add(Map.of(
                    "title", words.text("lines.project", project),
                    "lines", lines.stream().map(this::line).toList(),
                    "sumCaption", words.text("lines.subtotal", project),
                    "sum", amount(sum)));
        });
        page.put("linesTitle", words.text("lines.title"));
        page.put(
                "lineCaptions",
                captions(
                        "first:",
                        ":" + words.text("lines.item"),
                        "number:" + words.text("lines.quantity"),
                        "number:" + words.text("lines.price"),
                        "number:" + words.text("lines.vat"),
                        "number:" + words.text("lines.amount", currency)));
        page.put("groups", groups);
    }

    private Map<String, Object> line(InvoiceLine line) {
        LineItem item = line.item();
        BigDecimal average = line.quantity().averageUnitPrice();
        String unit = words.text("unit.short." + line.quantity().unit());
        return Map.of(
                "number",
                Integer.toString(line.number()),
                "item",
                words.text("kind." + item.kind()) + ", " + item.siteName(),
                "description",
                item.skuName() + " · " + item.description(),
                "computed",
                computed(line),
                "quantity",
                signed(line.quantity().exact(), QUANTITY_DECIMALS) + "\u00A0" + unit,
                "price",
                average == null ? "" : minus(words.number(average, PRICE_DECIMALS, AVERAGE_DECIMALS)),
                "vat",
                line.vat().category() == VatCategory.O
                        ? ""
                        : words.percent(line.vat().ratePercent()),
                "amount",
                amount(line.amount().net()));
    }

    /** How a line was computed, so that a reader can follow it without asking. */
    private List<String> computed(InvoiceLine line) {
        UsageFacts facts = line.facts();
        String charges = Integer.toString(line.provenance().charges());
        String unrounded = signed(line.amount().unrounded(), UNROUNDED_DECIMALS);
        List<String> texts = new ArrayList<>();
        if (line.item().kind() == ChargeKind.GPU_TIME && facts.milliGpuSeconds() > 0) {
            texts.add(words.text(
                    "computed.GPU_TIME",
                    words.number(FocusUnits.gpuSeconds(facts)),
                    signed(line.quantity().exact(), QUANTITY_DECIMALS),
                    charges,
                    unrounded,
                    currency));
        } else if (line.item().kind() == ChargeKind.ENERGY && facts.itMillijoules() > 0) {
            texts.add(words.text(
                    "computed.ENERGY",
                    signed(facts.itKilowattHours(), QUANTITY_DECIMALS),
                    words.number(EnergyFacts.pue(facts), SUMMARY_DECIMALS, QUANTITY_DECIMALS),
                    signed(facts.facilityKilowattHours(), QUANTITY_DECIMALS),
                    charges,
                    unrounded,
                    currency));
            texts.add(howMeasured(facts));
        } else {
            texts.add(words.text("computed.noEnergy", charges, unrounded, currency));
        }
        texts.add(origin(line));
        return texts;
    }

    private String howMeasured(UsageFacts facts) {
        if (facts.estimatedMillijoules() == 0) {
            return words.text("computed.measured");
        }
        return facts.estimatedMillijoules() == facts.itMillijoules()
                ? words.text("computed.modelled")
                : words.text("computed.estimated", signed(facts.estimatedKilowattHours(), QUANTITY_DECIMALS));
    }

    private String origin(InvoiceLine line) {
        String versions = String.join(
                ", ",
                line.provenance().tariffVersions().stream()
                        .map(words::shortDate)
                        .toList());
        String tariff = words.text("computed.tariff", line.provenance().tariff(), versions);
        List<String> documents = line.provenance().priceDocuments();
        if (documents.isEmpty()) {
            return tariff;
        }
        String shown = String.join(
                ", ",
                documents.stream()
                        .limit(HASHES_SHOWN)
                        .map(hash -> hash.substring(0, Math.min(HASH_CHARACTERS, hash.length())) + "…")
                        .toList());
        int more = documents.size() - HASHES_SHOWN;
        String list = more > 0 ? words.text("computed.documentsMore", shown, Integer.toString(more)) : shown;
        return tariff + " " + words.text("computed.documents", list);
    }

    private String amount(Money money) {
        return minus(words.number(money.amount()));
    }

    private String signed(BigDecimal value, int decimals) {
        return minus(words.number(value, decimals, decimals));
    }

    /** A minus that is as wide as a plus and is not broken off at the end of a line. */
    private static String minus(String number) {
        return number.replace("-", MINUS);
    }

    /** Column captions, each given as {@code style:text}. */
    private static List<Map<String, String>> captions(String... captions) {
        return Arrays.stream(captions)
                .map(caption -> {
                    int colon = caption.indexOf(':');
                    return Map.of("style", caption.substring(0, colon), "text", caption.substring(colon + 1));
                })
                .toList();
    }

    /** What one project used at one site. */
    private static final class Sum {
        private BigDecimal gpuHours = BigDecimal.ZERO;
        private BigDecimal energy = BigDecimal.ZERO;
        private Money amount;

        Sum(java.util.Currency currency) {
            amount = Money.zero(currency);
        }

        void add(InvoiceLine line) {
            if (line.item().kind() == ChargeKind.GPU_TIME) {
                gpuHours = gpuHours.add(line.quantity().exact());
            } else if (line.item().kind() == ChargeKind.ENERGY) {
                energy = energy.add(line.quantity().exact());
            }
            amount = amount.plus(line.amount().net());
        }
    }
}
