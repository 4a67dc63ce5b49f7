package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.acceptance.SuiteCommand.Outcome;
import io.wattledger.acceptance.SuiteCommand.Running;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Usage goes in, invoices come out: a month of generated jobs of the sample's five tenants. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ResourceLock(SuiteCommand.PORTS)
class WholePathTest {

    private static final Path SAMPLE = ROOT.resolve("samples/first-month");
    private static final GeneratedUsage USAGE = new GeneratedUsage(
            20_000,
            20_261_101,
            List.of(
                    "havvik-kommune,glomfjord,h100",
                    "fjordmodell,glomfjord,h100",
                    "fjordmodell,narvik,h200",
                    "albion-vision,loughton,h100",
                    "stadt-musterau,glomfjord,h200",
                    "lumiere-calcul,narvik,h200"));

    @TempDir
    static Path folder;

    private static SuiteCommand plain;
    private static SuiteCommand disturbed;

    @BeforeAll
    static void suites() {
        plain = new SuiteCommand(folder.resolve("plain"));
        disturbed = new SuiteCommand(folder.resolve("disturbed"));
    }

    @AfterAll
    static void stop() {
        plain.run("down");
        disturbed.run("down");
    }

    @Test
    @Order(1)
    void billsEveryGpuSecondOfTheMonth() throws IOException {
        Path usage = USAGE.writeTo(folder.resolve("usage.csv"));

        Outcome outcome = plain.run(bill(usage, folder.resolve("out-plain")));

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        Books books = new Books(folder.resolve("out-plain"));
        assertThat(books.gpuSeconds()).isEqualTo(USAGE.gpuSeconds());
        assertThat(books.gpuSecondsByTenantDay()).isEqualTo(USAGE.gpuSecondsByTenantDay());
        JsonNode balance = books.summary().get("balance");
        assertThat(balance.at("/events/received").asInt()).isEqualTo(USAGE.jobs());
        assertThat(balance.at("/events/metered").asInt()).isEqualTo(USAGE.jobs());
        assertThat(new BigDecimal(balance.at("/milliGpuSeconds/invoiced").asText()))
                .isEqualByComparingTo(BigDecimal.valueOf(USAGE.gpuSeconds()).scaleByPowerOfTen(3));
        assertThat(balance.get("differences"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.asLong()).isZero());
        assertThat(books.summary().get("invoices")).hasSize(5);
    }

    @Test
    @Order(2)
    void saysThatThereIsNothingNewTheSecondTime() throws IOException {
        Outcome outcome = plain.run(bill(folder.resolve("usage.csv"), folder.resolve("out-again")));

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).containsIgnoringCase("nothing new");
        assertThat(new Books(folder.resolve("out-again")).contents())
                .isEqualTo(new Books(folder.resolve("out-plain")).contents());
    }

    @Test
    @Order(3)
    void writesTheSameBytesWhenEventsComeTwiceInDisorderAndServicesAreKilled()
            throws IOException, InterruptedException {
        Path usage = USAGE.writeTwiceShuffledTo(folder.resolve("usage-twice.csv"));

        Running running = disturbed.start(bill(usage, folder.resolve("out-disturbed")));
        List<String> killed = new ArrayList<>();
        killWhen(running, "Starting the services", "metering", killed);
        killWhen(running, "Sending the usage", "metering", killed);
        killWhen(running, "Waiting until all usage", "pricing", killed);
        killWhen(running, "Closing 2026-10", "billing", killed);
        Outcome outcome = running.await();

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(killed)
                .as("services killed while the run was under way")
                .containsExactly("metering", "metering", "pricing", "billing");
        Books books = new Books(folder.resolve("out-disturbed"));
        assertThat(books.summary().at("/balance/events/duplicate").asInt()).isGreaterThanOrEqualTo(USAGE.jobs());
        assertThat(books.contents()).isEqualTo(new Books(folder.resolve("out-plain")).contents());
    }

    /** Waits for the run to say that it has come so far, then kills. */
    private static void killWhen(Running running, String words, String service, List<String> killed)
            throws InterruptedException, IOException {
        while (running.process().isAlive() && !running.said().contains(words)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        // What is only just being started is no process yet.
        while (running.process().isAlive()) {
            if (disturbed.kill(service)) {
                killed.add(service);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static Object[] bill(Path usage, Path out) throws IOException {
        Files.createDirectories(out);
        return new Object[] {
            "bill",
            "--catalog",
            SAMPLE.resolve("catalog.yaml"),
            "--usage",
            usage,
            "--prices",
            SAMPLE.resolve("A44-NO4-2026-10.xml"),
            SAMPLE.resolve("gb-2026-10.csv"),
            SAMPLE.resolve("eurnok-2026-10.csv"),
            "--period",
            "2026-10",
            "--issue-date",
            "2026-11-02",
            "--out",
            out
        };
    }
}
