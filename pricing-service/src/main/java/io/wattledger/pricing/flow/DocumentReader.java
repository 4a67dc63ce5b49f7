package io.wattledger.pricing.flow;

import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of price documents; refuses with {@code UnreadableDocument}. */
public interface DocumentReader {

    /**
     * The prices of a document.
     *
     * @param createdAt when its publisher made it; absent where it does not say
     * @param revisionNumber its publisher's revision number; absent where it has none
     * @param points in order of time
     */
    record Prices(@Nullable Instant createdAt, @Nullable Integer revisionNumber, List<PricePoint> points) {}

    /** Reads an A44 document for a series. */
    Prices entsoeA44(String fileName, byte[] bytes, PriceSeries series);

    /** Reads a CSV of prices for a series. */
    Prices priceCsv(String fileName, byte[] bytes, Reading.PriceCsv reading, PriceSeries series);

    /** Reads a CSV of exchange rates. */
    Map<String, List<DayRate>> exchangeRateCsv(String fileName, byte[] bytes, Reading.ExchangeRateCsv reading);
}
