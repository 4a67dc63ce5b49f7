package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.refusals.RefusalDesk;
import java.util.Map;

/** What came of refusals, for people and for programs. */
final class RefusalsText {

    private RefusalsText() {}

    static void print(RefusalDesk.Decisions done, Shared shared) {
        if (shared.asJson()) {
            Shared.printJson(Map.of("items", done.items(), "passedOver", done.passedOver()));
            return;
        }
        for (JsonNode item : done.items()) {
            String why = item.hasNonNull("code")
                    ? ", " + item.path("code").asText() + ": "
                            + item.path("detail").asText()
                    : "";
            Shared.out()
                    .println(
                            item.path("id").asText() + " " + item.path("action").asText() + why);
        }
        Shared.out()
                .println(done.count("replayed") + " replayed, " + done.count("refused-again") + " refused again, "
                        + done.count("conflict") + " in conflict, " + done.count("discarded") + " discarded, "
                        + done.passedOver() + " passed over");
    }
}
