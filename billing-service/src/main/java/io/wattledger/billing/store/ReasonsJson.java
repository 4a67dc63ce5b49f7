package io.wattledger.billing.store;

import io.wattledger.billing.period.HoldReason;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON array in which reasons are stored. */
final class ReasonsJson {

    private ReasonsJson() {}

    static String toRow(List<HoldReason> reasons) {
        return new String(WireJson.write(reasons), StandardCharsets.UTF_8);
    }

    static List<HoldReason> fromRow(String json) {
        try {
            return List.of(WireJson.read(json.getBytes(StandardCharsets.UTF_8), HoldReason[].class));
        } catch (IOException e) {
            throw new UncheckedIOException("reasons are stored in a form that cannot be read", e);
        }
    }
}
