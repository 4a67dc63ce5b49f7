package io.wattledger.launcher.cli;

import io.wattledger.launcher.bill.BillOutcome;
import io.wattledger.launcher.bill.Summary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The readable summary of a bill. */
final class BillText {

    private BillText() {}

    static void print(BillOutcome outcome, Path directory, PrintStream out) {
        Summary summary = outcome.summary();
        out.println();
        out.println("Usage: " + summary.usage().total().gpuSeconds() + " GPU-seconds");
        invoices("Invoices:", summary, false, out);
        invoices("Credit notes, which give back:", summary, true, out);
        if (!summary.held().isEmpty()) {
            out.println();
            out.println("Without a final invoice:");
            for (Summary.HeldEntry held : summary.held()) {
                out.println("  " + held.tenant() + ", " + held.contract() + ", " + held.period() + " (" + held.outcome()
                        + ")");
                held.reasons().forEach(reason -> out.println("    " + reason));
            }
        }
        out.println();
        BalanceText.print(summary.balance(), out);
        remarks(outcome, out);
        if (outcome.nothingNew()) {
            out.println(
                    "There is nothing new: catalog, prices and usage were taken in before, and no invoice was issued.");
        }
        out.println("Files: " + directory.toAbsolutePath().normalize());
    }

    /** What is not in the summary; for people also where the answer is JSON. */
    static void remarks(BillOutcome outcome, PrintStream out) {
        faults("Refused events, latest first:", outcome.faults().refused(), out);
        faults("Conflicting events, latest first:", outcome.faults().conflicting(), out);
        outcome.notes().forEach(note -> out.println("Note: " + note + "."));
    }

    private static void faults(String heading, List<String> lines, PrintStream out) {
        if (!lines.isEmpty()) {
            out.println(heading);
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private static void invoices(String heading, Summary summary, boolean creditNotes, PrintStream out) {
        List<Summary.InvoiceEntry> entries = summary.invoices().stream()
                .filter(entry -> entry.givesBack() == creditNotes)
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        out.println();
        out.println(heading);
        var table = new TextTable("number", "tenant", "issued by", "period", "currency", ">net", ">tax", ">payable");
        for (Summary.InvoiceEntry invoice : entries) {
            table.row(
                    invoice.number(),
                    invoice.tenant(),
                    invoice.legalEntity(),
                    invoice.period(),
                    invoice.currency(),
                    invoice.amounts().net(),
                    invoice.amounts().tax(),
                    invoice.amounts().payable());
        }
        table.print(out);
    }
}
