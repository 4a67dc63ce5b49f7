package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wattledger.acceptance.SuiteCommand.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A month under a tariff with components of every kind of charge, as other tools get it: FOCUS rows whose prices pricing itself
 * knows, and the general ledger as a journal and as SAF-T.
 */
@ResourceLock(SuiteCommand.PORTS)
class PricesAndBooksTest {

    private static final Path SAMPLE = ROOT.resolve("samples/glomfjord-dst");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Behind the components of the sample: months, levies, grid, fees and credits. */
    private static final String MORE_COMPONENTS = """
                      - id: reserved
                        description: Reserved
                        kind: reserved-capacity
                        reservations: [{ sku: h100-sxm, site: glomfjord, gpus: 6, pricePerGpuHour: "1.90", overagePricePerGpuHour: "2.40" }]
                      - id: grid
                        description: Grid
                        kind: fixed-per-kwh
                        measure: FACILITY
                        purpose: GRID
                        sites: [{ site: glomfjord, pricePerKwh: "0.0071" }]
                      - id: levy
                        description: Levy
                        kind: energy-levy
                        country: "NO"
                        rates: [{ taxClass: reduced, validFrom: 2026-01-01, pricePerKwh: "0.0005" }]
                      - id: capacity
                        description: Capacity
                        kind: capacity-charge
                        proration: MONTHS
                        sites: [{ site: glomfjord, kilowatts: "12", pricePerKilowattMonth: "3.5" }]
                      - { id: hall, description: Hall, kind: site-day, sites: [{ site: glomfjord, pricePerDay: "2.50" }] }
                      - { id: guarantees, description: Guarantees, kind: certificates, pricePerCertificate: "0.60" }
                      - { id: help, description: Help, kind: support, components: [reserved], percent: "8" }
                      - { id: floor, description: Floor, kind: minimum-charge, components: [reserved], amountPerMonth: "20000" }
                      - id: up-time
                        description: Up-time
                        kind: sla-credit
                        components: [reserved]
                        thresholds: [{ belowPercent: "99.9", creditPercent: "10" }]
            """;

    /** No component of the day: its days are rated without any charge, and the month charges all of them. */
    private static final String TIERS_ALONE = """
              - id: glomfjord-tiers
                name: Tiers alone
                currency: EUR
                versions:
                  - validFrom: 2026-01-01
                    components:
                      - id: volume
                        description: GPU time by volume
                        kind: tiers
                        mode: GRADUATED
                        scope: { skus: [h100-sxm] }
                        tiers: [{ upToGpuHours: "40", pricePerGpuHour: "2.00" }, { pricePerGpuHour: "1.50" }]
            """;

    private static final String CHART = """
                chart:
                  receivable: "1500"
                  bank: "1920"
                  loss: "7830"
                  rounding: "7770"
                  revenue: [{ account: "3100" }]
                  vat: [{ category: G, rate: "0", taxCode: "52" }]
                  accounts:
                    - { account: "1500", name: Kundefordringer, groupingCategory: balanseverdiForOmloepsmiddel, groupingCode: "1500" }
                    - { account: "1920", name: Bankinnskudd, groupingCategory: balanseverdiForOmloepsmiddel, groupingCode: "1920" }
                    - { account: "3100", name: GPU-timer, groupingCategory: salgsinntekt, groupingCode: "3100" }
                    - { account: "7770", name: Avrunding, groupingCategory: annenDriftskostnad, groupingCode: "7770" }
                    - { account: "7830", name: Tap, groupingCategory: annenDriftskostnad, groupingCode: "7830" }
            """;

    @TempDir
    static Path folder;

    private static SuiteCommand suite;

    @BeforeAll
    static void billAMonth() throws IOException {
        String sample = Files.readString(SAMPLE.resolve("catalog.yaml"));
        String energy = "sites: [{ site: glomfjord, series: NO4-dst, marginPerMwh: \"3.10\" }]\n";
        String series = "    invoiceSeries: { prefix: DST-, digits: 6 }\n";
        String accounts = "\naccounts:\n";
        String account = sample.substring(sample.indexOf(accounts) + accounts.length());
        String pue = "    pue: [{ validFrom: 2026-01-01, value: \"1.10\" }]\n";
        assertThat(sample).contains(energy, series, pue, accounts);
        Path catalog = folder.resolve("catalog.yaml");
        Files.writeString(
                catalog,
                sample.replace(energy, energy + MORE_COMPONENTS)
                                .replace(accounts, TIERS_ALONE + accounts)
                                .replace(series, series + CHART)
                                .replace(
                                        pue,
                                        pue
                                                + "    taxClasses: [{ validFrom: 2026-01-01, name: reduced, evidence: { text: Decision, documentUrl: \"https://nordlys.example/decision.pdf\" } }]\n")
                        + account.replace("nattskift", "tagschicht").replace("glomfjord-eur", "glomfjord-tiers")
                        + """

                availability: [{ site: glomfjord, month: 2026-10, percent: "99.5" }]
                taxExchangeRates: [{ base: EUR, quote: NOK, date: 2026-10-30, rate: "11.7835", source: Norges Bank }]
                """);
        Path usage = folder.resolve("usage.csv");
        // Two GPUs for the first day.
        Files.writeString(
                usage,
                Files.readString(SAMPLE.resolve("usage.csv"))
                        + "one-day,tagschicht,render,h100,2,1790805600,1790892000,glo-n002,glomfjord\n");
        suite = new SuiteCommand(folder.resolve("data"));
        Outcome billed = suite.run(
                SuiteCommand.billOfTheClockChange(catalog, usage, Files.createDirectories(folder.resolve("out"))));
        assertThat(billed.exitCode()).as(billed.output() + billed.errors()).isZero();
        Outcome up = suite.run("up");
        assertThat(up.exitCode()).as(up.errors()).isZero();
    }

    @AfterAll
    static void stop() {
        suite.run("down");
    }

    @Test
    void billsGpuTimeThatIsChargedByTheMonthAlone() throws IOException {
        JsonNode summary = new Books(folder.resolve("out")).summary();
        assertThat(summary.get("invoices"))
                .extracting(invoice -> invoice.get("tenant").asText())
                .containsExactly("nattskift", "tagschicht");
        assertThat(summary.at("/invoices/1/net").asText()).isEqualTo("92.00");
        assertThat(summary.at("/balance/differences"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.asLong()).isZero());
    }

    /** F14 and F23, against the price list of pricing and not against the charges. */
    @Test
    void eachPriceOfTheFocusFilesIsInThePriceListOfPricing() throws IOException, InterruptedException {
        SortedMap<String, Set<String>> skus = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        for (String version : List.of("1.2", "1.4")) {
            Path csv = folder.resolve("focus-" + version + ".csv");
            Outcome saved = suite.run("export", "focus", "--from", "2026-10", "--focus-version", version, "-f", csv);
            assertThat(saved.exitCode()).as(saved.errors()).isZero();
            for (NamedCsvRecord row : rows(csv)) {
                kinds.add(row.getField("ChargeCategory"));
                if (!row.getField("SkuPriceId").isEmpty()) {
                    skus.computeIfAbsent(row.getField("SkuPriceId"), id -> new HashSet<>())
                            .add(row.getField("SkuId"));
                }
            }
        }
        assertThat(kinds).containsExactly("Adjustment", "Credit", "Purchase", "Usage");
        assertThat(skus.keySet().stream().map(id -> id.split("/")[1]))
                .contains(
                        "volume",
                        "reserved",
                        "energy",
                        "grid",
                        "levy",
                        "capacity",
                        "hall",
                        "guarantees",
                        "help",
                        "floor");

        skus.forEach((id, named) -> {
            assertThat(named).as(id).hasSize(1);
            Outcome shown = suite.run("prices", "show", id, "-o", "json");
            assertThat(shown.exitCode()).as(id + " " + shown.errors()).isZero();
            assertThat(read(shown.output()).get("skuPriceId").asText()).isEqualTo(id);
        });
        JsonNode report = read(get("/api/v1/exports/focus/check?periods=2026-10"));
        assertThat(report.get("violations")).as(report.toString()).isEmpty();
        assertThat(report.get("prices").asInt()).isEqualTo(skus.size());
        // A price that nobody asks for is not in the list: the answers above mean something.
        assertThat(suite.run("prices", "show", "glomfjord-eur/nothing/glomfjord/h100-sxm")
                        .exitCode())
                .isNotZero();
    }

    @Test
    void theJournalAndTheSafTFileSayTheSame() throws IOException, XMLStreamException {
        Path journal = folder.resolve("journal.csv");
        Path safT = folder.resolve("saf-t.xml");
        for (Path file : List.of(journal, safT)) {
            String what = file.equals(journal) ? "journal" : "saf-t";
            Object[] export = {"export", what, "--from", "2026-11", "--legal-entity", "nordlys-dst", "-f", file};
            Outcome saved = suite.run(export);
            assertThat(saved.exitCode()).as(saved.output() + saved.errors()).isZero();
            byte[] bytes = Files.readAllBytes(file);
            assertThat(suite.run(export).exitCode()).isNotZero();
            assertThat(file).hasBinaryContent(bytes);
        }

        BigDecimal debit = sum(journal, "debit");
        assertThat(debit).isPositive().isEqualByComparingTo(sum(journal, "credit"));
        List<BigDecimal> payable = new ArrayList<>();
        new Books(folder.resolve("out"))
                .summary()
                .get("invoices")
                .forEach(invoice ->
                        payable.add(new BigDecimal(invoice.get("payable").asText())));
        assertThat(rows(journal))
                .filteredOn(row -> row.getField("account").equals("1500"))
                .extracting(row -> new BigDecimal(row.getField("document_debit")))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactlyElementsOf(payable);
        SortedMap<String, String> header = texts(safT, "AuditFileVersion", "TotalDebit", "TotalCredit", "TaxCode");
        assertThat(header).containsEntry("AuditFileVersion", "1.30").containsEntry("TaxCode", "52");
        assertThat(new BigDecimal(header.get("TotalDebit")))
                .isEqualByComparingTo(header.get("TotalCredit"))
                .isEqualByComparingTo(debit);
    }

    /** From slots, prices and months of every kind of component, by a process of its own. */
    @Test
    void anAuditorComputesEachInvoiceAgain() throws IOException {
        for (JsonNode invoice : new Books(folder.resolve("out")).summary().get("invoices")) {
            String number = invoice.get("number").asText();
            Path bundle = folder.resolve(number + ".zip");
            Outcome saved = suite.run("invoices", "save", number, "--as", "evidence", "-f", bundle);
            assertThat(saved.exitCode()).as(saved.errors()).isZero();

            Outcome verified = suite.run("verify", bundle);

            assertThat(verified.exitCode())
                    .as(verified.output() + verified.errors())
                    .isZero();
            assertThat(verified.output()).contains("RESULT  EQUAL").doesNotContain("NOT EQUAL");
        }
    }

    private static BigDecimal sum(Path csv, String column) throws IOException {
        return rows(csv).stream()
                .map(row -> row.getField(column))
                .filter(text -> !text.isEmpty())
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<NamedCsvRecord> rows(Path csv) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv);
                Stream<NamedCsvRecord> rows = reader.stream()) {
            return rows.toList();
        }
    }

    /** The last text of each of some elements. */
    private static SortedMap<String, String> texts(Path xml, String... names) throws IOException, XMLStreamException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (InputStream in = Files.newInputStream(xml)) {
            XMLStreamReader reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && Set.of(names).contains(reader.getLocalName())) {
                    texts.put(reader.getLocalName(), reader.getElementText());
                }
            }
        }
        return texts;
    }

    private static String get(String path) throws IOException, InterruptedException {
        JsonNode status = read(suite.run("status", "-o", "json").output());
        String address = "";
        for (JsonNode part : status.get("processes")) {
            address = part.get("name").asText().equals("billing")
                    ? part.get("address").asText()
                    : address;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header(
                        "Authorization",
                        "Bearer " + suite.run("token", "auditor").output().strip())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
