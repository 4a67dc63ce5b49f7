package io.wattledger.billing.focus;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The columns that a metadata document describes, to be held against the header of a file (F19). */
final class DescribedColumns {

    private DescribedColumns() {}

    /** Their names, in order. */
    static List<String> of(FocusDataset dataset, FocusVersion version) throws IOException {
        JsonNode document = WireJson.read(FocusMetadata.write(dataset, version), JsonNode.class);
        List<String> names = new ArrayList<>();
        for (JsonNode column : document.path("Schema").path(0).path("ColumnDefinition")) {
            names.add(column.path("ColumnName").asText());
        }
        return names;
    }
}
