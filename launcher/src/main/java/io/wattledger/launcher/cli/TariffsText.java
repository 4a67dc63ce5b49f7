package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.tariffs.TariffDesk;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Tariffs, drafts and prices as people read them. */
final class TariffsText {

    private TariffsText() {}

    static void printTariffs(JsonNode tariffs, PrintStream out) {
        var table = new TextTable("tariff", "currency", "valid from", "valid to", "sealed", "components", "name");
        for (JsonNode tariff : tariffs) {
            for (JsonNode version : tariff.path("versions")) {
                table.row(
                        tariff.path("id").asText(),
                        tariff.path("currency").asText(),
                        version.path("validFrom").asText(),
                        version.path("validTo").asText("-"),
                        version.path("sealed").asBoolean() ? "yes" : "no",
                        components(version),
                        tariff.path("name").asText());
            }
        }
        table.print(out);
    }

    static void printDrafts(JsonNode drafts, PrintStream out) {
        if (drafts.isEmpty()) {
            out.println("No draft waits for approval.");
            return;
        }
        var table = new TextTable("draft", "tariff", "valid from", "author", "drafted at");
        for (JsonNode draft : drafts) {
            table.row(
                    draft.path("id").asText(),
                    draft.path("tariff").asText(),
                    draft.path("version").path("validFrom").asText(),
                    draft.path("author").asText(),
                    draft.path("draftedAt").asText());
        }
        table.print(out);
    }

    static void printHistory(JsonNode history, PrintStream out) {
        for (JsonNode version : history.path("versions")) {
            out.println("from " + version.path("validFrom").asText()
                    + (version.hasNonNull("validTo")
                            ? " to " + version.path("validTo").asText()
                            : "")
                    + (version.path("sealed").asBoolean() ? ", sealed" : ""));
            for (JsonNode component : version.path("components")) {
                out.println("  " + component);
            }
        }
        for (JsonNode step : history.path("steps")) {
            out.println(step.path("at").asText() + " " + step.path("person").asText() + ": "
                    + step.path("action").asText() + " the version from "
                    + step.path("validFrom").asText()
                    + (step.hasNonNull("draft")
                            ? ", draft " + step.path("draft").asText()
                            : ""));
        }
    }

    static void printDiff(TariffDesk.Read read, PrintStream out) {
        JsonNode diff = read.diff();
        out.println("tariff " + diff.path("tariff").asText() + ", from "
                + diff.path("validFrom").asText()
                + (diff.hasNonNull("against")
                        ? ", beside the version from " + diff.path("against").asText()
                        : ", where no version holds"));
        String text = diff.path("text").asText();
        out.println(text.isEmpty() ? "nothing differs" : text);
        out.println("tag " + read.tag());
    }

    static void printPrices(Iterable<JsonNode> prices, PrintStream out) {
        var table =
                new TextTable("price", ">per GPU-hour", "currency", "term", "valid from", "valid to", "description");
        for (JsonNode price : prices) {
            for (JsonNode dated : price.path("prices")) {
                table.row(
                        price.path("skuPriceId").asText(),
                        dated.path("pricePerGpuHour").asText("-"),
                        price.path("currency").asText(),
                        dated.path("term").asText("-"),
                        dated.path("validFrom").asText(),
                        dated.path("validTo").asText("-"),
                        price.path("description").asText());
            }
        }
        table.print(out);
    }

    /** What a person is told who sees no price, though all the names are known. */
    static String noPrices(@Nullable String tariff, @Nullable String site, @Nullable String sku) {
        return tariff == null && site == null && sku == null
                ? "No prices: apply a catalog with tariffs."
                : "No prices" + of(" of tariff", tariff) + of(" at site", site) + of(" of SKU", sku)
                        + ". 'prices list' has all prices.";
    }

    private static String of(String what, @Nullable String name) {
        return name == null ? "" : what + " '" + name + "'";
    }

    private static String components(JsonNode version) {
        StringBuilder ids = new StringBuilder();
        for (JsonNode component : version.path("components")) {
            ids.append(ids.isEmpty() ? "" : ", ").append(component.path("id").asText());
        }
        return ids.toString();
    }
}
