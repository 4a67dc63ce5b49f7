package io.wattledger.launcher.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code usage} section of a catalog, or a mapping file, says about rows of usage.
 *
 * @param source CloudEvents source of every event
 * @param defaults what is taken where a row does not say it
 * @param skuByGpuType SKU by GPU type
 * @param columns what a file calls a column, by the name that docs/catalog.md gives it; empty where it uses these names
 * @param fixedTenant whose usage all of it is, whatever a row says; absent where rows may say it
 */
public record UsageRules(
        URI source,
        Defaults defaults,
        Map<String, String> skuByGpuType,
        Map<String, String> columns,
        @Nullable String fixedTenant) {

    /** The source where a catalog names none. */
    private static final String DEFAULT_SOURCE = "//wattledger.local/usage-file";

    /** Copies the maps. */
    public UsageRules {
        skuByGpuType = Map.copyOf(skuByGpuType);
        columns = Map.copyOf(columns);
    }

    /** Rules by which rows may say whose usage they are. */
    public UsageRules(URI source, Defaults defaults, Map<String, String> skuByGpuType, Map<String, String> columns) {
        this(source, defaults, skuByGpuType, columns, null);
    }

    /** These rules for usage that is all of one tenant; the same where it is absent. */
    public UsageRules ofTenant(@Nullable String tenant) {
        return tenant == null ? this : new UsageRules(source, defaults, skuByGpuType, columns, tenant);
    }

    /**
     * What is taken where a row does not say it; absent means that every row must.
     *
     * @param tenant whose usage it is
     * @param project the tenant's subdivision
     * @param site where the GPUs stand
     * @param sku where a row's GPU type does not decide it
     */
    public record Defaults(
            @Nullable String tenant,
            @Nullable String project,
            @Nullable String site,
            @Nullable String sku) {}

    /** Reads a {@code usage} section that keeps its schema; it may be absent. */
    public static UsageRules of(JsonNode usage) {
        JsonNode defaults = usage.path("defaults");
        return new UsageRules(
                URI.create(usage.path("source").asText(DEFAULT_SOURCE)),
                new Defaults(
                        text(defaults, "tenant"),
                        text(defaults, "project"),
                        text(defaults, "site"),
                        text(defaults, "sku")),
                texts(usage.path("skuByGpuType")),
                texts(usage.path("columns")));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static @Nullable String text(JsonNode node, String member) {
        return node.has(member) ? node.get(member).asText() : null;
    }
}
