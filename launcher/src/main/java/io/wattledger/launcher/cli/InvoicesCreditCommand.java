package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.invoices.CreditOrder;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues a credit note. */
@Command(
        name = "credit",
        mixinStandardHelpOptions = true,
        description = {
            "Issues a credit note: of named lines, of an amount, or of all that is left.",
            "The same command repeated within a week changes nothing and shows the same credit note."
        })
final class InvoicesCreditCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "NUMBER", description = "Number of the invoice.")
    private String number = "";

    @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why; it stays in the books.")
    private String reason = "";

    @Option(
            names = "--statement",
            paramLabel = "WORDS",
            description = "Words for the customer; they stand on the documents after why the note is issued.")
    private @Nullable String statement;

    @Option(
            names = "--line",
            paramLabel = "N[=AMOUNT]",
            description = "A line, in full or with an amount without VAT; may stand several times.")
    private List<String> lines = List.of();

    @Option(names = "--amount", paramLabel = "AMOUNT", description = "An amount without VAT, spread over all lines.")
    private @Nullable BigDecimal amount;

    @Option(names = "--issue-date", paramLabel = "DATE", description = "Date of the credit note. Default: today.")
    private @Nullable LocalDate issueDate;

    @Override
    public Integer call() {
        var order = new CreditOrder(
                reason, statement, lines.stream().map(CreditOrder.Line::of).toList(), amount, issueDate);
        return InvoicesCommand.at(shared, lookup -> {
            JsonNode creditNote = lookup.credit(number, order);
            if (shared.asJson()) {
                Shared.printJson(creditNote);
            } else {
                InvoicesText.printCreditNote(creditNote, Shared.out());
            }
            return ExitCode.DONE;
        });
    }
}
