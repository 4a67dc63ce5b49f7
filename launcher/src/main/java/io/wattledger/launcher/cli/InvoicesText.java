package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Issued documents as people read them. */
final class InvoicesText {

    private InvoicesText() {}

    static void printList(List<JsonNode> invoices, PrintStream out) {
        if (invoices.isEmpty()) {
            out.println("Nothing was issued that fits.");
            return;
        }
        var table = new TextTable(
                "number",
                "kind",
                "tenant",
                "period",
                "issued",
                "due",
                "currency",
                ">net",
                ">VAT",
                ">payable",
                ">owed",
                "state");
        for (JsonNode invoice : invoices) {
            table.row(
                    invoice.path("number").asText(),
                    invoice.path("kind").asText(),
                    invoice.path("tenant").asText(),
                    invoice.path("period").asText(),
                    invoice.path("issueDate").asText(),
                    invoice.path("dueDate").asText("-"),
                    invoice.path("payable").path("currency").asText(),
                    amount(invoice, "net"),
                    amount(invoice, "tax"),
                    amount(invoice, "payable"),
                    amount(invoice, "balance"),
                    invoice.path("state").asText("-"));
        }
        table.print(out);
    }

    static void printDocument(JsonNode document, PrintStream out) {
        out.println(document.path("type").asText().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
                + document.path("number").asText() + " of "
                + document.path("issueDate").asText() + ", due "
                + document.path("dueDate").asText());
        if (document.hasNonNull("credits")) {
            out.println("credits " + document.path("credits").path("number").asText());
        }
        out.println("from " + document.path("seller").path("name").asText() + " to "
                + document.path("buyer").path("name").asText() + ", "
                + document.path("period").path("firstDate").asText() + " to "
                + document.path("period").path("lastDate").asText());
        var table = new TextTable(">line", "description", "project", ">quantity", "unit", ">unit price", ">net", "VAT");
        for (JsonNode line : document.path("lines")) {
            JsonNode quantity = line.path("quantity");
            table.row(
                    line.path("number").asText(),
                    line.path("item").path("description").asText(),
                    line.path("item").path("project").asText("-"),
                    quantity.path("invoiced").asText(),
                    quantity.path("unit").asText(),
                    quantity.path("unitPrice").asText("-"),
                    amount(line, "net"),
                    line.path("vat").path("category").asText() + " "
                            + line.path("vat").path("ratePercent").asText());
        }
        table.print(out);
        JsonNode totals = document.path("totals");
        out.println("net " + amount(totals, "withoutVat") + ", VAT " + amount(totals, "vat") + ", payable "
                + amount(totals, "payable") + " "
                + totals.path("payable").path("currency").asText());
    }

    static void printEntries(JsonNode ledger, PrintStream out) {
        var table = new TextTable("booked on", "entry", ">amount", "reference");
        for (JsonNode entry : ledger.path("entries")) {
            table.row(
                    entry.path("bookedOn").asText(),
                    entry.path("kind").asText(),
                    entry.path("amount").asText(),
                    entry.path("reference").asText("-"));
        }
        table.print(out);
        out.println(ledger.path("state").asText() + ", owed "
                + ledger.path("balance").asText() + " "
                + ledger.path("currency").asText());
    }

    static void printCreditNote(JsonNode creditNote, PrintStream out) {
        out.println("credit note " + creditNote.path("number").asText() + " of "
                + creditNote.path("issueDate").asText() + " on "
                + creditNote.path("credits").asText() + ": net " + amount(creditNote, "net") + ", VAT "
                + amount(creditNote, "tax") + ", payable " + amount(creditNote, "payable") + " "
                + creditNote.path("payable").path("currency").asText());
    }

    private static String amount(JsonNode of, String member) {
        return of.path(member).path("amount").asText("-");
    }
}
