package io.wattledger.launcher.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog says about usage rows.
 *
 * @param source CloudEvents source of every event
 * @param site where a row names none; absent means that every row must
 * @param sku where a row's GPU type does not decide it; absent means that it must
 * @param project where a row names none
 * @param skuByGpuType SKU by GPU type
 */
public record UsageRules(
        URI source,
        @Nullable String site,
        @Nullable String sku,
        @Nullable String project,
        Map<String, String> skuByGpuType) {

    /** The source where a catalog names none. */
    private static final String DEFAULT_SOURCE = "//wattledger.local/usage-file";

    /** Copies the map. */
    public UsageRules {
        skuByGpuType = Map.copyOf(skuByGpuType);
    }

    /** Reads the {@code usage} section of a catalog that keeps its schema; it may be absent. */
    public static UsageRules of(JsonNode usage) {
        Map<String, String> skus = new TreeMap<>();
        usage.path("skuByGpuType")
                .properties()
                .forEach(entry -> skus.put(entry.getKey(), entry.getValue().asText()));
        JsonNode defaults = usage.path("defaults");
        return new UsageRules(
                URI.create(usage.path("source").asText(DEFAULT_SOURCE)),
                text(defaults, "site"),
                text(defaults, "sku"),
                text(defaults, "project"),
                skus);
    }

    private static @Nullable String text(JsonNode node, String member) {
        return node.has(member) ? node.get(member).asText() : null;
    }
}
