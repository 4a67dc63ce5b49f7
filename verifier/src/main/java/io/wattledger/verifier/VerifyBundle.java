package io.wattledger.verifier;

import io.wattledger.billing.document.EInvoice;
import io.wattledger.billing.document.InvoiceCsv;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.billing.evidence.ComputedAgain;
import io.wattledger.billing.evidence.CorrectedUsage;
import io.wattledger.billing.evidence.DamagedBundle;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.invoice.UsageSum;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.evidence.RatedAgain;
import io.wattledger.verifier.Report.Check;
import io.wattledger.verifier.Report.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes an issued document again: slots, tariffs and prices become charges, charges become lines, lines totals, and all of
 * it the bytes that were issued. Each step is taken by the code of pricing and billing itself.
 */
public final class VerifyBundle {

    private final BundleFile bundle;
    private final Invoice issued;
    private final InvoiceBasis basis;
    private final BundleParts.Filed filed;
    private final RecordsAgain records;
    private final SummedUsage usage;
    private final Map<String, CorrectedUsage> corrected = new TreeMap<>();
    private final Map<String, Invoice> related = new TreeMap<>();

    private VerifyBundle(BundleFile bundle) throws DamagedBundle {
        this.bundle = bundle;
        this.issued = part(BundleParts.MODEL, Invoice.class);
        this.basis = part(BundleParts.BASIS, InvoiceBasis.class);
        this.filed = part(BundleParts.FILED, BundleParts.Filed.class);
        this.records = new RecordsAgain(new RatedAgain(hash -> bundle.content(BundleParts.input(hash))));
        each(BundleParts.BASES, RecordBasis.class, records::add);
        UsageSum month = new UsageSum();
        each(BundleParts.USAGE, RatedUsage.class, record -> month.add(records.rate(record)));
        this.usage = month.summed();
        for (MonthThen then : basis.months()) {
            corrected.put(then.number(), corrected(then));
        }
        for (String number : basis.documents()) {
            related.put(number, part(BundleParts.related(number), Invoice.class));
        }
    }

    /**
     * Verifies an archive.
     *
     * @throws IOException where the file cannot be read, which says nothing of the archive
     */
    public static Report of(Path archive) throws IOException {
        try (BundleFile bundle = BundleFile.open(archive)) {
            return new VerifyBundle(bundle).report();
        } catch (DamagedBundle e) {
            return Report.damaged(e.faults());
        }
    }

    /** The usage of a corrected month as stated, each record of which is rated again. */
    private CorrectedUsage corrected(MonthThen then) throws DamagedBundle {
        if (then.books() == null) {
            then.copiedInvoiced().forEach(records::rate);
            then.copiedRated().forEach(records::rate);
            return CorrectedUsage.copied(then);
        }
        return new CorrectedUsage(
                stated(BundleParts.invoiced(then.number())), stated(BundleParts.rated(then.number())));
    }

    private SummedUsage stated(String name) throws DamagedBundle {
        UsageSum sum = new UsageSum();
        each(name, RatedUsage.class, record -> {
            RatedUsage unused = records.rate(record);
            sum.add(record);
        });
        return sum.summed();
    }

    private Report report() {
        Invoice computed = null;
        String failure = "";
        try {
            computed = new ComputedAgain(basis, usage, corrected, related).document(issued.heading());
        } catch (RuntimeException e) {
            // Whatever a changed basis makes of the computation, it is a finding and not a crash.
            failure = "cannot be computed again: " + e.getMessage();
        }
        List<Line> lines = lines(computed, failure);
        Check totals = computed == null
                ? new Check("parties, VAT and totals", false, failure)
                : check("parties, VAT and totals", withoutLines(issued), withoutLines(computed));
        List<Check> written = new ArrayList<>();
        List<String> onlyHashed = new ArrayList<>();
        forms(computed, failure, written, onlyHashed);
        boolean equal = totals.equal()
                && records.unequal().isEmpty()
                && lines.stream().allMatch(line -> line.check().equal())
                && written.stream().allMatch(Check::equal);
        return new Report(
                equal,
                new Report.Document(
                        issued.heading().number(),
                        issued.buyer().tenant(),
                        filed.kind(),
                        issued.heading().issueDate().toString(),
                        filed.ruleSet(),
                        bundle.size()),
                List.of(),
                records.unequal(),
                records.equal(),
                lines,
                new Report.Forms(totals, written, onlyHashed),
                bundle.under(BundleParts.PRICE_DOCUMENTS).stream()
                        .map(name -> shortened(name, BundleParts.PRICE_DOCUMENTS))
                        .toList());
    }

    private List<Line> lines(@Nullable Invoice computed, String failure) {
        int most = Math.max(
                issued.lines().size(), computed == null ? 0 : computed.lines().size());
        List<Line> lines = new ArrayList<>();
        for (int place = 0; place < most; place++) {
            String name = "line " + (place + 1);
            if (place >= issued.lines().size()) {
                InvoiceLine more = computed == null ? null : computed.lines().get(place);
                lines.add(new Line(
                        new Check(name, false, "stated nothing, computed " + more), "", "", "", "", 0, List.of()));
            } else {
                InvoiceLine line = issued.lines().get(place);
                Check check = computed == null
                        ? new Check(words(line), false, failure)
                        : place < computed.lines().size()
                                ? check(words(line), line, computed.lines().get(place))
                                : new Check(words(line), false, "no such line comes out");
                lines.add(shown(line, check));
            }
        }
        return lines;
    }

    private static String words(InvoiceLine line) {
        return "line " + line.number() + "  " + line.item().description() + ", "
                + line.item().skuName() + ", " + line.item().siteName() + ", project "
                + line.item().project();
    }

    private static Line shown(InvoiceLine line, Check check) {
        return new Line(
                check,
                line.quantity().exact().toPlainString() + " " + line.quantity().unit(),
                line.quantity().invoicedUnitPrice().toPlainString(),
                line.amount().net().amount().toPlainString() + " "
                        + line.amount().net().currency() + ", unrounded "
                        + line.amount().unrounded().toPlainString(),
                line.provenance().tariff() + " " + line.provenance().tariffVersions(),
                line.provenance().charges(),
                line.provenance().priceDocuments());
    }

    private static Invoice withoutLines(Invoice invoice) {
        return new Invoice(
                invoice.heading(),
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                List.of(),
                invoice.vatBreakdown(),
                invoice.totals(),
                invoice.allowances());
    }

    private void forms(@Nullable Invoice computed, String failure, List<Check> written, List<String> onlyHashed) {
        for (String name : bundle.under(BundleParts.DOCUMENTS)) {
            if (name.endsWith(".pdf")) {
                onlyHashed.add(name + " " + bundle.sha256(name));
            } else if (computed == null) {
                written.add(new Check(name, false, failure));
            } else {
                byte[] content = Objects.requireNonNull(bundle.content(name));
                byte[] again = write(computed, name);
                written.add(new Check(name, Arrays.equals(content, again), bytes(content, again)));
            }
        }
    }

    /** What follows in the name of a part, without {@code .json}. */
    private static String shortened(String name, String lead) {
        String rest = name.substring(lead.length());
        return rest.endsWith(".json") ? rest.substring(0, rest.length() - ".json".length()) : rest;
    }

    private static byte[] write(Invoice invoice, String name) {
        String form = name.substring(BundleParts.DOCUMENTS.length(), name.lastIndexOf('.'));
        return switch (form) {
            case "json" -> InvoiceJson.write(invoice);
            case "csv" -> InvoiceCsv.write(invoice);
            case "peppol-bis" -> EInvoice.write(invoice, DocumentFormat.PEPPOL_BIS);
            case "xrechnung-ubl" -> EInvoice.write(invoice, DocumentFormat.XRECHNUNG_UBL);
            case "xrechnung-cii" -> EInvoice.write(invoice, DocumentFormat.XRECHNUNG_CII);
            default -> new byte[0];
        };
    }

    private static @Nullable String bytes(byte[] stated, byte[] computed) {
        int place = Arrays.mismatch(stated, computed);
        return place < 0
                ? null
                : "differs from byte " + place + " on; SHA-256 stated " + Sha256.hex(stated) + ", computed "
                        + Sha256.hex(computed);
    }

    private static Check check(String what, Object stated, Object computed) {
        String difference = Differences.first(stated, computed);
        return new Check(what, difference == null, difference);
    }

    private <T> T part(String name, Class<T> type) throws DamagedBundle {
        requirePart(name);
        try {
            return WireJson.read(bundle.stream(name), type);
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, e);
        }
    }

    /** The records of a part one after the other, of which no more than one is in memory. */
    private <T> void each(String name, Class<T> type, Consumer<T> each) throws DamagedBundle {
        requirePart(name);
        try {
            WireJson.readEach(bundle.stream(name), BundleParts.RECORDS, type, each);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private void requirePart(String name) throws DamagedBundle {
        if (!bundle.has(name)) {
            throw new DamagedBundle(List.of("part '" + name + "' is missing and not in the manifest"));
        }
    }

    private static DamagedBundle unreadable(String name, Exception e) {
        return new DamagedBundle(List.of("part '" + name + "' cannot be read: " + e.getMessage()));
    }
}
