package io.wattledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.contracts.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever of a bundle is changed is found and named. */
class ForgedBundleTest {

    private static final ARatedMonth MONTH = new ARatedMonth(7_200_000, 1);

    private static final SortedMap<String, byte[]> PARTS =
            ABundle.parts(ABundle.october(), ABundle.NUMBER, MONTH, Map.of());

    @Test
    void namesEveryPartOfWhichOneByteIsChanged() {
        for (String name : PARTS.keySet()) {
            byte[] archive = ABundle.archive(PARTS);
            archive[placeOf(archive, PARTS.get(name))] ^= 1;
            Report report = ABundle.verified(archive);
            assertThat(report.equal()).as(name).isFalse();
            assertThat(report.damage()).as(name).anyMatch(fault -> fault.contains("'" + name + "'"));
        }
    }

    @Test
    void findsAChangeOfAnyByteOfTheArchive() {
        byte[] archive = ABundle.archive(PARTS);
        for (int place = 0; place < archive.length; place += 997) {
            byte[] changed = archive.clone();
            changed[place] ^= 1;
            assertThat(ABundle.verified(changed).equal()).as("byte " + place).isFalse();
        }
    }

    /** Whoever changes a figure can write the manifest anew; then the computation tells. */
    @ParameterizedTest
    @CsvSource({
        "rating/inputs/, '\"milliGpuSeconds\":7200000', '\"milliGpuSeconds\":7200001'",
        "rating/inputs/, '\"value\":\"34.04\"', '\"value\":\"34.05\"'",
        "rating/inputs/, '\"pricePerGpuHour\":\"24.90\"', '\"pricePerGpuHour\":\"24.91\"'",
    })
    void namesAnInputWhoseHashIsNoLongerItsName(String lead, String before, String after) {
        SortedMap<String, byte[]> parts = new TreeMap<>(PARTS);
        String name = parts.entrySet().stream()
                .filter(part -> part.getKey().startsWith(lead)
                        && ABundle.text(part.getValue()).contains(before))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        parts.put(name, ABundle.bytes(ABundle.text(parts.get(name)).replace(before, after)));

        assertThat(ABundle.verified(ABundle.archive(parts)).damage())
                .singleElement()
                .asString()
                .contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"milliGpuSeconds\":7200000', '\"milliGpuSeconds\":7200001'",
        "'\"value\":\"34.04\"', '\"value\":\"34.05\"'",
        "'\"pricePerGpuHour\":\"24.90\"', '\"pricePerGpuHour\":\"24.91\"'",
        "'\"rate\":\"11.50\"', '\"rate\":\"11.51\"'",
        "'\"value\":\"1.10\"', '\"value\":\"1.11\"'",
    })
    void ratesOtherwiseWhereAnInputWasReplacedWithAllHashes(String before, String after) {
        SortedMap<String, byte[]> parts = new TreeMap<>(PARTS);
        replaceWithHashes(parts, before, after);

        Report report = ABundle.verified(ABundle.archive(parts));

        assertThat(report.damage()).isEmpty();
        assertThat(report.records())
                .isNotEmpty()
                .allMatch(check ->
                        check.difference() != null && check.difference().contains("stated"));
        assertThat(report.lines()).anyMatch(line -> !line.check().equal());
        assertThat(report.equal()).isFalse();
    }

    @Test
    void namesAChangedCharge() {
        Report report = changed(BundleParts.USAGE, json -> json.replaceFirst("\"amount\":\"(\\d)", "\"amount\":\"9$1"));
        assertThat(report.records()).singleElement().satisfies(check -> {
            assertThat(check.what()).startsWith(ARatedMonth.TENANT + "/default/site/sku/");
            assertThat(check.difference()).startsWith("/charges/0/amount: stated 9");
        });
        assertThat(report.equal()).isFalse();
    }

    @Test
    void namesAChangedTotal() {
        Report report = changed(
                BundleParts.MODEL,
                json -> json.replaceFirst("\"payable\":\\{\"amount\":\"", "\"payable\":{\"amount\":\"1"));
        assertThat(report.forms().totals().equal()).isFalse();
        assertThat(report.forms().totals().difference()).contains("/payable/amount: stated 1");
        assertThat(report.lines()).allMatch(line -> line.check().equal());
    }

    @Test
    void namesAChangedLineByItsFirstDifferentFigure() {
        Report report = changed(BundleParts.MODEL, json -> json.replaceFirst("\"exact\":\"", "\"exact\":\"1"));
        assertThat(report.lines())
                .filteredOn(line -> !line.check().equal())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.check().what()).startsWith("line 1 ");
                    assertThat(line.check().difference()).startsWith("/quantity/exact: stated 1");
                });
        assertThat(ReportText.of(report)).contains("NOT EQUAL", "/quantity/exact: stated 1", "RESULT  NOT EQUAL");
    }

    @Test
    void namesAnIssuedFormThatIsNotWhatComesOut() {
        Report report = changed("documents/peppol-bis.xml", xml -> xml.replaceFirst("Havvik", "Hadvik"));
        assertThat(report.forms().computed())
                .filteredOn(check -> !check.equal())
                .singleElement()
                .extracting(Report.Check::what)
                .isEqualTo("documents/peppol-bis.xml");
    }

    /** A corrected month is there twice, and most of its records are the same. */
    @Test
    void countsARecordOnceHoweverOftenItIsThere() {
        Report report = changed(
                BundleParts.USAGE,
                json -> json.replaceFirst(
                        "\\{\"records\":\\[(\\{.*?\"revision\":.*?\\}),\\{\"tenant\"",
                        "{\"records\":[$1,$1,{\"tenant\""));
        assertThat(report.records()).isEmpty();
        assertThat(report.recordsEqual()).isEqualTo(MONTH.records().size());
    }

    /** The report of a bundle of which one part was changed, with a manifest that says so. */
    private static Report changed(String name, UnaryOperator<String> change) {
        SortedMap<String, byte[]> parts = new TreeMap<>(PARTS);
        String before = ABundle.text(parts.get(name));
        String after = change.apply(before);
        assertThat(after).as("the change finds its place").isNotEqualTo(before);
        parts.put(name, ABundle.bytes(after));
        Report report = ABundle.verified(ABundle.archive(parts));
        assertThat(report.damage()).isEmpty();
        assertThat(report.equal()).isFalse();
        return report;
    }

    /** Replaces text in inputs and writes all names of inputs anew, as a careful forger would. */
    private static void replaceWithHashes(SortedMap<String, byte[]> parts, String before, String after) {
        SortedMap<String, String> renamed = new TreeMap<>();
        boolean found = false;
        for (String name : List.copyOf(parts.keySet())) {
            if (name.startsWith(BundleParts.INPUTS)
                    && ABundle.text(parts.get(name)).contains(before)) {
                rename(parts, name, ABundle.text(parts.get(name)).replace(before, after), renamed);
                found = true;
            }
        }
        assertThat(found).as("an input has " + before).isTrue();
        while (!renamed.isEmpty()) {
            String old = renamed.firstKey();
            String now = renamed.remove(old);
            for (String name : List.copyOf(parts.keySet())) {
                String text = ABundle.text(parts.get(name));
                if (name.startsWith(BundleParts.INPUTS) && text.contains(old)) {
                    rename(parts, name, text.replace(old, now), renamed);
                } else if (name.equals(BundleParts.BASES)) {
                    parts.put(name, ABundle.bytes(text.replace(old, now)));
                }
            }
        }
    }

    private static void rename(
            SortedMap<String, byte[]> parts, String name, String content, SortedMap<String, String> renamed) {
        parts.remove(name);
        String now = Sha256.hex(ABundle.bytes(content));
        parts.put(BundleParts.input(now), ABundle.bytes(content));
        String old = name.substring(BundleParts.INPUTS.length(), name.length() - ".json".length());
        renamed.replaceAll((key, value) -> value.equals(old) ? now : value);
        renamed.put(old, now);
    }

    private static int placeOf(byte[] archive, byte[] content) {
        for (int place = 0; place <= archive.length - content.length; place++) {
            if (Arrays.equals(archive, place, place + content.length, content, 0, content.length)) {
                return place + content.length / 2;
            }
        }
        throw new AssertionError("no such content");
    }
}
