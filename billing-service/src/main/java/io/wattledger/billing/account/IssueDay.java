package io.wattledger.billing.account;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;

/**
 * Today, as a document is dated that nobody has given a date: the day where the seller is, since its VAT periods begin and end there,
 * and not before the day in whose zone the contract counts its months, since what is billed must be over.
 */
public final class IssueDay {

    private static final Map<String, ZoneId> ZONES = read();

    private IssueDay() {}

    private record Table(Map<String, ZoneId> zones) {}

    /**
     * The day on which a document is issued at {@code now}.
     *
     * @param sellerCountry ISO 3166-1 alpha-2; of a country that {@code seller-zones.json} does not have the contract's zone counts
     * @param contractZone in which the contract counts its months
     */
    public static LocalDate of(Instant now, String sellerCountry, ZoneId contractZone) {
        LocalDate ofContract = LocalDate.ofInstant(now, contractZone);
        LocalDate ofSeller = LocalDate.ofInstant(now, ZONES.getOrDefault(sellerCountry, contractZone));
        return ofSeller.isBefore(ofContract) ? ofContract : ofSeller;
    }

    private static Map<String, ZoneId> read() {
        String resource = "seller-zones.json";
        try (InputStream in = Objects.requireNonNull(IssueDay.class.getResourceAsStream(resource), resource)) {
            return Map.copyOf(WireJson.read(in.readAllBytes(), Table.class).zones());
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
