package io.wattledger.billing.document;

import io.wattledger.billing.focus.FocusUnits;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.CorrectedLine.Told;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineItem;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.invoice.StatedLines;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of a printed invoice: summed up by project and site, and one by one with how each was computed. */
final class PrintedLines {

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

    void lines(Map<String, Object> page) {
        Map<String, List<InvoiceLine>> byProject = new LinkedHashMap<>();
        StatedLines.of(invoice)
                .forEach(line -> byProject
                        .computeIfAbsent(line.item().project(), project -> new ArrayList<>())
                        .add(line));
        List<Map<String, Object>> groups = new ArrayList<>();
        byProject.forEach((project, lines) -> {
            Money sum = lines.stream()
                    .map(line -> line.amount().net())
                    .reduce(Money.zero(invoice.heading().currency()), Money::plus);
            groups.add(Map.of(
                    "title", title(project),
                    "lines", lines.stream().map(this::line).toList(),
                    "sumCaption", words.text("lines.subtotal", project),
                    "sum", amount(sum)));
        });
        page.put("linesTitle", words.text("lines.title"));
        page.put(
                "linesAttached",
                StatedLines.summedUp(invoice)
                        ? words.text(
                                "lines.attached",
                                words.number(BigDecimal.valueOf(invoice.lines().size())),
                                Attachment.linesOf(invoice))
                        : "");
        page.put(
                "lineCaptions",
                PrintedSummary.captions(
                        "first:",
                        ":" + words.text("lines.item"),
                        "number:" + words.text("lines.quantity"),
                        "number:" + words.text("lines.price"),
                        "number:" + words.text("lines.vat"),
                        "number:" + words.text("lines.amount", currency)));
        page.put("groups", groups);
    }

    /** The project, whose it is where a reseller is billed, and where the buyer books it. */
    private String title(String project) {
        ProjectFiling filing = invoice.heading().period().filing(project);
        List<String> parts = new ArrayList<>(List.of(words.text("lines.project", project)));
        if (filing.usedBy() != null) {
            parts.add(filing.usedBy());
        }
        if (filing.costCentre() != null) {
            parts.add(words.text("label.costCentre") + "\u00A0" + filing.costCentre());
        }
        return String.join(" · ", parts);
    }

    private Map<String, Object> line(InvoiceLine line) {
        LineItem item = line.item();
        BigDecimal exact = line.quantity().exact();
        BigDecimal average = line.quantity().averageUnitPrice();
        if (average != null && average.signum() < 0 && line.used().compareTo(exact.negate()) == 0) {
            // Usage that is taken back stands at the price that it was billed at.
            exact = exact.negate();
            average = average.negate();
        }
        String unit = words.text("unit.short." + line.quantity().unit());
        return Map.of(
                "number",
                Integer.toString(line.number()),
                "item",
                words.text("kind." + item.kind()) + ", " + item.siteName(),
                "description",
                item.skuName() + " · "
                        + (line.provenance().corrects() == null ? item.description() : told(item.description())),
                "computed",
                computed(line),
                "quantity",
                signed(exact, QUANTITY_DECIMALS) + "\u00A0" + unit,
                "price",
                average == null ? "" : minus(words.number(average, PRICE_DECIMALS, AVERAGE_DECIMALS)),
                "vat",
                line.vat().category() == VatCategory.O
                        ? ""
                        : words.percent(line.vat().ratePercent()),
                "amount",
                amount(line.amount().net()));
    }

    /** Which line another one credits or corrects, in the reader's words; its item is described in the tariff's own. */
    private String told(String description) {
        Told told = CorrectedLine.read(description);
        if (told == null) {
            return description;
        }
        CorrectedLine corrected = told.corrected();
        String place = corrected.line() == null
                ? words.text("line.ofInvoice", corrected.number())
                : words.text("line.ofLine", corrected.line().toString(), corrected.number());
        return words.text("line." + told.purpose(), place, told(told.words()));
    }

    /** How a line was computed, so that a reader can follow it without asking. */
    private List<String> computed(InvoiceLine line) {
        UsageFacts facts = line.facts();
        String charges = Integer.toString(line.provenance().charges());
        String unrounded = signed(line.amount().unrounded(), UNROUNDED_DECIMALS);
        List<String> texts = new ArrayList<>();
        if (line.item().kind() == ChargeKind.FEE && line.provenance().charges() == 0) {
            return List.of(words.text("computed.shortfall"));
        }
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
        if (facts.estimatedTime() > 0) {
            texts.add(words.text("computed.estimatedTime", words.number(FocusUnits.estimatedGpuSeconds(facts))));
        }
        if (facts.standIns() > 0) {
            texts.add(words.text("computed.standIns", signed(facts.standInKilowattHours(), QUANTITY_DECIMALS)));
        }
        Money gross = line.amount().gross();
        for (Allowance allowance : line.amount().allowances()) {
            texts.add(words.text(
                    "computed.allowance", amount(gross), allowance(allowance, words), amount(allowance.amount())));
        }
        texts.add(origin(line));
        return texts;
    }

    /** The reason of an allowance with its percentage. */
    static String allowance(Allowance allowance, Words words) {
        return allowance.percent() == null
                ? allowance.reason()
                : allowance.reason() + " " + words.percent(allowance.percent());
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
    static String minus(String number) {
        return number.replace("-", MINUS);
    }
}
