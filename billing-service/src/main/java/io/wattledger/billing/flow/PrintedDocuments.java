package io.wattledger.billing.flow;

import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.document.InvoiceCsv;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.document.InvoicePdf;
import io.wattledger.billing.document.PeppolRules;
import io.wattledger.billing.document.RuleReport;
import io.wattledger.billing.document.Severity;
import io.wattledger.billing.document.UblInvoice;
import io.wattledger.billing.document.Violation;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.period.HoldReason;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Prints with the writers of the room {@code document}, and checks by the official rules and those of the house. */
@ApplicationScoped
public class PrintedDocuments implements Documents {

    private final PeppolRules peppolRules = new PeppolRules();

    /** Compiles the official rules ahead, which takes seconds. */
    public void warm(LocalDate issueDate) {
        peppolRules.warm(issueDate);
    }

    @Override
    public Printed print(Invoice invoice) {
        LocalDate issueDate = invoice.heading().issueDate();
        RuleReport house = HouseRules.check(invoice);
        byte[] ubl = UblInvoice.write(invoice);
        RuleReport official = peppolRules.check(ubl, issueDate);
        List<HoldReason> violations = Stream.concat(house.violations().stream(), official.violations().stream())
                .filter(violation -> violation.severity() == Severity.ERROR)
                .map(PrintedDocuments::reason)
                .toList();
        List<InvoiceDocument> documents = new ArrayList<>();
        if (violations.isEmpty()) {
            documents.add(document(DocumentKind.JSON, InvoiceJson.write(invoice)));
            documents.add(document(DocumentKind.PDF, InvoicePdf.write(invoice)));
            documents.add(document(DocumentKind.UBL, ubl));
            documents.add(document(DocumentKind.CSV, InvoiceCsv.write(invoice)));
        }
        return new Printed(documents, house.ruleSet() + " " + official.ruleSet(), violations);
    }

    private static HoldReason reason(Violation violation) {
        String where = violation.location().isEmpty() ? "" : " (" + violation.location() + ")";
        return new HoldReason(violation.rule(), violation.text() + where);
    }

    private static InvoiceDocument document(DocumentKind kind, byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new InvoiceDocument(kind, HexFormat.of().formatHex(hash), content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
