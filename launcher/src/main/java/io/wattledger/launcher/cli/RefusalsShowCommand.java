package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.Shown;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one refused event. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a refused event: why, what was sent, and what was done about it.")
final class RefusalsShowCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the list, such as ref_8c6f….")
    private String id = "";

    @Option(
            names = "--event",
            description = "Print the event alone, in structured mode, to be repaired and handed to replay.")
    private boolean event;

    @Override
    public Integer call() {
        return RefusalsCommand.at(shared, desk -> {
            JsonNode shown = desk.show(id);
            if (event) {
                if (!shown.hasNonNull("event")) {
                    System.err.println(id + ": no event can be made of what was sent; write one and hand it to replay");
                    return ExitCode.INPUT_REFUSED;
                }
                Shared.out().println(shown.path("event").asText());
            } else if (shared.asJson()) {
                Shared.printJson(shown);
            } else {
                print(shown, Shared.out());
            }
            return ExitCode.DONE;
        });
    }

    static void print(JsonNode shown, PrintStream out) {
        JsonNode refusal = shown.path("refusal");
        for (String name : new String[] {
            "id",
            "state",
            "tenant",
            "code",
            "detail",
            "attempts",
            "firstRefusedAt",
            "lastRefusedAt",
            "door",
            "place",
            "source",
            "eventId",
            "eventType",
            "site"
        }) {
            if (refusal.hasNonNull(name)) {
                out.println(
                        "%-15s %s".formatted(name, Shown.line(refusal.path(name).asText())));
            }
        }
        out.println("headers");
        shown.path("sentHeaders")
                .properties()
                .forEach(header -> out.println("  "
                        + Shown.line(header.getKey() + ": " + header.getValue().asText())));
        out.println("sent, " + refusal.path("bytes").asText() + " bytes"
                + (shown.path("isWhole").asBoolean() ? "" : ", of which the beginning is kept"));
        JsonNode content = shown.path("content");
        if (content.hasNonNull("text")) {
            out.println("  " + Shown.text(content.path("text").asText()));
        } else if (content.hasNonNull("base64")) {
            out.println("  no text in UTF-8, shown in Base64:");
            out.println("  " + content.path("base64").asText());
        }
        for (JsonNode step : shown.path("steps")) {
            out.println(step.path("at").asText() + " " + step.path("actor").asText() + ": "
                    + step.path("action").asText() + said(step));
        }
    }

    private static String said(JsonNode step) {
        if (step.hasNonNull("reason")) {
            return ", " + step.path("reason").asText();
        }
        if (step.hasNonNull("code")) {
            return ", " + step.path("code").asText() + ": "
                    + step.path("detail").asText();
        }
        return step.hasNonNull("event")
                ? ", event " + step.path("event").path("id").asText()
                : "";
    }
}
