package io.wattledger.chassis.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.info.Contact;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/**
 * Completes the OpenAPI document of a service by what is true of every operation: the headers of each answer, the form of
 * each refusal, where the API lies. What the code says itself stays as it is.
 */
public class ApiDocument implements OASFilter {

    private static final String BASE = "/api/v1";
    private static final String PROBLEM = "Problem";
    private static final String VERSION_HEADER = "API-Version";
    private static final String RATE_HEADER = "RateLimit";
    private static final String ORIGIN_HEADER = "Access-Control-Allow-Origin";
    private static final int LONGEST_HEADER = 256;

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Paths paths = api.getPaths();
        if (paths == null) {
            return;
        }
        describe(api);
        Components components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        api.setComponents(components);
        components.addSchema(PROBLEM, problem());
        headers().forEach(components::addHeader);
        Paths relative = OASFactory.createPaths();
        paths.getPathItems()
                .forEach((path, item) ->
                        relative.addPathItem(path.startsWith(BASE + "/") ? path.substring(BASE.length()) : path, item));
        api.setPaths(relative);
        relative.getPathItems().forEach(ApiDocument::complete);
        new SchemaBounds().bound(api);
    }

    private static void describe(OpenAPI api) {
        if (api.getInfo() != null) {
            Contact contact = api.getInfo().getContact() == null
                    ? OASFactory.createContact()
                    : api.getInfo().getContact();
            contact.setName(contact.getName() == null ? "Wattledger" : contact.getName());
            contact.setEmail(contact.getEmail() == null ? "api@wattledger.example" : contact.getEmail());
            contact.setUrl(contact.getUrl() == null ? "https://wattledger.example/api" : contact.getUrl());
            api.getInfo().setContact(contact);
            api.getInfo()
                    .setLicense(OASFactory.createLicense()
                            .name("Apache-2.0")
                            .url("https://www.apache.org/licenses/LICENSE-2.0"));
        }
        api.setServers(List.of(OASFactory.createServer()
                .url(BASE)
                .description("Where this document was fetched, in production, staging or local use")
                .addExtension("x-internal", false)));
        if (api.getComponents() != null && api.getComponents().getSecuritySchemes() != null) {
            api.getComponents().getSecuritySchemes().values().forEach(ApiDocument::describe);
        }
    }

    /** Whoever issues the tokens: what a service takes is a signed JWT. */
    private static void describe(SecurityScheme scheme) {
        scheme.setType(SecurityScheme.Type.HTTP);
        scheme.setScheme("bearer");
        scheme.setBearerFormat("JWT");
        scheme.setOpenIdConnectUrl(null);
        scheme.setDescription(
                "A bearer token in the form of a signed JWT; signature, issuer, audience and expiry are checked,"
                        + " see RFC8725.");
    }

    private static void complete(String path, PathItem item) {
        item.getOperations().forEach((method, operation) -> {
            APIResponses responses =
                    operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
            operation.setResponses(responses);
            describe(operation);
            ApiParameters.complete(operation);
            refusal(responses, CommonProblem.MALFORMED_REQUEST);
            refusal(responses, CommonProblem.UNAUTHENTICATED);
            refusal(responses, CommonProblem.FORBIDDEN);
            refusal(responses, CommonProblem.INVALID);
            refusal(responses, CommonProblem.INTERNAL);
            if (path.contains("{")) {
                refusal(responses, CommonProblem.NOT_FOUND);
            }
            responses.getAPIResponses().forEach(ApiDocument::complete);
        });
    }

    private static void describe(Operation operation) {
        if (operation.getDescription() == null && operation.getSummary() != null) {
            operation.setDescription(operation.getSummary() + ".");
        }
        if (operation.getTags() == null || operation.getTags().isEmpty()) {
            operation.addTag("service");
        }
    }

    private static void refusal(APIResponses responses, CommonProblem problem) {
        String status = Integer.toString(problem.status());
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().description(problem.title()));
        }
    }

    private static void complete(String status, APIResponse response) {
        if (status.startsWith("4") || status.startsWith("5")) {
            response.setContent(OASFactory.createContent()
                    .addMediaType(
                            Problem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().ref(PROBLEM))));
        }
        if (response.getDescription() == null || response.getDescription().isBlank()) {
            response.setDescription("As asked for");
        }
        for (String name : headers().keySet()) {
            response.addHeader(name, OASFactory.createHeader().ref(name));
        }
    }

    private static Map<String, Header> headers() {
        Map<String, Header> headers = new TreeMap<>();
        headers.put(VERSION_HEADER, header("The version of the API in full, on every answer", ApiHeaders.API_VERSION));
        headers.put(
                RATE_HEADER,
                header(
                        "Set by the gateway in front where it limits rates; the service itself sets none",
                        "\"default\";r=50;t=30"));
        headers.put(
                ORIGIN_HEADER,
                header(
                        "Set for origins that the operator allows (quarkus.http.cors.origins); by default for none",
                        "https://console.wattledger.example"));
        return headers;
    }

    private static Header header(String description, String example) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.STRING).maxLength(LONGEST_HEADER);
        return OASFactory.createHeader().description(description).schema(schema).example(example);
    }

    private static Schema problem() {
        Schema error = object(Map.of(
                "pointer", text("JSON pointer into the body, or the name of a parameter or header", null),
                "detail", text("The value, the rule it breaks and what would be right", null)));
        Schema errors = OASFactory.createSchema()
                .addType(SchemaType.ARRAY)
                .items(error)
                .description("Members that are wrong; absent where none is named");
        Map<String, Schema> members = new TreeMap<>(Map.of(
                "type", text("URN of the documented case", "urn:wattledger:problem:invalid"),
                "title", text("Short words that do not change from case to case", "The request breaks a rule"),
                "detail", text("Words for this very case", "limit is 0: must be between 1 and 1000"),
                "code", text("Stable code of the case; new ones may be added", "invalid"),
                "status",
                        OASFactory.createSchema()
                                .addType(SchemaType.INTEGER)
                                .format("int32")
                                .description("HTTP status")
                                .addExample(CommonProblem.INVALID.status()),
                "errors", errors));
        Schema problem = object(members).description("A refusal, RFC 9457");
        problem.setRequired(List.of("type", "title", "status", "detail", "code"));
        return problem;
    }

    private static Schema object(Map<String, Schema> members) {
        Schema object = OASFactory.createSchema().addType(SchemaType.OBJECT);
        new TreeMap<>(members).forEach(object::addProperty);
        return object;
    }

    private static Schema text(String description, @Nullable String example) {
        Schema text = OASFactory.createSchema().addType(SchemaType.STRING).description(description);
        return example == null ? text : text.addExample(example);
    }
}
