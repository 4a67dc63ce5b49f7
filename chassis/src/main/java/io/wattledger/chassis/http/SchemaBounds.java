package io.wattledger.chassis.http;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Says of every text, list and number of an OpenAPI document what it can be at most, where the code says nothing narrower:
 * what the types of this suite can hold. A reader that generates code from the document then chooses types that are wide
 * enough.
 */
final class SchemaBounds {

    private static final BigDecimal LEAST_INT = BigDecimal.valueOf(Integer.MIN_VALUE);
    private static final BigDecimal MOST_INT = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int LONGEST_TIME = 64;
    private static final Set<String> TIMES = Set.of("date-time", "date");

    private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    void bound(OpenAPI api) {
        if (api.getComponents() != null && api.getComponents().getSchemas() != null) {
            api.getComponents().getSchemas().values().forEach(this::bound);
        }
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        for (PathItem item : api.getPaths().getPathItems().values()) {
            bound(item.getParameters());
            item.getOperations().values().forEach(this::bound);
        }
    }

    private void bound(Operation operation) {
        bound(operation.getParameters());
        if (operation.getRequestBody() != null) {
            bound(operation.getRequestBody().getContent());
        }
        operation.getResponses().getAPIResponses().values().forEach(response -> bound(response.getContent()));
    }

    private void bound(@Nullable List<Parameter> parameters) {
        if (parameters != null) {
            parameters.forEach(parameter -> bound(parameter.getSchema()));
        }
    }

    private void bound(@Nullable Content content) {
        if (content != null && content.getMediaTypes() != null) {
            content.getMediaTypes().values().forEach(media -> bound(media.getSchema()));
        }
    }

    private void bound(@Nullable Schema schema) {
        if (schema == null || schema.getRef() != null || !seen.add(schema)) {
            return;
        }
        List<SchemaType> types = schema.getType() == null ? List.of() : schema.getType();
        if (types.contains(SchemaType.STRING)) {
            boundText(schema);
        }
        if (types.contains(SchemaType.INTEGER)) {
            boundNumber(schema);
        }
        if (types.contains(SchemaType.ARRAY) && schema.getMaxItems() == null) {
            schema.setMaxItems(Integer.MAX_VALUE);
        }
        if (schema.getProperties() != null) {
            boundAll(schema.getProperties().values());
        }
        bound(schema.getItems());
        boundValues(schema.getAdditionalPropertiesSchema());
        boundAll(schema.getAllOf());
        boundAll(schema.getAnyOf());
        boundAll(schema.getOneOf());
    }

    /** Decimals in a map are texts as everywhere; the scanner knows that of members only. */
    private void boundValues(@Nullable Schema values) {
        if (values != null && values.getType() != null && values.getType().contains(SchemaType.NUMBER)) {
            values.setType(List.of(SchemaType.STRING));
        }
        bound(values);
    }

    private void boundAll(@Nullable Collection<Schema> schemas) {
        if (schemas != null) {
            List.copyOf(schemas).forEach(this::bound);
        }
    }

    private static void boundText(Schema schema) {
        boolean isOpen = schema.getMaxLength() == null
                && schema.getConstValue() == null
                && (schema.getEnumeration() == null || schema.getEnumeration().isEmpty());
        if (isOpen) {
            boolean isTime = TIMES.contains(String.valueOf(schema.getFormat()));
            schema.setMaxLength(isTime ? LONGEST_TIME : Integer.MAX_VALUE);
        }
    }

    private static void boundNumber(Schema schema) {
        if (schema.getFormat() == null) {
            schema.setFormat("int64");
        }
        boolean isInt = "int32".equals(schema.getFormat());
        if (schema.getMinimum() == null && schema.getExclusiveMinimum() == null) {
            schema.setMinimum(isInt ? LEAST_INT : LEAST_LONG);
        }
        if (schema.getMaximum() == null && schema.getExclusiveMaximum() == null) {
            schema.setMaximum(isInt ? MOST_INT : MOST_LONG);
        }
    }
}
