package io.wattledger.billing.focus;

import io.wattledger.contracts.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metadata document beside an export (F19): who made it, by which version, and what each column holds. */
public final class FocusMetadata {

    /** Digits and decimals of every number, so that Parquet has one type for all of them. */
    public static final int PRECISION = 38;

    /** Decimals: a quantity has 10 of them, a price 14, their product 24. */
    public static final int SCALE = 24;

    /** Prefix of the keys of tags that the provider sets. */
    private static final String TAG_PREFIX = "wattledger/";

    /** Counts the changes of our columns; a reader that knows the id knows them. */
    private static final int EDITION = 1;

    /** When the columns of this edition were decided. */
    private static final String CREATED = "2026-11-28T00:00:00Z";

    private FocusMetadata() {}

    /** The document for files of a dataset and version, in UTF-8. */
    public static byte[] write(FocusDataset dataset, FocusVersion version) {
        Map<String, Object> schema = new LinkedHashMap<>();
        String name = dataset == FocusDataset.COST_AND_USAGE ? "" : dataset.text() + "-";
        schema.put("SchemaId", "wattledger-focus-" + name + version.text() + "-" + EDITION);
        schema.put("Dataset", dataset.text());
        schema.put("FocusVersion", version.text());
        schema.put("CreationDate", CREATED);
        schema.put(
                "ColumnDefinition",
                FocusColumn.of(dataset, version).stream()
                        .map(FocusMetadata::column)
                        .toList());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("DataGenerator", Map.of("DataGenerator", "Wattledger"));
        document.put("Schema", List.of(schema));
        return WireJson.write(document);
    }

    private static Map<String, Object> column(FocusColumn column) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("ColumnName", column.header());
        definition.put("DataType", column.type().text());
        if (column.type() == FocusType.DECIMAL) {
            definition.put("NumericPrecision", PRECISION);
            definition.put("NumberScale", SCALE);
        }
        if (column == FocusColumn.TAGS) {
            definition.put("ProviderTagPrefixes", List.of(TAG_PREFIX));
        }
        return definition;
    }
}
