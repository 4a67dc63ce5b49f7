package io.wattledger.launcher.invoices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.contracts.Sha256;
import io.wattledger.launcher.InputFault;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of an invoice is to be given back: some lines, an amount, or all that is left where neither is named.
 *
 * @param reason why; it stays in the books
 * @param statement words for the customer, which stand on the documents; absent where there are none
 * @param lines lines of the invoice
 * @param amount without VAT, in the invoice's currency
 * @param issueDate of the credit note; absent means today
 */
public record CreditOrder(
        String reason,
        @Nullable String statement,
        List<Line> lines,
        @Nullable BigDecimal amount,
        @Nullable LocalDate issueDate) {

    private static final Pattern LINE = Pattern.compile("(\\d{1,9})(?:=(\\d{1,15}(?:\\.\\d{1,4})?))?");

    /** Copies the list. */
    public CreditOrder {
        lines = List.copyOf(lines);
        if (!lines.isEmpty() && amount != null) {
            throw InputFault.ofCommandLine(
                    "--line and --amount cannot stand together: say which lines, or how much of all of them");
        }
    }

    /**
     * A line that is credited.
     *
     * @param number on the invoice
     * @param amount without VAT; absent means all that is left of it
     */
    public record Line(int number, @Nullable BigDecimal amount) {

        /**
         * A line as it is written on a command line: {@code 3} or {@code 3=12.50}.
         *
         * @throws InputFault when it is neither
         */
        public static Line of(String text) {
            Matcher line = LINE.matcher(text);
            if (!line.matches()) {
                throw InputFault.ofCommandLine(
                        "--line '" + text + "' is neither a line number nor NUMBER=AMOUNT, such as 3=12.50");
            }
            String amount = line.group(2);
            return new Line(Integer.parseInt(line.group(1)), amount == null ? null : new BigDecimal(amount));
        }
    }

    /** The request as billing takes it. */
    JsonNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason);
        if (statement != null) {
            body.put("statement", statement);
        }
        for (Line line : lines) {
            ObjectNode entry = body.withArray("lines").addObject().put("line", line.number());
            if (line.amount() != null) {
                entry.put("amount", line.amount().toPlainString());
            }
        }
        if (amount != null) {
            body.put("amount", amount.toPlainString());
        }
        if (issueDate != null) {
            body.put("issueDate", issueDate.toString());
        }
        return body;
    }

    /** The same for the same order of the same invoice, so that a command that is repeated credits once. */
    String idempotencyKey(String number) {
        return "credit-" + Sha256.hex(number + "\n" + body());
    }
}
