package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.bill.BillOutcome;
import io.wattledger.launcher.bill.Books;
import io.wattledger.launcher.bill.EventFaults;
import io.wattledger.launcher.bill.Summary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people read at the end of a bill. */
class BillTextTest {

    /** A credit note stood among the invoices, as if its amount were to be paid. */
    @Test
    void tellsWhatIsGivenBackFromWhatIsDue() {
        assertThat(printed("invoice", "credit-note")).contains("""
                Invoices:
                  number  tenant  issued by  period   currency     net    tax  payable
                  NO-0    acme    le         2026-10  NOK       100.00  25.00   125.00

                Credit notes, which give back:
                  number  tenant  issued by  period   currency     net    tax  payable
                  NO-1    acme    le         2026-10  NOK       100.00  25.00   125.00

                """);
        assertThat(printed("invoice", "correction")).doesNotContain("Credit notes");
        assertThat(printed("credit-note")).doesNotContain("Invoices:");
    }

    private static String printed(String... kinds) {
        List<Summary.InvoiceEntry> entries = Stream.of(kinds)
                .map(kind -> new Summary.InvoiceEntry(
                        "NO-" + List.of(kinds).indexOf(kind),
                        kind,
                        "acme",
                        "le",
                        "2026-10",
                        "NOK",
                        new Summary.Amounts("100.00", "25.00", "125.00"),
                        List.of()))
                .toList();
        BigInteger none = BigInteger.ZERO;
        var summary = new Summary(
                new Summary.Usage(new Summary.Total("0"), List.of(), List.of(), List.of()),
                entries,
                List.of(),
                new Books(
                        new Books.Events(0, 0, 0, 0, 0),
                        new Books.GpuTime(none, none, none, none, none, none, none),
                        new Books.Differences(0, none, none, none, none)));
        var bytes = new ByteArrayOutputStream();
        BillText.print(
                new BillOutcome(summary, false, new EventFaults(List.of(), List.of()), List.of()),
                Path.of("/out"),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
