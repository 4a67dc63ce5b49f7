package io.wattledger.billing.tax;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Reads the tables of this package, which are part of the program. */
final class TaxData {

    private TaxData() {}

    static <T> T read(String resource, Class<T> table) {
        try (InputStream in = Objects.requireNonNull(TaxData.class.getResourceAsStream(resource), resource)) {
            return WireJson.read(in.readAllBytes(), table);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
