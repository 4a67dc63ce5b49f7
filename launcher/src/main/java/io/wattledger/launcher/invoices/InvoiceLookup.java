package io.wattledger.launcher.invoices;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.ServiceClient.Answer;
import io.wattledger.launcher.suite.ServiceRefusal;
import io.wattledger.launcher.suite.Services;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/** Asks billing about issued documents. */
public final class InvoiceLookup {

    private static final int PAGE = 500;
    private static final int NOT_FOUND = 404;
    private static final String INVOICES = "/api/v1/invoices";
    private static final String JSON = "application/json";

    /** What a document is asked for by, in the order in which they are written; the others are names that billing itself knows. */
    private static final SequencedMap<String, String> MEDIA_TYPES = mediaTypes();

    private final Services services;

    /** At the billing of these services. */
    public InvoiceLookup(Services services) {
        this.services = services;
    }

    /**
     * All documents that fit, over all pages.
     *
     * @param question as {@code GET /invoices} takes it
     */
    public List<JsonNode> list(Query question) {
        List<JsonNode> found = new ArrayList<>();
        Query limited = question.with("limit", Integer.toString(PAGE));
        String cursor = null;
        do {
            String path = INVOICES + limited.with("cursor", cursor);
            JsonNode page = ask(client -> client.get(path));
            page.path("items").forEach(found::add);
            cursor = page.path("nextCursor").asText(null);
        } while (cursor != null);
        return List.copyOf(found);
    }

    private static SequencedMap<String, String> mediaTypes() {
        SequencedMap<String, String> types = new LinkedHashMap<>();
        types.put("json", JSON);
        types.put("pdf", "application/pdf");
        types.put("xml", "application/xml");
        types.put("csv", "text/csv");
        return types;
    }

    /** The forms that an item of the list has, as {@link #bytes} takes them. */
    public static List<String> formsOf(JsonNode item) {
        return MEDIA_TYPES.entrySet().stream()
                .filter(type -> item.path("documents").has(type.getValue()))
                .map(Map.Entry::getKey)
                .toList();
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
        if (form.equals("evidence")) {
            return ask(client -> client.get(path(number) + "/evidence", "application/zip"))
                    .body();
        }
        String type = MEDIA_TYPES.get(form);
        try {
            return ask(client -> type == null
                            ? client.get(path(number) + "/documents/" + Query.segment(form), "*/*")
                            : client.get(path(number), type))
                    .body();
        } catch (ServiceRefusal refusal) {
            if (refusal.status() == NOT_FOUND) {
                // Refused again where it is the number that is not known.
                show(number);
                throw new InputFault(
                        "--as: " + number + " has no document '" + form + "'; its documentNames in 'invoices"
                                + " list -o json' are what it has (no xml where the electronic invoice is inside the PDF)");
            }
            throw refusal;
        }
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
        return INVOICES + "/" + Query.segment(number);
    }
}
