package io.wattledger.launcher.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A service refused a request with a problem document (RFC 9457). */
public final class ServiceRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String code;
    private final transient List<Item> errors;

    private ServiceRefusal(String message, int status, String code, List<Item> errors) {
        super(message);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /**
     * One thing that is wrong.
     *
     * @param pointer JSON pointer into what was sent; empty where it is the whole
     * @param detail what is wrong there
     */
    public record Item(String pointer, String detail) {}

    /** What the document of an answer says, after this message. */
    static ServiceRefusal of(String message, int status, byte[] body) {
        try {
            JsonNode problem = JSON.readTree(body);
            List<Item> errors = new ArrayList<>();
            problem.path("errors")
                    .forEach(error -> errors.add(new Item(
                            error.path("pointer").asText(), error.path("detail").asText())));
            String detail = problem.path("detail").asText(problem.path("title").asText());
            String code = problem.path("code").asText();
            return new ServiceRefusal(
                    detail.isEmpty() ? message : message + " (" + code + "): " + detail, status, code, errors);
        } catch (IOException e) {
            return new ServiceRefusal(message + ": " + new String(body, StandardCharsets.UTF_8), status, "", List.of());
        }
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** The stable code of the refusal; empty where the answer held none. */
    public String code() {
        return code;
    }

    /** What is wrong beyond the message, a line for each, with the place in what was sent where there is one. */
    public List<String> reasons() {
        return errors.stream()
                .filter(error -> !error.pointer().isEmpty()
                        || !String.valueOf(getMessage()).contains(error.detail()))
                .map(error -> error.pointer().isEmpty() ? error.detail() : error.pointer() + ": " + error.detail())
                .toList();
    }

    /** What is wrong where; empty when the message says all. */
    public List<Item> errors() {
        return errors;
    }
}
