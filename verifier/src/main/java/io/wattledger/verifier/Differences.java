package io.wattledger.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the first figure in which two things differ, by their written form. */
final class Differences {

    private static final ObjectMapper MAPPER = WireJson.newMapper();

    private Differences() {}

    /** The first difference in words, or null where there is none. */
    static @Nullable String first(Object stated, Object computed) {
        return first("", tree(WireJson.write(stated)), tree(WireJson.write(computed)));
    }

    private static @Nullable String first(String path, JsonNode stated, JsonNode computed) {
        if (stated.equals(computed)) {
            return null;
        }
        if (stated.isContainerNode() && stated.getNodeType() == computed.getNodeType()) {
            return stated.isObject() ? firstMember(path, stated, computed) : firstElement(path, stated, computed);
        }
        return path + ": stated " + shown(stated) + ", computed " + shown(computed);
    }

    private static @Nullable String firstMember(String path, JsonNode stated, JsonNode computed) {
        Set<String> names = new LinkedHashSet<>();
        stated.fieldNames().forEachRemaining(names::add);
        computed.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String difference = first(path + "/" + name, stated.path(name), computed.path(name));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private static @Nullable String firstElement(String path, JsonNode stated, JsonNode computed) {
        for (int place = 0; place < Math.max(stated.size(), computed.size()); place++) {
            String difference = first(path + "/" + place, stated.path(place), computed.path(place));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private static String shown(JsonNode node) {
        return node instanceof MissingNode ? "nothing" : node.isTextual() ? node.textValue() : node.toString();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
