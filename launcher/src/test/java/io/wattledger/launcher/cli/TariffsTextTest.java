package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.tariffs.TariffDesk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read of tariffs, and which command lines are none. */
class TariffsTextTest {

    @Test
    void listsEveryVersionOfATariff() throws IOException {
        JsonNode tariffs = json("""
                [{"id": "nordic", "name": "Nordic", "currency": "NOK", "versions": [
                  {"validFrom": "2026-01-01", "validTo": "2027-01-01", "sealed": true,
                   "components": [{"id": "gpu-time"}, {"id": "energy"}]},
                  {"validFrom": "2027-01-01", "sealed": false, "components": [{"id": "gpu-time"}]}]}]
                """);

        assertThat(printed(out -> TariffsText.printTariffs(tariffs, out))
                        .lines()
                        .map(String::strip))
                .containsExactly(
                        "tariff  currency  valid from  valid to    sealed  components        name",
                        "nordic  NOK       2026-01-01  2027-01-01  yes     gpu-time, energy  Nordic",
                        "nordic  NOK       2027-01-01  -           no      gpu-time          Nordic");
    }

    @Test
    void saysForWhatThereIsNoPrice() {
        assertThat(TariffsText.noPrices("nordic", null, "h100"))
                .isEqualTo("No prices of tariff 'nordic' of SKU 'h100'. 'prices list' has all prices.");
    }

    @Test
    void saysThatNoDraftWaits() throws IOException {
        JsonNode none = json("[]");
        assertThat(printed(out -> TariffsText.printDrafts(none, out))).isEqualTo("No draft waits for approval.\n");
    }

    @Test
    void showsWhatADraftChangesAndTheTagToApproveIt() throws IOException {
        var read = new TariffDesk.Read(json("""
                {"tariff": "nordic", "validFrom": "2027-01-01", "against": "2026-01-01",
                 "text": "~ gpu-time / pricePerGpuHour: 20.00 -> 21.50"}
                """), "abc");

        assertThat(printed(out -> TariffsText.printDiff(read, out))).isEqualTo("""
                tariff nordic, from 2027-01-01, beside the version from 2026-01-01
                ~ gpu-time / pricePerGpuHour: 20.00 -> 21.50
                tag abc
                """);
    }

    @Test
    void showsWhoDidWhat() throws IOException {
        JsonNode history = json("""
                {"tariff": "nordic", "versions": [{"validFrom": "2026-01-01", "sealed": true,
                  "components": [{"id": "gpu-time"}]}],
                 "steps": [{"at": "2026-01-02T08:00:00Z", "person": "ann", "action": "drafted",
                   "validFrom": "2026-01-01", "draft": "d1"}]}
                """);

        assertThat(printed(out -> TariffsText.printHistory(history, out))).isEqualTo("""
                from 2026-01-01, sealed
                  {"id":"gpu-time"}
                2026-01-02T08:00:00Z ann: drafted the version from 2026-01-01, draft d1
                """);
    }

    @Test
    void listsAPriceForEachOfItsTimes() throws IOException {
        JsonNode prices = json("""
                [{"skuPriceId": "nordic/gpu-time/narvik/h100", "currency": "NOK", "description": "GPU time", "prices": [
                  {"validFrom": "2026-01-01", "validTo": "2027-01-01", "pricePerGpuHour": "20.00"},
                  {"validFrom": "2027-01-01", "term": "12-months", "pricePerGpuHour": "9.50"}]}]
                """);

        assertThat(printed(out -> TariffsText.printPrices(prices, out)).lines().map(String::strip))
                .containsExactly(
                        "price                        per GPU-hour  currency  term       valid from  valid to    description",
                        "nordic/gpu-time/narvik/h100         20.00  NOK       -          2026-01-01  2027-01-01  GPU time",
                        "nordic/gpu-time/narvik/h100          9.50  NOK       12-months  2027-01-01  -           GPU time");
    }

    /** Who does it and what was read are never guessed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tariffs approve d1 --as bea",
                "tariffs approve d1 --tag abc",
                "tariffs draft version.json",
                "tariffs diff",
                "prices show"
            })
    void refusesACommandThatSaysTooLittle(String line) {
        assertThat(Wattledger.commandLine()
                        .setErr(new PrintWriter(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
                        .execute(line.split(" ")))
                .isEqualTo(ExitCode.USAGE);
    }

    private static JsonNode json(String text) throws IOException {
        return WireJson.newMapper().readTree(text);
    }

    private static String printed(Consumer<PrintStream> print) {
        var bytes = new ByteArrayOutputStream();
        print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
