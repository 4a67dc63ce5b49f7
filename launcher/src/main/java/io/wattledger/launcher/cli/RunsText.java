package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Invoice runs as people read them. */
final class RunsText {

    /** Outcomes, reached or previewed, after which somebody must look. */
    private static final Set<String> TO_BE_LOOKED_AT = Set.of("held", "parked", "changed-after-issue");

    private RunsText() {}

    /** Whether a contract's month was held or parked, or would be. */
    static boolean needsAttention(JsonNode run) {
        for (JsonNode item : run.path("items")) {
            if (TO_BE_LOOKED_AT.contains(outcome(item))) {
                return true;
            }
        }
        return false;
    }

    static void printList(JsonNode runs, PrintStream out) {
        if (runs.isEmpty()) {
            out.println("No month was closed yet.");
            return;
        }
        var table =
                new TextTable("run", "state", "months", "asked for at", "by", "issue date", ">contracts", "outcomes");
        for (JsonNode run : runs) {
            List<String> outcomes = new ArrayList<>();
            run.path("outcomes")
                    .properties()
                    .forEach(outcome -> outcomes.add(outcome.getValue().asText() + " " + outcome.getKey()));
            table.row(
                    run.path("id").asText(),
                    run.path("state").asText(),
                    words(run.path("periods")),
                    run.path("requestedAt").asText(),
                    run.path("requestedBy").asText(),
                    run.path("issueDate").asText(),
                    run.path("items").asText(),
                    outcomes.isEmpty() ? "-" : String.join(", ", outcomes));
        }
        table.print(out);
    }

    static void printRun(JsonNode run, PrintStream out) {
        out.println("run " + run.path("id").asText() + ", " + run.path("state").asText() + ", asked for by "
                + run.path("requestedBy").asText() + " at "
                + run.path("requestedAt").asText() + ", issue date "
                + run.path("issueDate").asText());
        if (run.hasNonNull("approvedBy")) {
            out.println("approved by " + run.path("approvedBy").asText() + " at "
                    + run.path("approvedAt").asText());
        }
        if (run.hasNonNull("stoppedBy")) {
            out.println("stopped by " + run.path("stoppedBy").asText() + " at "
                    + run.path("stoppedAt").asText());
        }
        var table = new TextTable("tenant", "contract", "month", "outcome", "documents");
        for (JsonNode item : run.path("items")) {
            table.row(
                    item.path("tenant").asText(),
                    item.path("contract").asText(),
                    item.path("period").asText(),
                    item.hasNonNull("outcome")
                            ? outcome(item)
                            : item.has("preview") ? "would be " + outcome(item) : "-",
                    item.hasNonNull("outcome") ? words(item.path("documents")) : previewed(item));
        }
        table.print(out);
        for (JsonNode item : run.path("items")) {
            JsonNode reasons = item.hasNonNull("outcome")
                    ? item.path("reasons")
                    : item.path("preview").path("reasons");
            for (JsonNode reason : reasons) {
                out.println(item.path("tenant").asText() + ", "
                        + item.path("contract").asText() + ", "
                        + item.path("period").asText() + ": "
                        + reason.path("code").asText() + ": "
                        + reason.path("detail").asText());
            }
        }
    }

    private static String outcome(JsonNode item) {
        return item.path("outcome").asText(item.path("preview").path("outcome").asText());
    }

    private static String previewed(JsonNode item) {
        List<String> documents = new ArrayList<>();
        for (JsonNode document : item.path("preview").path("documents")) {
            documents.add(document.path("type").asText() + " of "
                    + document.path("payable").asText() + " "
                    + document.path("currency").asText());
        }
        return documents.isEmpty() ? "-" : String.join(", ", documents);
    }

    private static String words(JsonNode texts) {
        List<String> words = new ArrayList<>();
        texts.forEach(text -> words.add(text.asText()));
        return words.isEmpty() ? "-" : String.join(", ", words);
    }
}
