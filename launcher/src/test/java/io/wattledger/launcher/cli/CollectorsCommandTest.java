package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read of collectors. */
class CollectorsCommandTest {

    @Test
    void showsWhoIsSilent() throws IOException {
        List<JsonNode> collectors = new ArrayList<>();
        WireJson.newMapper().readTree("""
                [{"site": "narvik", "tenant": "-", "collector": "/slurm", "state": "active", "isSilent": true,
                  "completeUntil": "2026-10-14T12:00:00Z", "advancedAt": "2026-10-14T12:01:00Z"},
                 {"site": "narvik", "tenant": "a", "collector": "/old", "state": "retired", "isSilent": false,
                  "completeUntil": "2026-09-01T00:00:00Z", "advancedAt": "2026-10-01T00:00:00Z"}]""").forEach(collectors::add);

        assertThat(printed(collectors)).isEqualTo("""
                  site    tenant  collector  state    complete until        moved last
                  narvik  -       /slurm     silent   2026-10-14T12:00:00Z  2026-10-14T12:01:00Z
                  narvik  a       /old       retired  2026-09-01T00:00:00Z  2026-10-01T00:00:00Z
                """);
        assertThat(printed(List.of())).startsWith("No collector says how far it has come");
    }

    private static String printed(List<JsonNode> collectors) {
        var bytes = new ByteArrayOutputStream();
        CollectorsCommand.print(collectors, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
