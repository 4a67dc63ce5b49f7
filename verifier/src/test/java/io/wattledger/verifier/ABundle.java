package io.wattledger.verifier;

import io.wattledger.billing.account.InvoiceSeries;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.document.EInvoice;
import io.wattledger.billing.document.InvoiceCsv;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.BundleParts.RecordBasis;
import io.wattledger.billing.evidence.ComputedAgain;
import io.wattledger.billing.evidence.CorrectedUsage;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.PublishedFacts;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.SummedUsage;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bundles of documents that are computed here from rated usage, as billing computes them. */
final class ABundle {

    static final String NUMBER = "NO26-000001";
    static final String UBL = "documents/peppol-bis.xml";
    static final LocalDate ISSUED = LocalDate.of(2026, 11, 3);

    private ABundle() {}

    static InvoiceBasis.OfMonth october() {
        Seller seller = new Seller(
                "nordlys-no",
                "Nordlys Compute AS",
                new LegalIdentity("NO", "999001122", "NO999001122MVA", "Foretaksregisteret"),
                new ElectronicAddress("0192", "999001122"),
                new PostalAddress("Fykanveien 1", null, "Glomfjord", "8161", "NO"),
                new Contact("Billing desk", "+47 75 00 00 00", "billing@nordlys.example"),
                new BankAccount("NO9386011117947", "DNBANOKKXXX", "Nordlys Compute AS"),
                Currency.getInstance("NOK"));
        Buyer buyer = new Buyer(
                ARatedMonth.TENANT,
                "Havvik kommune",
                BuyerKind.PUBLIC,
                new LegalIdentity("NO", "999002234", null, null),
                new ElectronicAddress("0192", "999002234"),
                new PostalAddress("Postboks 319", null, "Havvik", "8001", "NO"),
                "faktura@havvik.example",
                "nb-NO");
        Contract contract = new Contract(
                "c-2026",
                "nordlys-no",
                new Term(LocalDate.of(2026, 1, 1), null),
                "tariff",
                Currency.getInstance("NOK"),
                new BillingTerms(ZoneId.of("Europe/Oslo"), 30, UnpricedUsage.HOLD),
                new ContractReferences("4711 Ola Nordmann", "PO-2026-0117", null),
                VatTerms.stating(TaxDetermination.treatment(VatCategory.S, new BigDecimal("25"), null, null)));
        return new InvoiceBasis.OfMonth(
                new LegalEntity(seller, new InvoiceSeries("NO26-", 6)),
                buyer,
                contract,
                YearMonth.of(2026, 10),
                new Names(Map.of("site", "Glomfjord"), Map.of("sku", "NVIDIA H100", "tier-sku", "NVIDIA A100")),
                List.of(),
                null,
                null);
    }

    /** The parts of the bundle of a document. */
    static SortedMap<String, byte[]> parts(
            InvoiceBasis basis, String number, ARatedMonth month, Map<String, Invoice> related) {
        return parts(basis, number, month, related, UnaryOperator.identity());
    }

    /** The parts of the bundle of a document that rests on records as {@code booked} makes them of those of pricing. */
    static SortedMap<String, byte[]> parts(
            InvoiceBasis basis,
            String number,
            ARatedMonth month,
            Map<String, Invoice> related,
            UnaryOperator<RatedUsage> booked) {
        List<RatedUsage> usage = basis instanceof InvoiceBasis.OfMonth
                ? month.records().stream().map(booked).toList()
                : List.of();
        Invoice invoice = again(basis, usage, related).document(number, ISSUED);
        SortedMap<String, byte[]> parts = new TreeMap<>();
        write(invoice, parts);
        parts.put(BundleParts.BASIS, WireJson.write(basis, InvoiceBasis.class));
        parts.put(BundleParts.FILED, WireJson.write(new BundleParts.Filed("invoice", "house 1", 1)));
        parts.put(BundleParts.USAGE, WireJson.write(new BundleParts.Usage(usage)));
        List<RecordBasis> bases = new ArrayList<>();
        month.bases()
                .forEach((record, sha256) -> bases.add(new RecordBasis(
                        booked.apply(record).project(),
                        record.site(),
                        record.sku(),
                        record.periodStart(),
                        record.revision(),
                        sha256)));
        parts.put(BundleParts.BASES, WireJson.write(new BundleParts.Bases(bases)));
        month.inputs().forEach((hash, content) -> parts.put(BundleParts.input(hash), content));
        parts.put("documents/pdf.pdf", new byte[] {'%', 'P', 'D', 'F'});
        related.forEach((other, model) -> parts.put(BundleParts.related(other), WireJson.write(model)));
        return parts;
    }

    private static void write(Invoice invoice, SortedMap<String, byte[]> parts) {
        parts.put(BundleParts.MODEL, WireJson.write(invoice));
        parts.put("documents/json.json", InvoiceJson.write(invoice));
        parts.put("documents/csv.csv", InvoiceCsv.write(invoice));
        parts.put(UBL, EInvoice.write(invoice, DocumentFormat.PEPPOL_BIS));
    }

    /** The same bundle as it was where forms were written by another edition; the first one where it is null. */
    static SortedMap<String, byte[]> inEdition(@Nullable Integer edition, SortedMap<String, byte[]> parts) {
        Invoice invoice;
        try {
            invoice = WireJson.read(parts.get(BundleParts.MODEL), Invoice.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SortedMap<String, byte[]> written = new TreeMap<>(parts);
        write(
                new Invoice(
                        invoice.heading().in(edition),
                        invoice.seller(),
                        invoice.buyer(),
                        invoice.references(),
                        invoice.lines(),
                        invoice.vatBreakdown(),
                        invoice.totals(),
                        invoice.allowances()),
                written);
        return written;
    }

    /** A basis of October at a site of which an emission factor is known. */
    static InvoiceBasis.OfMonth emittingOctober() {
        InvoiceBasis.OfMonth october = october();
        EmissionFactor factor = new EmissionFactor(new BigDecimal("8.123"), "NVE 2025", LocalDate.of(2026, 1, 1));
        return new InvoiceBasis.OfMonth(
                october.legalEntity(),
                october.buyer(),
                october.contract(),
                october.month(),
                new Names(
                        october.names().sites(),
                        october.names().skus(),
                        new PublishedFacts(List.of(), Map.of("site", List.of(factor)))),
                october.corrected(),
                october.commercial(),
                october.decided());
    }

    /** The computation of a document whose basis has copies of what it corrects. */
    static ComputedAgain again(InvoiceBasis basis, List<RatedUsage> usage, Map<String, Invoice> related) {
        Map<String, CorrectedUsage> corrected = new TreeMap<>();
        basis.months().forEach(month -> corrected.put(month.number(), CorrectedUsage.copied(month)));
        return new ComputedAgain(basis, SummedUsage.of(usage), corrected, related);
    }

    /** The report of an archive that lies on disk. */
    static Report verified(byte[] archive) {
        try {
            Path file = Files.createTempFile("bundle", ".zip");
            try {
                return VerifyBundle.of(Files.write(file, archive));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] archive(SortedMap<String, byte[]> parts) {
        return EvidenceBundle.of(ARatedMonth.TENANT, NUMBER, parts).write();
    }

    /** What a part says. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A part that says {@code text}. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
