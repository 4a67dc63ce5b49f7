package io.wattledger.verifier;

import io.wattledger.billing.document.EInvoice;
import io.wattledger.billing.document.InvoiceCsv;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.ComputedAgain;
import io.wattledger.billing.evidence.DamagedBundle;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.verifier.Report.Check;
import io.wattledger.verifier.Report.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes an issued document again: slots, tariffs and prices become charges, charges become lines, lines totals, and all of
 * it the bytes that were issued. Each step is taken by the code of pricing and billing itself.
 */
public final class VerifyBundle {

    private final EvidenceBundle bundle;
    private final Invoice issued;
    private final InvoiceBasis basis;
    private final BundleParts.Filed filed;
    private final List<RatedUsage> usage;
    private final BundleParts.Bases bases;
    private final Map<String, Invoice> related = new TreeMap<>();

    private VerifyBundle(EvidenceBundle bundle) throws DamagedBundle {
        this.bundle = bundle;
        this.issued = part(BundleParts.MODEL, Invoice.class);
        this.basis = part(BundleParts.BASIS, InvoiceBasis.class);
        this.filed = part(BundleParts.FILED, BundleParts.Filed.class);
        this.usage = part(BundleParts.USAGE, BundleParts.Usage.class).records();
        this.bases = part(BundleParts.BASES, BundleParts.Bases.class);
        for (String number : basis.documents()) {
            related.put(number, part(BundleParts.related(number), Invoice.class));
        }
    }

    /** Verifies an archive. */
    public static Report of(byte[] archive) {
        try {
            EvidenceBundle bundle = EvidenceBundle.read(archive);
            List<String> damage = new ArrayList<>(wrongNames(BundleParts.INPUTS, bundle));
            damage.addAll(wrongNames(BundleParts.PRICE_DOCUMENTS, bundle));
            return damage.isEmpty() ? new VerifyBundle(bundle).report() : Report.damaged(damage);
        } catch (DamagedBundle e) {
            return Report.damaged(e.faults());
        }
    }

    private static List<String> wrongNames(String lead, EvidenceBundle bundle) {
        List<String> wrong = new ArrayList<>();
        bundle.parts().forEach((name, content) -> {
            String hash = Sha256.hex(content);
            if (name.startsWith(lead)
                    && !name.substring(lead.length()).replace(".json", "").equals(hash)) {
                wrong.add("part '" + name + "' was changed: its name is the SHA-256 of what it was, and now it is "
                        + hash);
            }
        });
        return wrong;
    }

    private Report report() {
        RecordsAgain records = new RecordsAgain(bundle, bases, usage, basis.usage());
        Invoice computed = null;
        String failure = "";
        try {
            computed = new ComputedAgain(basis, records.computed(), related)
                    .document(issued.heading().number(), issued.heading().issueDate());
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
                        bundle.parts().size()),
                List.of(),
                records.unequal(),
                records.equal(),
                lines,
                new Report.Forms(totals, written, onlyHashed),
                List.copyOf(BundleParts.under(BundleParts.PRICE_DOCUMENTS, bundle.parts())
                        .keySet()));
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
        SortedMap<String, byte[]> forms = new TreeMap<>();
        bundle.parts().forEach((name, content) -> {
            if (name.startsWith(BundleParts.DOCUMENTS)) {
                forms.put(name, content);
            }
        });
        forms.forEach((name, content) -> {
            if (name.endsWith(".pdf")) {
                onlyHashed.add(name + " " + Sha256.hex(content));
            } else if (computed == null) {
                written.add(new Check(name, false, failure));
            } else {
                byte[] again = write(computed, name);
                written.add(new Check(name, Arrays.equals(content, again), bytes(content, again)));
            }
        });
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
        byte[] content = bundle.parts().get(name);
        if (content == null) {
            throw new DamagedBundle(List.of("part '" + name + "' is missing and not in the manifest"));
        }
        try {
            return WireJson.read(content, type);
        } catch (IOException | RuntimeException e) {
            throw new DamagedBundle(List.of("part '" + name + "' cannot be read: " + e.getMessage()));
        }
    }
}
