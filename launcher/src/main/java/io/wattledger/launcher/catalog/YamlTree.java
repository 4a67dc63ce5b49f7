package io.wattledger.launcher.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.contracts.JsonPointer;
import io.wattledger.launcher.InputFault;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML as JSON, with the place of every value and key. Dates stay text, and a number with decimals becomes an exact
 * one, which the schema then refuses where quotes are wanted.
 */
final class YamlTree {

    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

    private final String file;
    private final Map<String, Place> places = new HashMap<>();

    private YamlTree(String file) {
        this.file = file;
    }

    /**
     * What was read.
     *
     * @param root the document
     * @param places by JSON pointer; the place of a member's key
     */
    record Parsed(JsonNode root, Map<String, Place> places) {}

    /**
     * Reads one YAML document.
     *
     * @param file name for messages
     * @throws InputFault when it is not YAML, holds a key twice or something that JSON does not know
     */
    static Parsed read(String file, String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Node node;
        try {
            node = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            String place = mark == null ? "" : (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": ";
            throw new InputFault(file + ":" + place + "is not YAML: " + e.getProblem());
        }
        if (node == null) {
            throw new InputFault(file + ": is empty");
        }
        var tree = new YamlTree(file);
        if (!(node instanceof MappingNode)) {
            // Whatever else was given by mistake would be told in full.
            throw tree.fault(node, "is neither a catalog nor a mapping: it does not begin with a name and a colon");
        }
        JsonNode root = tree.convert(node, "");
        return new Parsed(root, Map.copyOf(tree.places));
    }

    private JsonNode convert(Node node, String pointer) {
        places.putIfAbsent(pointer, place(node));
        return switch (node) {
            case MappingNode mapping -> object(mapping, pointer);
            case SequenceNode sequence -> {
                var array = JSON.arrayNode();
                for (Node item : sequence.getValue()) {
                    array.add(convert(item, pointer + "/" + array.size()));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw fault(node, "is something that a catalog cannot hold");
        };
    }

    private ObjectNode object(MappingNode mapping, String pointer) {
        ObjectNode object = JSON.objectNode();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw fault(tuple.getKeyNode(), "a key must be a plain word");
            }
            if (object.has(key.getValue())) {
                throw fault(key, "the key '" + key.getValue() + "' stands twice");
            }
            String member = pointer + JsonPointer.step(key.getValue());
            places.put(member, place(key));
            object.set(key.getValue(), convert(tuple.getValueNode(), member));
        }
        return object;
    }

    private JsonNode scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT) && value.matches("[-+]?[0-9]+")) {
            return JSON.numberNode(new BigInteger(value));
        }
        if (tag.equals(Tag.FLOAT) && value.matches("[-+]?[0-9]*\\.?[0-9]+")) {
            return JSON.numberNode(new BigDecimal(value));
        }
        // Not YAML 1.1's yes, no, on and off: NO is Norway.
        if (tag.equals(Tag.BOOL) && (value.equals("true") || value.equals("false"))) {
            return JSON.booleanNode(value.equals("true"));
        }
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        return JSON.textNode(value);
    }

    private InputFault fault(Node node, String sentence) {
        return new InputFault(file + ":" + place(node) + ": " + sentence);
    }

    private static Place place(Node node) {
        var mark = node.getStartMark();
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
