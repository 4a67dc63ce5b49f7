package io.wattledger.acceptance;

import static io.wattledger.acceptance.SuiteCommand.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.acceptance.SuiteCommand.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Eight GPUs at Glomfjord through the whole of October 2026, whose 25th day has 25 hours. The document of that day is
 * changed here so that the repeated hour has prices of its own, which only a bill of 100 slots can contain.
 */
@ResourceLock(SuiteCommand.PORTS)
class ClockChangeTest {

    private static final Path SAMPLE = ROOT.resolve("samples/glomfjord-dst");
    private static final Pattern POINT =
            Pattern.compile("<position>(\\d+)</position>\\s*<price.amount>(-?[0-9.]+)</price.amount>");
    private static final int FIRST_SLOT_OF_REPEATED_HOUR = 13;

    /** 8 GPUs × 1275 W × 0.76 × a quarter of an hour × PUE 1.10. */
    private static final BigDecimal FACILITY_KWH_PER_SLOT = new BigDecimal("2.1318");

    private static final BigDecimal MARGIN_PER_MWH = new BigDecimal("3.10");
    private static final BigDecimal GPU_HOURS = new BigDecimal(8 * (31 * 24 + 1));
    private static final BigDecimal PRICE_PER_GPU_HOUR = new BigDecimal("2.15");

    @TempDir
    Path folder;

    @Test
    void billsAHundredSlotsOnTheLongDayEachAtItsOwnPrice() throws IOException {
        Path longDay = folder.resolve("A44-NO4-2026-10-25.xml");
        Files.writeString(
                longDay,
                withOwnPricesInTheRepeatedHour(
                        Files.readString(SAMPLE.resolve("SYNTH_A44_NO4_2026-10-25_PT15M_A01_100slots.xml"))));
        List<Path> documents = List.of(
                SAMPLE.resolve("A44-NO4-2026-10-01..24.xml"), longDay, SAMPLE.resolve("A44-NO4-2026-10-26..31.xml"));

        Books books = bill(documents);

        BigDecimal prices = BigDecimal.ZERO;
        int slots = 0;
        for (Path document : documents) {
            Matcher point = POINT.matcher(Files.readString(document));
            while (point.find()) {
                prices = prices.add(new BigDecimal(point.group(2)));
                slots++;
            }
        }
        assertThat(slots).isEqualTo(30 * 96 + 100);
        BigDecimal energy = prices.add(MARGIN_PER_MWH.multiply(BigDecimal.valueOf(slots)))
                .multiply(FACILITY_KWH_PER_SLOT)
                .movePointLeft(3)
                .setScale(2, RoundingMode.HALF_UP);
        BigDecimal net = GPU_HOURS.multiply(PRICE_PER_GPU_HOUR).add(energy);
        JsonNode invoice = books.summary().get("invoices").get(0);
        assertThat(new BigDecimal(invoice.get("net").asText())).isEqualByComparingTo(net);
    }

    private static String withOwnPricesInTheRepeatedHour(String document) {
        Matcher point = POINT.matcher(document);
        return point.replaceAll(match -> {
            int position = Integer.parseInt(match.group(1));
            boolean repeated = position >= FIRST_SLOT_OF_REPEATED_HOUR && position < FIRST_SLOT_OF_REPEATED_HOUR + 4;
            return repeated ? match.group().replace(match.group(2), "77." + position) : match.group();
        });
    }

    private Books bill(List<Path> documents) throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        SuiteCommand suite = new SuiteCommand(folder.resolve("data"));
        try {
            Outcome outcome = suite.run(
                    "bill",
                    "--catalog",
                    SAMPLE.resolve("catalog.yaml"),
                    "--usage",
                    SAMPLE.resolve("usage.csv"),
                    "--prices",
                    documents.get(0),
                    documents.get(1),
                    documents.get(2),
                    "--period",
                    "2026-10",
                    "--issue-date",
                    "2026-11-02",
                    "--out",
                    out);
            assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        } finally {
            suite.run("down");
        }
        return new Books(out);
    }
}
