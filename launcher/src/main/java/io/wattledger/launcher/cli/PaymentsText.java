package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** What people read of bank statements. */
final class PaymentsText {

    private PaymentsText() {}

    /**
     * Prints how the transactions of a file stand.
     *
     * @param file its name
     * @param taken billing's answer
     * @param isNew whether the file was not known before
     * @param waiting the transactions that wait for a person
     */
    static void printTaken(String file, JsonNode taken, boolean isNew, JsonNode waiting, PrintStream out) {
        int transactions = taken.path("transactions").asInt();
        int known = taken.path("known").asInt();
        if (!isNew) {
            out.println("%s: was imported before, at %s by %s; nothing of it is new"
                    .formatted(
                            file,
                            taken.path("receivedAt").asText(),
                            taken.path("receivedBy").asText()));
        } else if (transactions > 0 && known == transactions) {
            out.println("%s: %d transactions, all known before from other files; nothing of it is new"
                    .formatted(file, transactions));
        } else {
            out.println("%s: %d transactions, %d known before".formatted(file, transactions, known));
        }
        taken.path("byStatus")
                .properties()
                .forEach(status -> out.println("  %-10s %d"
                        .formatted(status.getKey(), status.getValue().asInt())));
        for (JsonNode item : waiting.path("items")) {
            out.println("%s %s %s %s: %s, %s"
                    .formatted(
                            item.path("id").asText(),
                            item.path("bookedOn").asText(),
                            item.path("amount").path("amount").asText(),
                            item.path("amount").path("currency").asText(),
                            item.path("reason").asText(),
                            item.path("detail").asText()));
        }
    }

    /**
     * Prints that more wait than were printed, and where they are listed; nothing where these are all.
     *
     * @param waiting billing's answer
     * @param address where it was asked for
     */
    static void printRest(JsonNode waiting, String address, PrintStream out) {
        if (waiting.hasNonNull("nextCursor")) {
            out.println("... and more: GET " + address + "&cursor="
                    + waiting.path("nextCursor").asText());
        }
    }
}
