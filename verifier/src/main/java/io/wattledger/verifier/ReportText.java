package io.wattledger.verifier;

import io.wattledger.verifier.Report.Check;
import io.wattledger.verifier.Report.Line;
import java.util.ArrayList;
import java.util.List;

/** A report for people: one block per line of the document. */
final class ReportText {

    private ReportText() {}

    static String of(Report report) {
        List<String> text = new ArrayList<>();
        Report.Document document = report.document();
        if (document == null) {
            text.add("The bundle is not as it was written; nothing was computed:");
            report.damage().forEach(fault -> text.add("  " + fault));
            text.add("RESULT  DAMAGED");
            return String.join("\n", text) + "\n";
        }
        text.add("Evidence of " + document.kind() + " " + document.number() + " to " + document.tenant() + ", issued "
                + document.issueDate());
        text.add("  parts          " + document.parts() + ", the SHA-256 of each as in the manifest");
        text.add("  rules          " + document.ruleSet());
        text.add("");
        text.add("Rated records, each rated again from its slots, tariff and prices");
        text.add("  equal          " + report.recordsEqual());
        report.records().forEach(record -> text.add("  NOT EQUAL      " + record.what() + "  " + record.difference()));
        for (Line line : report.lines()) {
            text.add("");
            addLine(text, line);
        }
        text.add("");
        addCheck(text, report.forms().totals());
        report.forms().computed().forEach(form -> addCheck(text, form));
        report.forms().onlyHashed().forEach(form -> text.add("not written again, SHA-256 only  " + form));
        text.add("");
        text.add("Price documents in the bundle");
        report.priceDocuments().forEach(hash -> text.add("  " + hash));
        text.add("");
        text.add("RESULT  " + (report.equal() ? "EQUAL" : "NOT EQUAL"));
        return String.join("\n", text) + "\n";
    }

    private static void addLine(List<String> text, Line line) {
        addCheck(text, line.check());
        if (line.net().isEmpty()) {
            return;
        }
        text.add("  quantity       " + line.quantity());
        text.add("  unit price     " + line.unitPrice());
        text.add("  net            " + line.net());
        text.add("  made of        " + line.charges() + " charges under tariff " + line.tariff());
        line.priceDocuments().forEach(hash -> text.add("  price document " + hash));
    }

    private static void addCheck(List<String> text, Check check) {
        text.add(check.what() + "  " + (check.equal() ? "EQUAL" : "NOT EQUAL"));
        if (check.difference() != null) {
            text.add("  difference     " + check.difference());
        }
    }
}
