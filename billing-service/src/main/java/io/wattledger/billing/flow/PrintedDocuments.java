package io.wattledger.billing.flow;

import io.wattledger.billing.document.EInvoice;
import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.document.InvoiceCsv;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.document.InvoicePdf;
import io.wattledger.billing.document.OfficialRules;
import io.wattledger.billing.document.RuleReport;
import io.wattledger.billing.document.Severity;
import io.wattledger.billing.document.Violation;
import io.wattledger.billing.flow.Watch.DocumentStep;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.contracts.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Prints with the writers of the room {@code document}, and checks by the official rules and those of the house. */
@ApplicationScoped
public class PrintedDocuments implements Documents {

    private final OfficialRules officialRules = new OfficialRules();
    private final Watch watch;

    PrintedDocuments(Watch watch) {
        this.watch = watch;
    }

    /** Compiles the official rules of some formats ahead, which takes seconds for each. */
    public void warm(Collection<DocumentFormat> formats, LocalDate issueDate) {
        for (DocumentFormat format : formats) {
            for (DocumentType type : DocumentType.values()) {
                officialRules.warm(format, type, issueDate);
            }
        }
    }

    @Override
    public Printed print(Invoice invoice) {
        RuleReport house = HouseRules.check(invoice);
        StringJoiner ruleSets = new StringJoiner(" ").add(house.ruleSet());
        List<Violation> violations = new ArrayList<>(house.violations());
        Map<DocumentFormat, byte[]> xml = new EnumMap<>(DocumentFormat.class);
        for (DocumentFormat format : invoice.documents()) {
            byte[] bytes = watch.timed(DocumentStep.WRITE, () -> EInvoice.write(invoice, format));
            RuleReport official = watch.timed(
                    DocumentStep.VALIDATE,
                    () -> officialRules.check(
                            bytes,
                            format,
                            invoice.heading().type(),
                            invoice.heading().issueDate()));
            ruleSets.add(official.ruleSet());
            violations.addAll(official.violations());
            xml.put(format, bytes);
        }
        List<HoldReason> reasons = violations.stream()
                .filter(violation -> violation.severity() == Severity.ERROR)
                .map(PrintedDocuments::reason)
                .distinct()
                .toList();
        List<InvoiceDocument> documents =
                reasons.isEmpty() ? watch.timed(DocumentStep.PRINT, () -> documents(invoice, xml)) : List.of();
        return new Printed(documents, ruleSets.toString(), reasons);
    }

    private static List<InvoiceDocument> documents(Invoice invoice, Map<DocumentFormat, byte[]> xml) {
        List<InvoiceDocument> documents = new ArrayList<>();
        documents.add(document(DocumentKind.JSON, InvoiceJson.write(invoice)));
        documents.add(document(DocumentKind.PDF, InvoicePdf.write(invoice, xml.get(DocumentFormat.FACTUR_X))));
        documents.add(document(DocumentKind.CSV, InvoiceCsv.write(invoice)));
        xml.forEach((format, bytes) -> {
            switch (format) {
                case PEPPOL_BIS -> documents.add(document(DocumentKind.UBL, bytes));
                case XRECHNUNG_UBL -> documents.add(document(DocumentKind.XRECHNUNG_UBL, bytes));
                case XRECHNUNG_CII -> documents.add(document(DocumentKind.XRECHNUNG_CII, bytes));
                case FACTUR_X -> {
                    // Lies inside the PDF.
                }
            }
        });
        return documents;
    }

    private static HoldReason reason(Violation violation) {
        String where = violation.location().isEmpty() ? "" : " (" + violation.location() + ")";
        return new HoldReason(violation.rule(), violation.text() + where);
    }

    private static InvoiceDocument document(DocumentKind kind, byte[] content) {
        return new InvoiceDocument(kind, Sha256.hex(content), content);
    }
}
