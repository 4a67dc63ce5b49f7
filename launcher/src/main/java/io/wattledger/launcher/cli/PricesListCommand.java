package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.suite.KnownNames;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.tariffs.TariffDesk;
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
        Query question = Query.NONE.with("tariff", tariff).with("site", site).with("sku", sku);
        return shared.atSuite(Services.NOBODY_IN_PARTICULAR, services -> {
            JsonNode prices = new TariffDesk(services).prices(question);
            if (prices.path("items").isEmpty()) {
                requireNames(new KnownNames(services));
            }
            if (shared.asJson()) {
                Shared.printJson(prices);
            } else if (prices.path("items").isEmpty()) {
                Shared.out().println(TariffsText.noPrices(tariff, site, sku));
            } else {
                TariffsText.printPrices(prices.path("items"), Shared.out());
            }
            return ExitCode.DONE;
        });
    }

    private void requireNames(KnownNames known) {
        if (tariff != null) {
            known.requireTariff(tariff);
        }
        if (site != null) {
            known.requireSite(site);
        }
        if (sku != null) {
            known.requireSku(sku);
        }
    }
}
