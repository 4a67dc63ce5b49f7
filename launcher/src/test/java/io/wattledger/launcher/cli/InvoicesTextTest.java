package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What people read of issued documents. */
class InvoicesTextTest {

    @Test
    void listsWhatWasIssuedAndWhatIsOwed() throws IOException {
        JsonNode invoice = json("""
                {"number": "NO26-000001", "kind": "invoice", "tenant": "fjordmodell", "period": "2026-10",
                 "issueDate": "2026-11-02", "dueDate": "2026-12-02",
                 "net": {"amount": "100.00", "currency": "NOK"}, "tax": {"amount": "25.00", "currency": "NOK"},
                 "payable": {"amount": "125.00", "currency": "NOK"}, "state": "part-paid",
                 "balance": {"amount": "25.00", "currency": "NOK"}}
                """);
        JsonNode creditNote = json("""
                {"number": "NO26-000002", "kind": "credit-note", "tenant": "fjordmodell", "period": "2026-10",
                 "issueDate": "2026-11-03", "net": {"amount": "1.00", "currency": "NOK"},
                 "tax": {"amount": "0.25", "currency": "NOK"}, "payable": {"amount": "1.25", "currency": "NOK"}}
                """);

        assertThat(lines(out -> InvoicesText.printList(List.of(invoice, creditNote), out)))
                .containsExactly(
                        "number       kind         tenant       period   issued      due         currency     net    VAT"
                                + "  payable   owed  state",
                        "NO26-000001  invoice      fjordmodell  2026-10  2026-11-02  2026-12-02  NOK       100.00  25.00"
                                + "   125.00  25.00  part-paid",
                        "NO26-000002  credit-note  fjordmodell  2026-10  2026-11-03  -           NOK         1.00   0.25"
                                + "     1.25      -  -");
        assertThat(lines(out -> InvoicesText.printList(List.of(), out)))
                .containsExactly("Nothing was issued that fits.");
    }

    @Test
    void showsLinesAndTotals() throws IOException {
        JsonNode document = json("""
                {"number": "NO26-000001", "type": "INVOICE", "issueDate": "2026-11-02", "dueDate": "2026-12-02",
                 "seller": {"name": "Nordlys AS"}, "buyer": {"name": "Fjordmodell AS"},
                 "period": {"firstDate": "2026-10-01", "lastDate": "2026-10-31"},
                 "lines": [{"number": 1, "item": {"description": "GPU time", "project": "llm"},
                            "quantity": {"unit": "GPU_HOUR", "invoiced": "10", "unitPrice": "10.00"},
                            "net": {"amount": "100.00", "currency": "NOK"},
                            "vat": {"category": "S", "ratePercent": "25"}}],
                 "totals": {"withoutVat": {"amount": "100.00"}, "vat": {"amount": "25.00"},
                            "payable": {"amount": "125.00", "currency": "NOK"}}}
                """);

        assertThat(lines(out -> InvoicesText.printDocument(document, out)))
                .containsExactly(
                        "invoice NO26-000001 of 2026-11-02, due 2026-12-02",
                        "from Nordlys AS to Fjordmodell AS, 2026-10-01 to 2026-10-31",
                        "line  description  project  quantity  unit      unit price     net  VAT",
                        "   1  GPU time     llm            10  GPU_HOUR       10.00  100.00  S 25",
                        "net 100.00, VAT 25.00, payable 125.00 NOK");
    }

    @Test
    void showsTheLedgerAndACreditNote() throws IOException {
        JsonNode ledger = json("""
                {"currency": "NOK", "state": "part-paid", "balance": "25.00", "entries": [
                  {"kind": "issued", "amount": "125.00", "bookedOn": "2026-11-02", "reference": "NO26-000001"},
                  {"kind": "paid", "amount": "100.00", "bookedOn": "2026-11-20", "reference": "bank-7"}]}
                """);
        assertThat(lines(out -> InvoicesText.printEntries(ledger, out)))
                .containsExactly(
                        "booked on   entry   amount  reference",
                        "2026-11-02  issued  125.00  NO26-000001",
                        "2026-11-20  paid    100.00  bank-7",
                        "part-paid, owed 25.00 NOK");
        JsonNode creditNote = json("""
                {"number": "NO26-000002", "credits": "NO26-000001", "issueDate": "2026-11-03",
                 "net": {"amount": "1.00"}, "tax": {"amount": "0.25"},
                 "payable": {"amount": "1.25", "currency": "NOK"}}
                """);
        assertThat(lines(out -> InvoicesText.printCreditNote(creditNote, out)))
                .containsExactly(
                        "credit note NO26-000002 of 2026-11-03 on NO26-000001: net 1.00, VAT 0.25, payable 1.25 NOK");
    }

    private static JsonNode json(String text) throws IOException {
        return WireJson.newMapper().readTree(text);
    }

    private static List<String> lines(Consumer<PrintStream> print) {
        var bytes = new ByteArrayOutputStream();
        print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.startsWith("  ") ? line.substring(2) : line)
                .toList();
    }
}
