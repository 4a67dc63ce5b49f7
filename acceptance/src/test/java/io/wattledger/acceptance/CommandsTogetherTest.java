package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.acceptance.SuiteCommand.Outcome;
import io.wattledger.acceptance.SuiteCommand.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Commands on one data directory at the same time: nobody stops or deletes what another uses, and nobody starts what another
 * stops. Then what a month's files and lists say where somebody got something wrong.
 */
@ResourceLock(SuiteCommand.PORTS)
class CommandsTogetherTest {

    private static final int INPUT_REFUSED = 3;
    private static final int SUITE_DOWN = 5;
    private static final long POLL_MILLIS = 20;

    private static final Path CATALOG = ROOT.resolve("samples/glomfjord-dst/catalog.yaml");

    @TempDir
    Path folder;

    private SuiteCommand suite;

    @Test
    void nobodyPullsTheSuiteFromUnderAnother() throws Exception {
        suite = new SuiteCommand(folder.resolve("data"));
        try {
            whoComesSecondIsToldWhoStarts();
            whatIsBeingBilledIsNotStoppedOrDeleted();
            aFileThatCannotBeWrittenIsNamedAndTheNextRunWritesIt();
            namesThatNobodyKnowsAreTold();
            nobodyWaitsForACollectorOfATenantThatIsRetired();
            whoWasKilledIsInNobodysWay();
        } finally {
            suite.run("down");
        }
    }

    private void whoComesSecondIsToldWhoStarts() throws Exception {
        Running up = suite.start("up");
        awaitLock("change", up);

        up.sleep();
        for (Outcome second : List.of(suite.run("up"), suite.run("down"), suite.run("reset", "--yes"))) {
            assertTold(second, "'./wattledger up' (process " + up.process().pid() + ", since 20");
        }
        up.wake();
        Outcome started = up.await();
        assertThat(started.exitCode()).as(started.errors()).isZero();
    }

    private void whatIsBeingBilledIsNotStoppedOrDeleted() throws Exception {
        Running bill = suite.start(bill("out"));
        awaitLock("use", bill);

        bill.sleep();
        for (Outcome second : List.of(suite.run("down"), suite.run("reset", "--yes"))) {
            assertTold(
                    second,
                    " is in use by './wattledger bill' (process "
                            + bill.process().pid() + ", since 20");
        }
        bill.wake();
        Outcome billed = bill.await();
        assertThat(billed.exitCode()).as(billed.errors()).isZero();
    }

    private void aFileThatCannotBeWrittenIsNamedAndTheNextRunWritesIt() throws IOException {
        Path pdf = pdf(folder.resolve("out"));
        Path obstacle = Files.createDirectories(folder.resolve("again").resolve(pdf.getFileName()));
        Path something = Files.createFile(obstacle.resolve("something"));

        Outcome refused = suite.run(bill("again"));
        assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(INPUT_REFUSED);
        assertThat(refused.errors())
                .contains(obstacle + ": cannot be written: ")
                .contains("What was issued is safe with billing")
                .doesNotContain("\tat ");

        Files.delete(something);
        Files.delete(obstacle);
        Outcome done = suite.run(bill("again"));
        assertThat(done.exitCode()).as(done.errors()).isZero();
        assertThat(obstacle).hasSameBinaryContentAs(pdf);
    }

    private void namesThatNobodyKnowsAreTold() throws IOException {
        Path file = folder.resolve("nobody.csv");
        for (Outcome outcome : List.of(
                suite.run("prices", "list", "--tariff", "nope"),
                suite.run("prices", "list", "--site", "nope", "-o", "json"),
                suite.run("prices", "list", "--sku", "nope"),
                suite.run("invoices", "list", "--tenant", "nope"),
                suite.run("invoices", "list", "--legal-entity", "nope"),
                suite.run("balance", "--tenant", "nope"),
                suite.run("balance", "--tenant", "nope", "--recount"),
                suite.run("import", file, "--mapping", CATALOG, "--tenant", "nope"),
                suite.run("export", "focus", "--from", "2026-10", "--tenant", "nope", "-f", file))) {
            assertThat(outcome.exitCode()).as(outcome.errors()).isEqualTo(INPUT_REFUSED);
            assertThat(outcome.errors()).matches("--[a-z-]+: there is no [A-Za-z ]+ 'nope'; [^\n]+\n");
            assertThat(outcome.output()).isEmpty();
        }
        assertThat(file).doesNotExist();
        String number = pdf(folder.resolve("out")).getFileName().toString().replace(".pdf", "");
        Outcome document = suite.run("invoices", "save", number, "--as", "nope", "-f", file);
        assertThat(document.exitCode()).isEqualTo(INPUT_REFUSED);
        assertThat(document.errors()).startsWith("--as: " + number + " has no document 'nope'; ");
        assertThat(suite.run("invoices", "list", "--period", "2031-01").exitCode())
                .as("nothing that fits names that are known")
                .isZero();
    }

    private void nobodyWaitsForACollectorOfATenantThatIsRetired() throws IOException {
        Outcome imported = suite.run(
                "import",
                ROOT.resolve("samples/glomfjord-dst/usage.csv"),
                "--mapping",
                CATALOG,
                "--complete-until",
                "2026-11-01T00:00:00Z");
        assertThat(imported.exitCode()).as(imported.errors()).isZero();

        Outcome retired = suite.run(
                "collectors", "retire", "glomfjord", "//nordlys.example/night-shift", "--tenant", "nattskift");

        assertThat(retired.exitCode()).as(retired.errors()).isZero();
        assertThat(retired.output()).containsPattern("glomfjord +nattskift +//nordlys.example/night-shift +retired ");
    }

    private void whoWasKilledIsInNobodysWay() throws Exception {
        Running bill = suite.start(bill("out"));
        awaitLock("use", bill);
        bill.process().destroyForcibly().waitFor();

        Outcome down = suite.run("down", "-o", "json");
        assertThat(down.exitCode()).as(down.errors()).isZero();
        assertThat(down.output()).contains("\"stopped\" : true");
        assertThat(suite.run("status").exitCode()).isEqualTo(SUITE_DOWN);
        assertThat(suite.run("reset", "--yes").exitCode()).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private Object[] bill(String out) {
        return SuiteCommand.billOfTheClockChange(CATALOG, folder.resolve(out));
    }

    private static Path pdf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".pdf"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Until the command has written down that it holds the lock. */
    private void awaitLock(String lock, Running command) throws Exception {
        Path entry = folder.resolve("data/commands")
                .resolve(lock + "-" + command.process().pid());
        while (!Files.exists(entry)) {
            assertThat(command.process().isAlive()).as(command.said()).isTrue();
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static void assertTold(Outcome outcome, String who) {
        assertThat(outcome.exitCode()).as(outcome.errors()).isEqualTo(SUITE_DOWN);
        assertThat(outcome.errors()).contains(who).contains("; wait until that has ended, or end it");
        assertThat(outcome.output()).doesNotContain("Deleted").doesNotContain("Stopped");
    }
}
