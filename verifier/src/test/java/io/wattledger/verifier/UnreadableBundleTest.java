package io.wattledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is no whole bundle is refused, with the part that is wrong. */
class UnreadableBundleTest {

    private static final ARatedMonth MONTH = new ARatedMonth(7_200_000, 1);

    private static final SortedMap<String, byte[]> PARTS =
            ABundle.parts(ABundle.october(), ABundle.NUMBER, MONTH, Map.of());

    @Test
    void namesPartsThatAreMissingOrAdded() throws IOException {
        SortedMap<String, byte[]> less = new TreeMap<>(PARTS);
        less.remove(BundleParts.USAGE);
        assertThat(ABundle.verified(zip(manifestOf(PARTS), less, ZipEntry.STORED))
                        .damage())
                .containsExactly("part '" + BundleParts.USAGE + "' is missing");
        SortedMap<String, byte[]> more = new TreeMap<>(PARTS);
        more.put("usage/more.json", ABundle.bytes("{}"));
        assertThat(ABundle.verified(zip(manifestOf(PARTS), more, ZipEntry.STORED))
                        .damage())
                .containsExactly("part 'usage/more.json' is not in the manifest");
        assertThat(ABundle.verified(ABundle.archive(less)).damage())
                .singleElement()
                .asString()
                .contains(BundleParts.USAGE);
    }

    @Test
    void refusesNamesThatLeadOutAndPartsThatWouldGrow() throws IOException {
        for (String name : List.of("../x", "/etc/passwd", "a/../b", "a//b", "a\\b", ".hidden")) {
            SortedMap<String, byte[]> parts = new TreeMap<>(Map.of(name, ABundle.bytes("x")));
            assertThat(ABundle.verified(zip(manifestOf(parts), parts, ZipEntry.STORED))
                            .damage())
                    .as(name)
                    .singleElement()
                    .asString()
                    .contains("leads out of the bundle");
        }
        SortedMap<String, byte[]> bomb = new TreeMap<>(Map.of("usage/records.json", new byte[50_000_000]));
        assertThat(ABundle.verified(zip(manifestOf(bomb), bomb, ZipEntry.DEFLATED))
                        .damage())
                .singleElement()
                .asString()
                .contains("is compressed");
        assertThat(ABundle.verified(ABundle.bytes("no zip")).damage())
                .singleElement()
                .asString()
                .contains("manifest.json is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                        | there must be an object",
                "{}                                        | there must be a list 'records'",
                "{\"records\":{}}                          | there must be one list 'records'",
                "{\"records\":[],\"records\":[]}           | there must be one list 'records'",
                "{\"records\":[null]}                      | there must be an object in 'records'",
                "{\"records\":[]} {}                       | there must be nothing after the object",
                "{\"records\":[{}]}                        | Missing required creator property 'tenant'",
                "{\"records\":[                            | Unexpected end-of-input",
            })
    void refusesRecordsThatAreNone(String content, String why) {
        SortedMap<String, byte[]> parts = new TreeMap<>(PARTS);
        parts.put(BundleParts.USAGE, ABundle.bytes(content));

        assertThat(ABundle.verified(ABundle.archive(parts)).damage())
                .singleElement()
                .asString()
                .startsWith("part '" + BundleParts.USAGE + "' cannot be read: ")
                .contains(why);
    }

    private static byte[] manifestOf(SortedMap<String, byte[]> parts) {
        return WireJson.write(
                EvidenceBundle.of(ARatedMonth.TENANT, ABundle.NUMBER, parts).manifest());
    }

    private static byte[] zip(byte[] manifest, SortedMap<String, byte[]> parts, int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(method);
            add(zip, EvidenceBundle.MANIFEST, manifest, method);
            for (var part : parts.entrySet()) {
                add(zip, part.getKey(), part.getValue(), method);
            }
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (method == ZipEntry.STORED) {
            var checksum = new CRC32();
            checksum.update(content);
            entry.setCrc(checksum.getValue());
            entry.setSize(content.length);
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
