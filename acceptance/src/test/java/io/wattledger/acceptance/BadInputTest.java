package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.acceptance.SuiteCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user gets wrong is named by file and line or field, and nothing of it takes effect. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ResourceLock(SuiteCommand.PORTS)
class BadInputTest {

    private static final Path SAMPLE = ROOT.resolve("samples/glomfjord-dst");
    private static final String LONG_DAY = "SYNTH_A44_NO4_2026-10-25_PT15M_A01_100slots.xml";

    @TempDir
    static Path folder;

    private static SuiteCommand suite;

    @BeforeAll
    static void up() {
        suite = new SuiteCommand(folder.resolve("data"));
        Outcome outcome = suite.run("up");
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    }

    @AfterAll
    static void down() {
        suite.run("down");
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource(delimiter = '|', textBlock = """
            biddingZone: NO4        | biddingsZone: NO4        | catalog.yaml:25: | biddingsZone
            timeZone: Europe/Oslo   | timeZone: Europe/Bergen  | catalog.yaml:     | Europe/Bergen
            tariff: glomfjord-eur   | tariff: glomfjord-usd    | catalog.yaml:     | glomfjord-usd
            pricePerGpuHour: "2.15" | pricePerGpuHour: "2,15"  | catalog.yaml:     | 2,15
            iban: NO9799990000014   | iban: NO9799990000015    | iban              | NO9799990000015
            """)
    void namesThePlaceOfAMistakeInTheCatalog(String right, String wrong, String place, String word) throws IOException {
        Path catalog = changed("catalog.yaml", right, wrong);

        assertRefused(bill(catalog, SAMPLE.resolve("usage.csv"), SAMPLE.resolve(LONG_DAY)), place, word);
    }

    @ParameterizedTest
    @Order(2)
    @CsvSource(delimiter = '|', textBlock = """
            10YNO-4--------9 | 10YNO-3--------J | zone
            <currency_Unit.name>EUR | <currency_Unit.name>NOK | NOK
            <price_Measure_Unit.name>MWH | <price_Measure_Unit.name>KWH | KWH
            <position>1</position> | <position>0</position> | position
            </Publication_MarketDocument> | </Publication_MarketDocumen> | XML
            """)
    void namesWhatIsWrongWithAPriceDocument(String right, String wrong, String word) throws IOException {
        Path prices = changed(LONG_DAY, right, wrong);

        assertRefused(bill(SAMPLE.resolve("catalog.yaml"), SAMPLE.resolve("usage.csv"), prices), LONG_DAY, word);
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource(delimiter = '|', textBlock = """
            ,8,1790805600            | ,eight,1790805600 | usage.csv:2 | gpu_count
            1793487600               | 17934876OO        | usage.csv:2 | end_epoch_s
            job_id,tenant            | job_id,tenants    | usage.csv:1 | tenant
            render,h100              | render,b900       | usage.csv:2 | b900
            """)
    void namesTheLineOfARowThatCannotBeRead(String right, String wrong, String place, String word) throws IOException {
        Path usage = changed("usage.csv", right, wrong);

        assertRefused(bill(SAMPLE.resolve("catalog.yaml"), usage, SAMPLE.resolve(LONG_DAY)), place, word);
    }

    @Test
    @Order(4)
    void refusesReportsOneByOneAndBillsTheRest() throws IOException {
        Path usage = folder.resolve("usage-mixed.csv");
        Files.writeString(usage, Files.readString(SAMPLE.resolve("usage.csv")).strip() + """

                ends-before-start,nattskift,render,h100,8,1790820000,1790810000,glo-n002,glomfjord
                negative,nattskift,render,h100,-8,1790810000,1790820000,glo-n002,glomfjord
                absurd,nattskift,render,h100,4000000000,1790810000,1790820000,glo-n002,glomfjord
                far-future,nattskift,render,h100,8,4790810000,4790820000,glo-n002,glomfjord
                unknown-site,nattskift,render,h100,8,1790810000,1790820000,glo-n002,atlantis
                """);
        Path out = Files.createDirectories(folder.resolve("out-mixed"));

        Outcome outcome = suite.run(
                "bill",
                "--catalog",
                SAMPLE.resolve("catalog.yaml"),
                "--usage",
                usage,
                "--prices",
                SAMPLE.resolve("A44-NO4-2026-10-01..24.xml"),
                SAMPLE.resolve(LONG_DAY),
                SAMPLE.resolve("A44-NO4-2026-10-26..31.xml"),
                "--period",
                "2026-10",
                "--issue-date",
                "2026-11-02",
                "--out",
                out);

        JsonNode events = new Books(out).summary().at("/balance/events");
        assertThat(events.get("received").asInt()).as(outcome.errors()).isEqualTo(6);
        assertThat(events.get("metered").asInt()).isEqualTo(1);
        assertThat(events.get("refused").asInt()).isEqualTo(5);
        assertThat(outcome.output() + outcome.errors()).contains("refused");
        assertThat(new Books(out).summary().get("invoices")).hasSize(1);
    }

    private static Path changed(String name, String right, String wrong) throws IOException {
        String content = Files.readString(SAMPLE.resolve(name));
        assertThat(content).contains(right);
        Path to = Files.createTempDirectory(folder, "changed").resolve(name);
        return Files.writeString(to, content.replace(right, wrong));
    }

    private static Outcome bill(Path catalog, Path usage, Path prices) throws IOException {
        Path out = Files.createTempDirectory(folder, "out");
        Outcome outcome = suite.run(
                "bill",
                "--catalog",
                catalog,
                "--usage",
                usage,
                "--prices",
                prices,
                "--period",
                "2026-10",
                "--issue-date",
                "2026-11-02",
                "--out",
                out);
        assertThat(out).as("no document is written for refused input").isEmptyDirectory();
        return outcome;
    }

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.errors()).contains(words);
        assertThat(outcome.errors()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}
