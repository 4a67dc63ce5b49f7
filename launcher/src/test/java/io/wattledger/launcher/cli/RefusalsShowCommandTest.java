package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What people read of one refused event. */
class RefusalsShowCommandTest {

    @Test
    void saysThatWhatIsNoTextIsShownInBase64() throws IOException {
        assertThat(printed("""
                {"refusal": {"id": "ref_1", "bytes": 3}, "sentHeaders": {}, "isWhole": true, "content": {"base64": "/wAB"}}""")).endsWith("""
                        sent, 3 bytes
                          no text in UTF-8, shown in Base64:
                          /wAB
                        """);
    }

    @Test
    void showsTextWithoutItsControlCharacters() throws IOException {
        assertThat(printed("""
                {"refusal": {"id": "ref_1", "bytes": 9}, "sentHeaders": {"ce_id": "a\\u001b[1m"}, "isWhole": false,
                 "content": {"text": "{\\n\\u0007"}}""")).endsWith("""
                        headers
                          ce_id: a\\u001B[1m
                        sent, 9 bytes, of which the beginning is kept
                          {
                        \\u0007
                        """);
    }

    private static String printed(String shown) throws IOException {
        var bytes = new ByteArrayOutputStream();
        RefusalsShowCommand.print(
                WireJson.newMapper().readTree(shown), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
