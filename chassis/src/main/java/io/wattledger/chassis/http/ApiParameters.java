package io.wattledger.chassis.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Completes what an OpenAPI document says of the parameters and bodies that an operation takes. */
final class ApiParameters {

    /** What parameters mean that are the same everywhere; what the code says comes first. */
    private static final Map<String, String> WORDS = Map.of(
            "tenant", "Whose; for operators and auditors",
            "tenants", "Only these, joined by commas; for operators and auditors",
            "from", "First instant",
            "to", "First instant after",
            "limit", "Items on a page",
            "cursor", "nextCursor of the page before");

    private static final String WHICH = "Which one";

    private ApiParameters() {}

    static void complete(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ApiParameters::complete);
        }
        if (operation.getRequestBody() != null && operation.getRequestBody().getContent() != null) {
            Map<String, MediaType> media =
                    operation.getRequestBody().getContent().getMediaTypes();
            if (media != null) {
                media.forEach(ApiParameters::complete);
            }
        }
    }

    private static void complete(Parameter parameter) {
        if (parameter.getRef() != null) {
            return;
        }
        if (parameter.getSchema() == null && parameter.getContent() == null) {
            parameter.setSchema(OASFactory.createSchema().addType(SchemaType.STRING));
        }
        if (parameter.getDescription() == null) {
            parameter.setDescription(WORDS.getOrDefault(parameter.getName(), WHICH));
        }
        // An annotation can only hold one text as example, also of a parameter that takes several.
        if (is(parameter.getSchema(), SchemaType.ARRAY) && parameter.getExample() instanceof String one) {
            parameter.setExample(List.of(one));
        }
    }

    /** A body that is read by hand is bytes for the framework; for a sender it is the JSON that its media type says. */
    private static void complete(String mediaType, MediaType media) {
        if (!mediaType.endsWith("json") || !is(media.getSchema(), SchemaType.STRING)) {
            return;
        }
        Schema object = OASFactory.createSchema().addType(SchemaType.OBJECT);
        media.setSchema(
                mediaType.contains("batch")
                        ? OASFactory.createSchema().addType(SchemaType.ARRAY).items(object)
                        : object);
    }

    private static boolean is(@Nullable Schema schema, SchemaType type) {
        return schema != null && schema.getType() != null && schema.getType().contains(type);
    }
}
