package io.wattledger.launcher.invoices;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.ServiceClient.Answer;
import io.wattledger.launcher.suite.Services;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Asks billing about issued documents. */
public final class InvoiceLookup {

    private static final int PAGE = 500;
    private static final String INVOICES = "/api/v1/invoices";
    private static final String JSON = "application/json";

    /** What a document is asked for by; the others are names that billing itself knows. */
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("json", JSON, "pdf", "application/pdf", "xml", "application/xml", "csv", "text/csv");

    private final Services services;

    /** At the billing of these services. */
    public InvoiceLookup(Services services) {
        this.services = services;
    }

    /**
     * All documents that fit, over all pages.
     *
     * @param filters names and values of the question, as {@code GET /invoices} takes them
     */
    public List<JsonNode> list(SortedMap<String, String> filters) {
        List<JsonNode> found = new ArrayList<>();
        SortedMap<String, String> question = new TreeMap<>(filters);
        question.put("limit", Integer.toString(PAGE));
        String cursor;
        do {
            String path = INVOICES + query(question);
            JsonNode page = ask(client -> client.get(path));
            page.path("items").forEach(found::add);
            cursor = page.path("nextCursor").asText("");
            question.put("cursor", cursor);
        } while (!cursor.isEmpty());
        return List.copyOf(found);
    }

    /** The document as data. */
    public JsonNode show(String number) {
        return ask(client -> client.get(path(number)));
    }

    /** What is paid and owed of an invoice; credit notes have no ledger of their own. */
    public JsonNode entries(String number) {
        return ask(client -> client.get(path(number) + "/entries"));
    }

    /**
     * The stored bytes of a document, or its evidence.
     *
     * @param form {@code json}, {@code pdf}, {@code xml}, {@code csv}, {@code evidence} or the name of a document
     * @throws InputFault when billing has no such document
     */
    public byte[] bytes(String number, String form) {
        String type = MEDIA_TYPES.get(form);
        if (type != null) {
            return ask(client -> client.get(path(number), type)).body();
        }
        if (form.equals("evidence")) {
            return ask(client -> client.get(path(number) + "/evidence", "application/zip"))
                    .body();
        }
        return ask(client -> client.get(path(number) + "/documents/" + encoded(form), "*/*"))
                .body();
    }

    /**
     * Issues a credit note. The same request again gives back the same credit note: its key is made of what it says.
     *
     * @return the credit note as billing answers it
     */
    public JsonNode credit(String number, CreditOrder order) {
        Answer answer =
                ask(client -> client.post(path(number) + "/credit-notes", order.body(), order.idempotencyKey(number)));
        return answer.json();
    }

    private <T> T ask(Function<ServiceClient, T> question) {
        return services.ask("billing", question);
    }

    private static String path(String number) {
        return INVOICES + "/" + encoded(number);
    }

    private static String query(SortedMap<String, String> question) {
        StringBuilder query = new StringBuilder();
        question.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
