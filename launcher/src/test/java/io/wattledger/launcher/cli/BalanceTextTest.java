package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.bill.Books;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What people read of the books. */
class BalanceTextTest {

    private static final String NOTHING = """
            {"figures": [{"figure": "received", "unit": "events", "kept": "1234", "counted": "1234", "difference": "0"}],
             "items": [], "further": 0}
            """;
    private static final String SOMETHING = """
            {"figures": [{"figure": "open", "unit": "NOK", "kept": "10.5", "counted": "10.5", "difference": "0.0"}],
             "items": [{"tenant": "a", "figure": "open", "unit": "NOK", "contract": "c-2026",
                        "periodStart": "2026-10-01T22:00:00Z", "kept": "10.5", "counted": "0", "difference": "10.5"},
                       {"tenant": "b", "figure": "received", "unit": "milliGpuSeconds", "kept": "1", "counted": "2",
                        "difference": "-1"}],
             "further": 7}
            """;

    @Test
    void showsTheChain() {
        var books = new Books(
                new Books.Events(349, 340, 4, 3, 2),
                new Books.GpuTime(
                        BigInteger.valueOf(1500000),
                        BigInteger.valueOf(1400000),
                        BigInteger.valueOf(100000),
                        BigInteger.ZERO,
                        BigInteger.valueOf(1000000),
                        BigInteger.valueOf(400000),
                        BigInteger.ZERO),
                new Books.Differences(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO));

        assertThat(lines(out -> BalanceText.print(books, out)))
                .containsExactly(
                        "Events:  349 received = 340 metered + 4 duplicate + 3 conflicting + 2 refused",
                        "GPU time in milli-GPU-seconds: 1,500,000 metered = 1,400,000 rated + 100,000 unrated"
                                + " = 1,000,000 invoiced + 400,000 open");
    }

    /** As 3,000 reports of the largest allocation over a year come to. */
    @Test
    void showsWhatDoesNotFit64Bits() {
        BigInteger much = new BigInteger("9460800000000000000");
        var books = new Books(
                new Books.Events(3_000, 3_000, 0, 0, 0),
                new Books.GpuTime(much, much, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, much, BigInteger.ZERO),
                new Books.Differences(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, much.negate()));

        assertThat(lines(out -> BalanceText.print(books, out)))
                .last()
                .asString()
                .startsWith("GPU time in milli-GPU-seconds: 9,460,800,000,000,000,000 metered");
        assertThat(books.differences().broken()).containsExactly("insideBilling -9460800000000000000");
    }

    @Test
    void saysWhatIsHeldBackBesideTheChain() {
        var books = new Books(
                new Books.Events(2, 2, 0, 0, 0),
                new Books.GpuTime(
                        BigInteger.valueOf(7200000),
                        BigInteger.valueOf(7200000),
                        BigInteger.ZERO,
                        BigInteger.ZERO,
                        BigInteger.ZERO,
                        BigInteger.valueOf(7200000),
                        BigInteger.valueOf(3600000)),
                new Books.Differences(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO));

        assertThat(lines(out -> BalanceText.print(books, out)))
                .last()
                .isEqualTo("Beside these, 3,600,000 are held back: their devices were allocated twice; see metering's"
                        + " GET /api/v1/double-allocations?state=open");
    }

    @Test
    void saysThatEverySumIsRight() throws IOException {
        Map<String, JsonNode> recounts = Map.of("metering", json(NOTHING));

        assertThat(BalanceText.differs(recounts)).isFalse();
        assertThat(lines(out -> BalanceText.printRecount(recounts, out)))
                .containsExactly(
                        "  service   figure    unit    kept  counted  difference",
                        "  metering  received  events  1234     1234           0",
                        "Every sum is what its rows come to.");
    }

    @Test
    void namesWhoDiffersAndHowManyMore() throws IOException {
        Map<String, JsonNode> recounts = new LinkedHashMap<>();
        recounts.put("metering", json(NOTHING));
        recounts.put("billing", json(SOMETHING));

        assertThat(BalanceText.differs(recounts)).isTrue();
        assertThat(lines(out -> BalanceText.printRecount(recounts, out)))
                .containsExactly(
                        "  service   figure    unit    kept  counted  difference",
                        "  metering  received  events  1234     1234           0",
                        "  billing   open      NOK     10.5     10.5         0.0",
                        "",
                        "Sums that are not what their rows come to:",
                        "  service  tenant  figure    unit             contract  from                  kept  counted  difference",
                        "  billing  a       open      NOK              c-2026    2026-10-01T22:00:00Z  10.5        0        10.5",
                        "  billing  b       received  milliGpuSeconds  -         -                        1        2          -1",
                        "  and 7 more in billing");
    }

    private static JsonNode json(String text) throws IOException {
        return WireJson.newMapper().readTree(text);
    }

    private static List<String> lines(Consumer<PrintStream> print) {
        var bytes = new ByteArrayOutputStream();
        print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
