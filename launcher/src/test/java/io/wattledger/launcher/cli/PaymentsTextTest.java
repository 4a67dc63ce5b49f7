package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read of bank statements. */
class PaymentsTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | 0 | october.xml: 2 transactions, 0 known before
            true  | 1 | october.xml: 2 transactions, 1 known before
            true  | 2 | october.xml: 2 transactions, all known before from other files; nothing of it is new
            false | 0 | october.xml: was imported before, at 2026-11-02T08:00:00Z by ada; nothing of it is new
            """)
    void saysWhatIsNewAndWhatWaits(boolean isNew, int known, String first) throws IOException {
        JsonNode taken = WireJson.newMapper().readTree("""
                {"transactions": 2, "known": %d, "receivedAt": "2026-11-02T08:00:00Z", "receivedBy": "ada",
                 "byStatus": {"matched": 1, "unmatched": 1}}""".formatted(known));
        JsonNode waiting = WireJson.newMapper().readTree("""
                {"items": [{"id": "btx_1", "bookedOn": "2026-10-31", "amount": {"amount": "12.50", "currency": "NOK"},
                            "reason": "no-reference", "detail": "names no invoice"}]}""");
        var bytes = new ByteArrayOutputStream();

        PaymentsText.printTaken(
                "october.xml", taken, isNew, waiting, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(first + """

                  matched    1
                  unmatched  1
                btx_1 2026-10-31 12.50 NOK: no-reference, names no invoice
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"items": []}                       | ''
            {"items": [], "nextCursor": null}   | ''
            {"items": [], "nextCursor": "abc"}  | ... and more: GET http://billing/list?limit=500&cursor=abc
            """)
    void saysWhereMoreIsThanItPrints(String waiting, String words) throws IOException {
        var bytes = new ByteArrayOutputStream();

        PaymentsText.printRest(
                WireJson.newMapper().readTree(waiting),
                "http://billing/list?limit=500",
                new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8).strip()).isEqualTo(words);
    }
}
