package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.evidence.EvidenceBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpooledPartsTest {

    /** In whatever order and pieces parts come, the archive has the bytes of one that was made in memory. */
    @Test
    void giveTheArchiveThatPartsInMemoryGive() throws IOException, SQLException {
        Random random = new Random(7);
        SortedMap<String, byte[]> parts = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            byte[] content = new byte[random.nextInt(1 << random.nextInt(18))];
            random.nextBytes(content);
            parts.put("rating/inputs/" + i + ".json", content);
        }
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (SpooledParts spooled = new SpooledParts()) {
            for (String name : parts.reversed().keySet()) {
                spooled.add(name, parts.get(name));
                // What is named by its hash comes again.
                spooled.add(name, parts.get(name));
            }
            spooled.add("usage/records.json", out -> {
                for (String piece : new String[] {"{\"records\":[", "]", "}"}) {
                    out.write(piece.getBytes(StandardCharsets.UTF_8));
                }
            });
            EvidenceBundle.write("havvik", "NO26-000001", spooled.parts(), archive);
        }
        parts.put("usage/records.json", "{\"records\":[]}".getBytes(StandardCharsets.UTF_8));

        assertThat(archive.toByteArray())
                .isEqualTo(EvidenceBundle.of("havvik", "NO26-000001", parts).write());
    }
}
