package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What people read of invoice runs. */
class RunsTextTest {

    private static final String HEAD = """
            "id": "run_1", "requestedAt": "2026-11-02T08:00:00Z", "requestedBy": "ada", "issueDate": "2026-11-02",
            "periods": ["2026-10"]""";

    @Test
    void showsWhatWasIssuedAndWhyTheRestIsHeld() {
        JsonNode run = json("""
                {%s, "state": "finished", "approvedBy": "grace", "approvedAt": "2026-11-02T09:00:00Z", "items": [
                  {"tenant": "a", "contract": "a-26", "period": "2026-10", "outcome": "issued",
                   "documents": ["NO26-000001", "NO26-000002"], "reasons": [],
                   "preview": {"outcome": "issued", "documents": [], "reasons": []}},
                  {"tenant": "b", "contract": "b-26", "period": "2026-10", "outcome": "held", "documents": [],
                   "reasons": [{"code": "price-missing", "detail": "no4 from 10:00 to 10:15"}]}]}
                """.formatted(HEAD));

        assertThat(printed(out -> RunsText.printRun(run, out))).isEqualTo("""
                run run_1, finished, asked for by ada at 2026-11-02T08:00:00Z, issue date 2026-11-02
                approved by grace at 2026-11-02T09:00:00Z
                  tenant  contract  month    outcome  documents
                  a       a-26      2026-10  issued   NO26-000001, NO26-000002
                  b       b-26      2026-10  held     -
                b, b-26, 2026-10: price-missing: no4 from 10:00 to 10:15
                """);
        assertThat(RunsText.needsAttention(run)).isTrue();
    }

    @Test
    void showsWhatAPreviewWouldIssue() {
        JsonNode run = json("""
                {%s, "state": "previewed", "items": [
                  {"tenant": "a", "contract": "a-26", "period": "2026-10", "documents": [], "reasons": [],
                   "preview": {"outcome": "issued", "reasons": [], "documents": [
                     {"type": "invoice", "currency": "NOK", "payable": "125.00"}]}}]}
                """.formatted(HEAD));

        assertThat(printed(out -> RunsText.printRun(run, out)).lines().skip(1).map(String::strip))
                .containsExactly(
                        "tenant  contract  month    outcome          documents",
                        "a       a-26      2026-10  would be issued  invoice of 125.00 NOK");
        assertThat(RunsText.needsAttention(run)).isFalse();
    }

    @Test
    void listsRunsWithTheirOutcomes() {
        JsonNode runs = json("""
                [{%s, "state": "finished", "items": 3, "outcomes": {"held": 1, "issued": 2}}]
                """.formatted(HEAD));

        assertThat(printed(out -> RunsText.printList(runs, out)).lines().map(String::strip))
                .containsExactly(
                        "run    state     months   asked for at          by   issue date  contracts  outcomes",
                        "run_1  finished  2026-10  2026-11-02T08:00:00Z  ada  2026-11-02          3  1 held, 2 issued");
        assertThat(printed(out -> RunsText.printList(json("[]"), out))).isEqualTo("No month was closed yet.\n");
    }

    private static JsonNode json(String text) {
        try {
            return WireJson.newMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String printed(Consumer<PrintStream> print) {
        var bytes = new ByteArrayOutputStream();
        print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
