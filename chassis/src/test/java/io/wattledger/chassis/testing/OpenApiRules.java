package io.wattledger.chassis.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an OpenAPI document of a service must be like, checked without network: the rules of public linters that this suite
 * keeps, in the words of this suite. Each finding names the place.
 */
public final class OpenApiRules {

    private static final Pattern PATH = Pattern.compile("(/([a-z0-9.-]+|\\{[A-Za-z0-9]+}))+");
    private static final Pattern CAMEL = Pattern.compile("[a-z][a-z0-9]*([A-Z][a-z0-9]*)*");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Set<String> PROBLEM_MEMBERS = Set.of("type", "title", "status", "detail", "code");

    private final JsonNode document;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> operationIds = new HashSet<>();

    private OpenApiRules(JsonNode document) {
        this.document = document;
    }

    /** One sentence for each place that breaks a rule. */
    public static List<String> violations(JsonNode document) {
        OpenApiRules rules = new OpenApiRules(document);
        rules.head();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            rules.require(PATH.matcher(path.getKey()).matches(), path.getKey(), "is no path of kebab-case segments");
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    rules.operation(operation.getKey() + " " + path.getKey(), operation.getValue());
                }
            }
        }
        rules.schemas("#", document);
        return rules.findings;
    }

    private void head() {
        require(document.path("openapi").asText().startsWith("3.1"), "openapi", "is not 3.1");
        JsonNode contact = document.path("info").path("contact");
        for (String member : List.of("name", "email", "url")) {
            require(contact.hasNonNull(member), "info/contact", "has no " + member);
        }
        require(!document.path("info").path("description").asText().isBlank(), "info", "has no description");
        require(document.path("servers").size() > 0, "servers", "are not named");
        for (JsonNode server : document.path("servers")) {
            require(server.path("url").asText().matches(".*/v\\d+.*"), "servers", "name no major version");
        }
        JsonNode problem =
                document.path("components").path("schemas").path("Problem").path("properties");
        PROBLEM_MEMBERS.forEach(member -> require(problem.has(member), "Problem", "has no " + member));
    }

    private void operation(String where, JsonNode operation) {
        String id = operation.path("operationId").asText();
        require(CAMEL.matcher(id).matches(), where, "has no operationId in camelCase");
        require(operationIds.add(id), where, "has an operationId that another has: " + id);
        require(!operation.path("summary").asText().isBlank(), where, "has no summary");
        require(!operation.path("description").asText().isBlank(), where, "has no description");
        require(operation.path("tags").size() > 0, where, "has no tag");
        require(operation.path("security").size() > 0, where, "is open to everybody");
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            boolean isCamel = !parameter.path("in").asText().equals("query")
                    || CAMEL.matcher(name).matches();
            require(isCamel, where, "has a parameter that is no camelCase: " + name);
            require(!parameter.path("description").asText().isBlank(), where, "does not describe " + name);
        }
        JsonNode responses = operation.path("responses");
        for (String status : List.of("400", "401", "403", "500")) {
            require(responses.has(status), where, "does not say " + status);
        }
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            answer(where + " " + response.getKey(), response.getKey(), response.getValue());
        }
    }

    private void answer(String where, String status, JsonNode response) {
        require(!response.path("description").asText().isBlank(), where, "has no description");
        require(response.path("headers").has("API-Version"), where, "has no header API-Version");
        if (status.equals("200") || status.equals("201")) {
            require(!response.path("content").isEmpty(), where, "does not say what it holds");
        }
        if (status.startsWith("4") || status.startsWith("5")) {
            JsonNode problem =
                    response.path("content").path("application/problem+json").path("schema");
            require(problem.path("$ref").asText().endsWith("/Problem"), where, "is no problem+json");
        }
    }

    /** Every schema wherever it lies: texts, lists and numbers say what they can be at most. */
    private void schemas(String where, JsonNode node) {
        if (node.isObject() && node.has("type") && !where.endsWith("/properties")) {
            bounds(where, node);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!member.getKey().equals("example") && !member.getKey().equals("examples")) {
                schemas(where + "/" + member.getKey(), member.getValue());
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                schemas(where + "/" + i, node.get(i));
            }
        }
    }

    private void bounds(String where, JsonNode schema) {
        if (is(schema, "string")) {
            require(
                    schema.has("maxLength") || schema.has("enum") || schema.has("const"),
                    where,
                    "is a text without maxLength");
        }
        require(
                !is(schema, "number") || schema.has("description"),
                where,
                "is a decimal as a number, which programs read as floating point; say why");
        if (is(schema, "integer")) {
            require(schema.has("format"), where, "is a number without format");
            require(schema.has("minimum") || schema.has("exclusiveMinimum"), where, "is a number without minimum");
            require(schema.has("maximum") || schema.has("exclusiveMaximum"), where, "is a number without maximum");
        }
        if (is(schema, "array")) {
            require(schema.has("maxItems"), where, "is a list without maxItems");
        }
    }

    private static boolean is(JsonNode schema, String type) {
        JsonNode named = schema.path("type");
        if (named.isArray()) {
            for (JsonNode one : named) {
                if (one.asText().equals(type)) {
                    return true;
                }
            }
        }
        return named.asText().equals(type);
    }

    private void require(boolean holds, String where, String finding) {
        if (!holds) {
            findings.add(where + " " + finding);
        }
    }
}
