package io.wattledger.acceptance.benchmark;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The huge month of one tenant, from rated usage to the issued invoice and its exports, with the memory that the launcher gives billing;
 * see docs/benchmarks.md.
 */
final class OneTenantBenchmark {

    private static final int MOST_XML_LINES = 1_000;
    private static final Pattern LINE = Pattern.compile("<cac:InvoiceLine>");
    private static final Pattern NET =
            Pattern.compile("<cac:InvoiceLine>.*?<cbc:LineExtensionAmount currencyID=\"NOK\">([^<]+)<", Pattern.DOTALL);
    private static final Pattern ATTACHED =
            Pattern.compile("<cbc:EmbeddedDocumentBinaryObject [^>]*>([^<]+)</cbc:EmbeddedDocumentBinaryObject>");

    private final OneTenantMonth load;
    private final SuiteUnderTest suite;
    private final Path files;

    private OneTenantBenchmark(OneTenantMonth load, SuiteUnderTest suite, Path files) {
        this.load = load;
        this.suite = suite;
        this.files = files;
    }

    /** Runs it for a month of about so many charges. */
    static void run(Path root, long charges) throws IOException, InterruptedException, SQLException {
        Path data = Files.createTempDirectory("wattledger-benchmark");
        try (SuiteUnderTest suite = new SuiteUnderTest(root, data)) {
            new OneTenantBenchmark(OneTenantMonth.of(charges), suite, data).run();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        System.out.printf(
                "one tenant, %,d charges in %,d records, %,d lines; options %s%n",
                load.charges(), load.records(), load.lines(), suite.options("billing"));
        try (MadeUpPricing pricing = new MadeUpPricing()) {
            run(suite.start("billing", "-Dwattledger.billing.pricing.url=" + pricing.address()));
        }
    }

    private void run(ServiceUnderTest service) throws IOException, InterruptedException, SQLException {
        try (Connection operator = service.operator()) {
            BillingUnderTest billing =
                    new BillingUnderTest(service, suite.tokens().token("operator", null), operator);
            billing.put(RatedMonth.legalEntity());
            billing.put(OneTenantAfterwards.accounts("credit-note"));
            billing.timed("taken in", () -> {
                load.writeCharges(suite.bootstrapServers());
                billing.awaitAtLeast(
                        "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '"
                                + Topics.RATED_USAGE + "'",
                        load.records());
            });
            billing.timed("invoice issued", () -> {
                billing.run(RatedMonth.MONTH, 1);
            });
            verify(billing);
            billing.timed("FOCUS export", () -> verifyFocus(billing));
            new OneTenantAfterwards(load, billing, suite.bootstrapServers(), files).run();
        }
    }

    private void verify(BillingUnderTest billing) throws IOException, InterruptedException, SQLException {
        if (billing.number("SELECT count(*) FROM invoice") == 0) {
            throw new IllegalStateException(
                    "nothing was issued: " + billing.text("SELECT outcome || ' ' || reasons FROM invoice_run_item"));
        }
        billing.require("invoices", "SELECT count(*) FROM invoice", 1);
        billing.require("records invoiced", "SELECT count(*) FROM invoiced_usage", load.records());
        BillingUnderTest.require(
                "unrounded sum of what was invoiced",
                load.unrounded(),
                billing.decimal("SELECT sum(amount) FROM invoiced_usage"));
        BillingUnderTest.require("net of the invoice", load.net(), billing.decimal("SELECT net FROM invoice"));
        Path csv = files.resolve("invoice.csv");
        billing.download("/api/v1/invoices/" + billing.text("SELECT number FROM invoice"), "text/csv", csv);
        verifyCsv(csv);
        verifyXml(
                new String(
                        billing.bytes("SELECT content FROM invoice_document WHERE kind = 'UBL'"),
                        StandardCharsets.UTF_8),
                csv);
    }

    private void verifyCsv(Path csv) throws IOException {
        long rows = 0;
        BigDecimal net = BigDecimal.ZERO;
        BigDecimal unrounded = BigDecimal.ZERO;
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord row : reader) {
                rows++;
                net = net.add(new BigDecimal(row.getField("net_amount")));
                unrounded = unrounded.add(new BigDecimal(row.getField("unrounded_amount")));
            }
        }
        BillingUnderTest.require("rows of the CSV", BigDecimal.valueOf(load.lines()), BigDecimal.valueOf(rows));
        BillingUnderTest.require("net of the CSV", load.net(), net);
        BillingUnderTest.require("unrounded sum of the CSV", load.unrounded(), unrounded);
        System.out.printf("  the CSV has %,d bytes%n", Files.size(csv));
    }

    /** Was found valid by the official rules before it was issued, or it would not have been. */
    private void verifyXml(String xml, Path csv) throws IOException {
        long lines = LINE.matcher(xml).results().count();
        BigDecimal net = NET.matcher(xml)
                .results()
                .map(line -> new BigDecimal(line.group(1)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (lines > MOST_XML_LINES) {
            throw new IllegalStateException("the XML states " + lines + " lines");
        }
        BillingUnderTest.require("net of the " + lines + " lines of the XML", load.net(), net);
        Matcher attached = ATTACHED.matcher(xml);
        if (!attached.find()
                || !Arrays.equals(Base64.getDecoder().decode(attached.group(1)), Files.readAllBytes(csv))) {
            throw new IllegalStateException("the XML does not have the CSV of the invoice attached");
        }
        System.out.printf("  the XML has %,d bytes, the CSV among them%n", xml.length());
    }

    private void verifyFocus(BillingUnderTest billing) throws IOException, InterruptedException, SQLException {
        Path file = files.resolve("focus.csv");
        billing.download("/api/v1/exports/focus?periods=" + RatedMonth.MONTH, "text/csv", file);
        long usage = 0;
        BigDecimal billed = BigDecimal.ZERO;
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : reader) {
                String category = row.getField("ChargeCategory");
                usage += category.equals("Usage") || category.equals("Purchase") ? 1 : 0;
                billed = billed.add(new BigDecimal(row.getField("BilledCost")));
            }
        }
        BillingUnderTest.require(
                "FOCUS rows of usage and purchases", BigDecimal.valueOf(load.charges()), BigDecimal.valueOf(usage));
        BillingUnderTest.require("BilledCost", billing.decimal("SELECT payable FROM invoice"), billed);
        System.out.printf("  the FOCUS file has %,d bytes%n", Files.size(file));
    }
}
