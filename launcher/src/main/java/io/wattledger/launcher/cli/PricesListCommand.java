package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the prices per GPU-hour. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the prices per GPU-hour of all tariffs, by site and SKU, each from when to when it holds.")
final class PricesListCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Option(names = "--tariff", paramLabel = "TARIFF", description = "Only of this tariff.")
    private @Nullable String tariff;

    @Option(names = "--site", paramLabel = "SITE", description = "Only at this site.")
    private @Nullable String site;

    @Option(names = "--sku", paramLabel = "SKU", description = "Only of this SKU.")
    private @Nullable String sku;

    @Override
    public Integer call() {
        Map<String, String> filters = new TreeMap<>();
        put(filters, "tariff", tariff);
        put(filters, "site", site);
        put(filters, "sku", sku);
        return TariffsCommand.at(shared, TariffsCommand.NOBODY_IN_PARTICULAR, desk -> {
            JsonNode prices = desk.prices(filters);
            if (shared.asJson()) {
                Shared.printJson(prices);
            } else {
                TariffsText.printPrices(prices.path("items"), Shared.out());
            }
            return ExitCode.DONE;
        });
    }

    private static void put(Map<String, String> filters, String name, @Nullable String value) {
        if (value != null) {
            filters.put(name, value);
        }
    }
}
