package io.wattledger.pricing.flow;

import io.wattledger.pricing.energy.CarbonFactor;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.ExchangeRate;
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
    record Prices(@Nullable Instant createdAt, @Nullable Integer revisionNumber, List<PricePoint> points) {

        /** Prices of a document that does not say when it was made. */
        public Prices(List<PricePoint> points) {
            this(null, null, points);
        }
    }

    /** Reads the prices of a document for a series. */
    Prices prices(String fileName, byte[] bytes, Reading.OfPrices reading, PriceSeries series);

    /** Reads the exchange rates {@code wanted}, each in order of days; the key is the id of the rate. */
    Map<String, List<DayRate>> rates(
            String fileName, byte[] bytes, Reading.OfRates reading, Map<String, ExchangeRate> wanted);

    /** Reads the carbon factors of a document for a series, in order of time. */
    List<CarbonFactor> factors(String fileName, byte[] bytes, Reading.OfFactors reading, CarbonSeries series);
}
