package io.wattledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.account.ContractVat;
import io.wattledger.billing.account.Resold;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.EvidenceBundle;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.tax.Determination;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An untouched bundle computes to its document; whatever is changed is found and named. */
class VerifyBundleTest {

    private static final ARatedMonth MONTH = new ARatedMonth(7_200_000, 1);
    private static final SortedMap<String, byte[]> PARTS =
            ABundle.parts(ABundle.october(), ABundle.NUMBER, MONTH, Map.of());

    @Test
    void computesAnInvoiceOfEveryKindOfComponentAgain() {
        Report report = ABundle.verified(ABundle.archive(PARTS));

        assertThat(report.damage()).isEmpty();
        assertThat(report.records()).isEmpty();
        assertThat(report.lines()).allMatch(line -> line.check().equal()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(report.forms().computed())
                .allMatch(Report.Check::equal)
                .extracting(Report.Check::what)
                .containsExactly("documents/csv.csv", "documents/json.json", "documents/peppol-bis.xml");
        assertThat(report.forms().onlyHashed()).singleElement().asString().startsWith("documents/pdf.pdf ");
        assertThat(report.equal()).isTrue();
        assertThat(report.recordsEqual()).isEqualTo(MONTH.records().size()).isGreaterThan(10);
        assertThat(ReportText.of(report)).contains("line 1  ", "RESULT  EQUAL").doesNotContain("NOT EQUAL");
    }

    @Test
    void computesAgainWhatIsBilledToAReseller() {
        Resold resold = new Resold(ARatedMonth.TENANT, "Havvik kommune", Instant.EPOCH, null, "market", "c-2026");
        InvoiceBasis.OfMonth unnamed = ABundle.october();
        SortedMap<String, String> users = new TreeMap<>();
        MONTH.records().forEach(record -> users.put(resold.billed(record).project(), "Havvik kommune"));
        InvoiceBasis.OfMonth basis = new InvoiceBasis.OfMonth(
                unnamed.legalEntity(),
                unnamed.buyer(),
                unnamed.contract(),
                unnamed.month(),
                unnamed.names().usedBy(users),
                unnamed.corrected(),
                unnamed.commercial(),
                unnamed.decided());
        SortedMap<String, byte[]> parts = ABundle.parts(basis, ABundle.NUMBER, MONTH, Map.of(), resold::billed);

        assertThat(text(parts.get("documents/json.json"))).contains("\"usedBy\":\"Havvik kommune\"");
        Report report = ABundle.verified(ABundle.archive(parts));

        assertThat(report.records()).isEmpty();
        assertThat(report.recordsEqual()).isEqualTo(MONTH.records().size());
        assertThat(report.lines())
                .extracting(line -> line.check().what())
                .anyMatch(what -> what.contains("project " + ARatedMonth.TENANT + " › "));
        assertThat(report.equal()).isTrue();
    }

    @Test
    void computesADocumentAgainWhoseTaxTheRulesDecided() {
        InvoiceBasis.OfMonth stated = ABundle.october();
        Contract c = stated.contract();
        Contract silent = new Contract(
                c.id(), c.legalEntity(), c.term(), c.tariff(), c.currency(), c.billing(), c.references(), null);
        Determination decided =
                ContractVat.on(silent, stated.legalEntity().seller(), stated.buyer(), LocalDate.of(2026, 10, 31));
        InvoiceBasis.OfMonth basis = new InvoiceBasis.OfMonth(
                stated.legalEntity(),
                stated.buyer(),
                silent,
                stated.month(),
                stated.names(),
                stated.corrected(),
                stated.commercial(),
                new InvoiceBasis.Decided(((Determination.Decided) decided).treatment(), null));
        SortedMap<String, byte[]> parts = ABundle.parts(basis, ABundle.NUMBER, MONTH, Map.of());

        assertThat(text(parts.get("documents/json.json"))).contains("\"rule\":\"no-domestic\"");
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isTrue();

        parts.put(
                BundleParts.BASIS,
                bytes(text(parts.get(BundleParts.BASIS)).replace("\"ratePercent\":\"25\"", "\"ratePercent\":\"15\"")));
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isFalse();
    }

    @Test
    void givesTheSameBytesForTheSameParts() {
        SortedMap<String, byte[]> again =
                ABundle.parts(ABundle.october(), ABundle.NUMBER, new ARatedMonth(7_200_000, 1), Map.of());
        assertThat(ABundle.archive(again)).isEqualTo(ABundle.archive(PARTS));
    }

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
                .filter(part ->
                        part.getKey().startsWith(lead) && text(part.getValue()).contains(before))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        parts.put(name, bytes(text(parts.get(name)).replace(before, after)));

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

    @Test
    void namesPartsThatAreMissingOrAdded() throws IOException {
        SortedMap<String, byte[]> less = new TreeMap<>(PARTS);
        less.remove(BundleParts.USAGE);
        assertThat(ABundle.verified(zip(manifestOf(PARTS), less, ZipEntry.STORED))
                        .damage())
                .containsExactly("part '" + BundleParts.USAGE + "' is missing");
        SortedMap<String, byte[]> more = new TreeMap<>(PARTS);
        more.put("usage/more.json", bytes("{}"));
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
            SortedMap<String, byte[]> parts = new TreeMap<>(Map.of(name, bytes("x")));
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
        assertThat(ABundle.verified(bytes("no zip")).damage())
                .singleElement()
                .asString()
                .contains("manifest.json is missing");
    }

    @Test
    void computesCorrectionsAndCreditNotesAgain() {
        Invoice invoice =
                ABundle.again(ABundle.october(), MONTH.records(), Map.of()).document(ABundle.NUMBER, ABundle.ISSUED);
        ARatedMonth dearer = new ARatedMonth(8_100_000, 2);
        ARatedMonth cheaper = new ARatedMonth(6_300_000, 2);
        Map<String, Invoice> related = Map.of(ABundle.NUMBER, invoice);

        verify(new InvoiceBasis.OfIncrease(then(dearer), null), dearer, related);
        verify(
                new InvoiceBasis.OfDecrease(
                        ABundle.NUMBER,
                        Remainder.whole(invoice).left(),
                        then(cheaper),
                        Remainder.whole(invoice).across()),
                cheaper,
                related);
        verify(
                new InvoiceBasis.OfCredit(
                        ABundle.NUMBER,
                        Remainder.whole(invoice).left(),
                        new CreditRequest.ByAmount(new BigDecimal("100.00")),
                        Remainder.whole(invoice).across()),
                MONTH,
                related);
    }

    @Test
    void computesCorrectionsAgainWhoseUsageTheBooksHave() {
        Invoice invoice =
                ABundle.again(ABundle.october(), MONTH.records(), Map.of()).document(ABundle.NUMBER, ABundle.ISSUED);
        ARatedMonth dearer = new ARatedMonth(8_100_000, 2);
        MonthThen copied = then(dearer);
        SortedMap<String, byte[]> parts = ABundle.parts(
                new InvoiceBasis.OfIncrease(copied, null),
                "NO26-000002",
                dearer.with(MONTH),
                Map.of(ABundle.NUMBER, invoice));
        MonthThen inBooks = MonthThen.inBooks(
                copied.number(),
                copied.effects(),
                copied.names(),
                null,
                new MonthThen.InBooks(List.of(ABundle.NUMBER), null),
                null);
        parts.put(BundleParts.BASIS, WireJson.write(new InvoiceBasis.OfIncrease(inBooks, null), InvoiceBasis.class));
        parts.put(BundleParts.invoiced(ABundle.NUMBER), WireJson.write(new BundleParts.Usage(copied.copiedInvoiced())));
        parts.put(BundleParts.rated(ABundle.NUMBER), WireJson.write(new BundleParts.Usage(copied.copiedRated())));

        Report report = ABundle.verified(ABundle.archive(parts));
        assertThat(report.equal()).isTrue();
        assertThat(report.recordsEqual())
                .isEqualTo(Set.copyOf(Stream.concat(copied.copiedInvoiced().stream(), copied.copiedRated().stream())
                                .toList())
                        .size());

        String rated = text(parts.get(BundleParts.rated(ABundle.NUMBER)));
        parts.put(
                BundleParts.rated(ABundle.NUMBER), bytes(rated.replaceFirst("\"amount\":\"(\\d)", "\"amount\":\"9$1")));
        Report changed = ABundle.verified(ABundle.archive(parts));
        assertThat(changed.records())
                .singleElement()
                .satisfies(check -> assertThat(check.difference()).startsWith("/charges/0/amount: stated 9"));
        assertThat(changed.lines()).anyMatch(line -> !line.check().equal());

        parts.remove(BundleParts.invoiced(ABundle.NUMBER));
        assertThat(ABundle.verified(ABundle.archive(parts)).damage())
                .containsExactly(
                        "part '" + BundleParts.invoiced(ABundle.NUMBER) + "' is missing and not in the manifest");
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
        parts.put(BundleParts.USAGE, bytes(content));

        assertThat(ABundle.verified(ABundle.archive(parts)).damage())
                .singleElement()
                .asString()
                .startsWith("part '" + BundleParts.USAGE + "' cannot be read: ")
                .contains(why);
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

    private static MonthThen then(ARatedMonth revised) {
        return MonthThen.copied(
                ABundle.NUMBER,
                List.of(),
                MONTH.records(),
                revised.records(),
                ABundle.october().names(),
                null);
    }

    private static void verify(InvoiceBasis basis, ARatedMonth month, Map<String, Invoice> related) {
        SortedMap<String, byte[]> parts = ABundle.parts(basis, "NO26-000002", month.with(MONTH), related);
        Report report = ABundle.verified(ABundle.archive(parts));
        assertThat(report.damage()).isEmpty();
        assertThat(report.records()).isEmpty();
        assertThat(report.equal()).as(basis.getClass().getSimpleName()).isTrue();
        assertThat(report.recordsEqual())
                .isEqualTo(basis.months().isEmpty() ? 0 : month.records().size());
    }

    /** The report of a bundle of which one part was changed, with a manifest that says so. */
    private static Report changed(String name, UnaryOperator<String> change) {
        SortedMap<String, byte[]> parts = new TreeMap<>(PARTS);
        String before = text(parts.get(name));
        String after = change.apply(before);
        assertThat(after).as("the change finds its place").isNotEqualTo(before);
        parts.put(name, bytes(after));
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
            if (name.startsWith(BundleParts.INPUTS) && text(parts.get(name)).contains(before)) {
                rename(parts, name, text(parts.get(name)).replace(before, after), renamed);
                found = true;
            }
        }
        assertThat(found).as("an input has " + before).isTrue();
        while (!renamed.isEmpty()) {
            String old = renamed.firstKey();
            String now = renamed.remove(old);
            for (String name : List.copyOf(parts.keySet())) {
                String text = text(parts.get(name));
                if (name.startsWith(BundleParts.INPUTS) && text.contains(old)) {
                    rename(parts, name, text.replace(old, now), renamed);
                } else if (name.equals(BundleParts.BASES)) {
                    parts.put(name, bytes(text.replace(old, now)));
                }
            }
        }
    }

    private static void rename(
            SortedMap<String, byte[]> parts, String name, String content, SortedMap<String, String> renamed) {
        parts.remove(name);
        String now = Sha256.hex(bytes(content));
        parts.put(BundleParts.input(now), bytes(content));
        String old = name.substring(BundleParts.INPUTS.length(), name.length() - ".json".length());
        renamed.replaceAll((key, value) -> value.equals(old) ? now : value);
        renamed.put(old, now);
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

    private static int placeOf(byte[] archive, byte[] content) {
        for (int place = 0; place <= archive.length - content.length; place++) {
            if (Arrays.equals(archive, place, place + content.length, content, 0, content.length)) {
                return place + content.length / 2;
            }
        }
        throw new AssertionError("no such content");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
