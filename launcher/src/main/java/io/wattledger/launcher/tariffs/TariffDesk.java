package io.wattledger.launcher.tariffs;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.ServiceClient.Answer;
import io.wattledger.launcher.suite.Services;
import java.util.function.Function;

/** Asks pricing about tariffs, their drafts and the price list. */
public final class TariffDesk {

    private static final String JSON = "application/json";
    private static final String DRAFTS = "/api/v1/tariff-drafts";

    private final Services services;

    /** At the pricing of these services. */
    public TariffDesk(Services services) {
        this.services = services;
    }

    /**
     * What a draft changes.
     *
     * @param diff as pricing answers it
     * @param tag names what was read; an approval must say it
     */
    public record Read(JsonNode diff, String tag) {}

    /** All tariffs with their versions. */
    public JsonNode tariffs() {
        return ask(client -> client.get("/api/v1/tariffs"));
    }

    /** The versions of a tariff, and who did what to them. */
    public JsonNode history(String tariff) {
        return ask(client -> client.get("/api/v1/tariffs/" + Query.segment(tariff) + "/versions"));
    }

    /** The drafts that wait for approval. */
    public JsonNode drafts() {
        return ask(client -> client.get(DRAFTS));
    }

    /** Proposes a version. */
    public JsonNode draft(byte[] draft) {
        return ask(client -> client.post(DRAFTS, draft, JSON)).json();
    }

    /** What a draft changes of what holds now. */
    public Read diff(String draft) {
        Answer answer = ask(client -> client.get(DRAFTS + "/" + Query.segment(draft) + "/diff", JSON));
        return new Read(answer.json(), answer.tag().replace("\"", ""));
    }

    /** Puts a draft in force, as it was read under {@code tag}. */
    public JsonNode approve(String draft, String tag) {
        return ask(client -> client.postIfMatch(DRAFTS + "/" + Query.segment(draft) + "/approval", "\"" + tag + "\""))
                .json();
    }

    /** The price list, as far as it fits the question. */
    public JsonNode prices(Query question) {
        return ask(client -> client.get("/api/v1/price-list" + question));
    }

    /** The price of an id, which has slashes. */
    public JsonNode price(String skuPriceId) {
        return ask(client ->
                client.get("/api/v1/price-list/" + Query.segment(skuPriceId).replace("%2F", "/")));
    }

    private <T> T ask(Function<ServiceClient, T> question) {
        return services.ask("pricing", question);
    }
}
