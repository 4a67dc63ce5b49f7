package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.suite.Services;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one price. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows the price of a SkuPriceId, as FOCUS exports have it.")
final class PricesShowCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "ID", description = "TARIFF/COMPONENT/SITE/SKU.")
    private String id = "";

    @Override
    public Integer call() {
        return TariffsCommand.at(shared, Services.NOBODY_IN_PARTICULAR, desk -> {
            JsonNode price = desk.price(id);
            if (shared.asJson()) {
                Shared.printJson(price);
            } else {
                TariffsText.printPrices(List.of(price), Shared.out());
            }
            return ExitCode.DONE;
        });
    }
}
