package io.wattledger.pricing.rating;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What the engine makes of worked examples: figures by the number of their example and by name, computed when asked for. */
final class Figures {

    private final Map<String, Supplier<String>> byName = new LinkedHashMap<>();

    /** Adds a figure; each may be there once. */
    Figures add(String example, String figure, Supplier<String> computed) {
        return add(key(example, figure), computed);
    }

    /** Adds all figures of another chapter. */
    Figures addAll(Figures chapter) {
        chapter.byName.forEach(this::add);
        return this;
    }

    private Figures add(String name, Supplier<String> computed) {
        if (byName.putIfAbsent(name, computed) != null) {
            throw new IllegalArgumentException("twice: " + name);
        }
        return this;
    }

    Map<String, Supplier<String>> byName() {
        return Map.copyOf(byName);
    }

    static String key(String example, String figure) {
        return example + " " + figure;
    }
}
