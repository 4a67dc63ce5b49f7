package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.acceptance.SuiteCommand.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What an operator does on the day a month is closed: a month is held until the collectors have reported all of it, and an
 * event that was refused is mended and taken in. Then an auditor computes the invoice again from its evidence, and what was issued
 * is saved for other tools.
 */
@ResourceLock(SuiteCommand.PORTS)
class OperatorDayTest {

    private static final Path SAMPLE = ROOT.resolve("samples/glomfjord-dst");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BAD_INPUT = 3;
    private static final int NEEDS_ATTENTION = 4;
    private static final String RECORDS = "usage/records.json";

    @TempDir
    Path folder;

    @Test
    void aMonthWaitsForItsCollectorsAndARefusedEventIsBroughtHome() throws IOException, InterruptedException {
        SuiteCommand suite = new SuiteCommand(folder.resolve("data"));
        try {
            assertThat(suite.run("up").exitCode()).isZero();
            assertThat(suite.run("apply", SAMPLE.resolve("catalog.yaml")).exitCode())
                    .isZero();
            assertThat(report(suite, "1", "glomfjord", "2026-10-14T12:00:00Z")).isEqualTo(202);
            assertThat(report(suite, "2", "atlantis", "2026-10-14T12:00:00Z")).isEqualTo(422);

            Outcome held = bill(suite, "held");
            assertThat(held.exitCode()).as(held.errors()).isEqualTo(NEEDS_ATTENTION);
            JsonNode summary = new Books(folder.resolve("held")).summary();
            assertThat(summary.get("invoices")).isEmpty();
            assertThat(summary.at("/held/0/outcome").asText()).isEqualTo("held");
            assertThat(summary.at("/held/0/reasons/0").asText())
                    .contains("usage-incomplete")
                    .contains(
                            "site glomfjord: usage of collector /collector/test is reported and rated until 2026-10-14T12:00:00Z");

            mend(suite);

            assertThat(report(suite, "3", "glomfjord", "2026-11-01T00:00:00Z")).isEqualTo(202);
            Outcome issued = bill(suite, "issued");
            assertThat(issued.exitCode()).as(issued.errors()).isZero();
            JsonNode invoices = new Books(folder.resolve("issued")).summary().get("invoices");
            assertThat(invoices).hasSize(1);
            String number = invoices.get(0).get("number").asText();
            anAuditorComputesItAgain(suite, number);
            theRunsAreToldAndASecondPersonApproves(suite, number);
            whatWasIssuedIsSavedForOtherTools(suite, number);
        } finally {
            suite.run("down");
        }
    }

    /** From the evidence alone, by a process that knows neither database nor broker; what was changed in it is named. */
    private void anAuditorComputesItAgain(SuiteCommand suite, String number) throws IOException, InterruptedException {
        byte[] bundle = evidence(suite, number);
        Path evidence = Files.write(folder.resolve("evidence.zip"), bundle);

        Outcome verified = suite.run("verify", evidence);

        assertThat(verified.exitCode())
                .as(verified.output() + verified.errors())
                .isZero();
        assertThat(verified.output()).contains("invoice " + number).contains("RESULT  EQUAL");
        assertThat(verified.output().lines().filter(line -> line.startsWith("line ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith("  EQUAL").doesNotContain("NOT"));

        EvidenceFile forged = new EvidenceFile(bundle);
        String records = forged.text(RECORDS);
        forged.forge(RECORDS, records.replaceFirst("\"amount\":\"", "\"amount\":\"9"));
        Outcome differs = suite.run("verify", forged.writeTo(folder.resolve("forged.zip")));
        assertThat(differs.exitCode()).as(differs.output() + differs.errors()).isEqualTo(NEEDS_ATTENTION);
        assertThat(differs.output())
                .containsPattern("NOT EQUAL .*/amount: stated 9")
                .contains("RESULT  NOT EQUAL");

        EvidenceFile damaged = new EvidenceFile(bundle);
        damaged.put(RECORDS, records.replaceFirst("\"amount\":\"", "\"amount\":\"9"));
        Outcome refused = suite.run("verify", damaged.writeTo(folder.resolve("damaged.zip")));
        assertThat(refused.exitCode()).as(refused.output() + refused.errors()).isEqualTo(BAD_INPUT);
        assertThat(refused.output() + refused.errors()).contains("part '" + RECORDS + "' was changed");
    }

    /** The run of {@code bill} is told; another one over the month waits for somebody else, and issues nothing again. */
    private static void theRunsAreToldAndASecondPersonApproves(SuiteCommand suite, String number) throws IOException {
        JsonNode issued = null;
        for (JsonNode run :
                JSON.readTree(suite.run("runs", "list", "-o", "json").output()).get("items")) {
            JsonNode shown =
                    JSON.readTree(suite.run("runs", "show", run.get("id").asText(), "-o", "json")
                            .output());
            issued = shown.at("/items/0/outcome").asText().equals("issued") ? shown : issued;
        }
        assertThat(issued).isNotNull();
        assertThat(issued.at("/items/0/number").asText()).isEqualTo(number);

        Outcome started = suite.run("runs", "start", "2026-10", "--approval", "--as", "ada", "-o", "json");
        assertThat(started.exitCode()).as(started.errors()).isZero();
        JsonNode run = JSON.readTree(started.output());
        String id = run.get("id").asText();
        assertThat(run.get("state").asText()).isEqualTo("awaiting-approval");
        assertThat(run.at("/items/0/preview/outcome").asText()).isEqualTo("already-issued");
        Outcome alone = suite.run("runs", "approve", id, "--as", "ada");
        assertThat(alone.exitCode()).isEqualTo(BAD_INPUT);

        Outcome approved = suite.run("runs", "approve", id, "--as", "bo", "-o", "json");

        assertThat(approved.exitCode()).as(approved.errors()).isZero();
        JsonNode done = JSON.readTree(approved.output());
        assertThat(done.get("state").asText()).isEqualTo("finished");
        assertThat(done.at("/items/0/outcome").asText()).isEqualTo("already-issued");
        assertThat(done.at("/items/0/documents")).isEmpty();
    }

    /** The files come to the invoice; where something is missing there is no file, and none is ever replaced. */
    private void whatWasIssuedIsSavedForOtherTools(SuiteCommand suite, String number) throws IOException {
        Path invoice = folder.resolve("invoice.json");
        assertThat(suite.run("invoices", "save", number, "--as", "json", "-f", invoice)
                        .exitCode())
                .isZero();
        String payable =
                JSON.readTree(invoice.toFile()).at("/totals/payable/amount").asText();
        for (String version : List.of("1.2", "1.4")) {
            Path csv = folder.resolve("focus-" + version + ".csv");
            Outcome saved = suite.run("export", "focus", "--from", "2026-10", "--focus-version", version, "-f", csv);
            assertThat(saved.exitCode()).as(saved.errors()).isZero();
            List<String> rows = Files.readAllLines(csv);
            assertThat(rows.getFirst()).startsWith("BilledCost,");
            assertThat(rows.stream()
                            .skip(1)
                            .map(row -> new BigDecimal(row.substring(0, row.indexOf(','))))
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(payable);
        }
        Path parquet = folder.resolve("focus.parquet");
        String[] again = {"export", "focus", "--from", "2026-10", "--format", "parquet", "-f", parquet.toString()};
        assertThat(suite.run((Object[]) again).exitCode()).isZero();
        byte[] bytes = Files.readAllBytes(parquet);
        assertThat(bytes).startsWith('P', 'A', 'R', '1');
        assertThat(suite.run((Object[]) again).exitCode()).isNotZero();
        assertThat(parquet).hasBinaryContent(bytes);

        Path journal = folder.resolve("journal.csv");
        Outcome refused =
                suite.run("export", "journal", "--from", "2026-11", "--legal-entity", "nordlys-dst", "-f", journal);
        assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(BAD_INPUT);
        assertThat(refused.output() + refused.errors()).contains("chart");
        assertThat(journal).doesNotExist();
    }

    private static byte[] evidence(SuiteCommand suite, String number) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address(suite, "billing") + "/api/v1/invoices/" + number + "/evidence"))
                .header(
                        "Authorization",
                        "Bearer " + suite.run("token", "auditor").output().strip())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private void mend(SuiteCommand suite) throws IOException {
        JsonNode refused = JSON.readTree(
                        suite.run("refusals", "list", "-o", "json").output())
                .get("items");
        assertThat(refused).hasSize(1);
        String id = refused.get(0).get("id").asText();
        assertThat(suite.run("refusals", "replay", id).exitCode()).isEqualTo(NEEDS_ATTENTION);
        Outcome shown = suite.run("refusals", "show", id, "--event");
        assertThat(shown.exitCode()).as(shown.errors()).isZero();
        Path mended = folder.resolve("event.json");
        Files.writeString(mended, shown.output().replace("atlantis", "glomfjord"));

        Outcome replayed = suite.run("refusals", "replay", id, "--event", mended);

        assertThat(replayed.exitCode())
                .as(replayed.output() + replayed.errors())
                .isZero();
        assertThat(replayed.output()).contains("1 replayed");
        assertThat(suite.run("refusals", "list").output())
                .contains("No refused event that fits is open; --state all lists the others too.");
        assertThat(suite.run("refusals", "show", id).output())
                .contains("replayed")
                .contains("refused-again");
    }

    /** A heartbeat of a collector of all tenants; the status of the answer. */
    private static int report(SuiteCommand suite, String id, String site, String completeUntil)
            throws IOException, InterruptedException {
        String token = suite.run("token", "operator").output().strip();
        String metering = address(suite, "metering");
        String event = """
                {"specversion": "1.0", "id": "beat-%s", "source": "/collector/test",
                 "type": "io.wattledger.collector.heartbeat.v1",
                 "data": {"site": "%s", "completeUntil": "%s"}}""".formatted(id, site, completeUntil);
        HttpRequest request = HttpRequest.newBuilder(URI.create(metering + "/api/v1/events"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(event))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static String address(SuiteCommand suite, String service) throws IOException {
        JsonNode status = JSON.readTree(suite.run("status", "-o", "json").output());
        for (JsonNode part : status.get("processes")) {
            if (part.get("name").asText().equals(service)) {
                return part.get("address").asText();
            }
        }
        throw new AssertionError(service + " does not run: " + status);
    }

    private Outcome bill(SuiteCommand suite, String out) throws IOException {
        return suite.run(SuiteCommand.billOfTheClockChange(
                SAMPLE.resolve("catalog.yaml"), Files.createDirectories(folder.resolve(out))));
    }
}
