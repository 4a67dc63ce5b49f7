package io.wattledger.pricing.energy;

import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the bytes of a price document are to be read: an entry of {@code priceFiles} in a catalog. */
public sealed interface Reading {

    /**
     * ENTSO-E A44 XML.
     *
     * @param series id of the price series that the document is for
     */
    record EntsoeA44(String series) implements Reading {}

    /**
     * A CSV of prices, one per row.
     *
     * @param series id of the price series that the file is for
     * @param startColumn header of the column with the start of the slot
     * @param endColumn header of the column with its end; absent where the resolution of the series says it
     * @param priceColumn header of the column with the price, in unit and currency of the series
     * @param form how the rows are written
     * @param timeZone the clock of times without an offset; absent where every time has one
     */
    record PriceCsv(
            String series,
            String startColumn,
            @Nullable String endColumn,
            String priceColumn,
            CsvForm form,
            @Nullable ZoneId timeZone)
            implements Reading {}

    /**
     * A CSV of exchange rates, one day per row, a column per rate.
     *
     * @param dateColumn header of the column with the day
     * @param columnByRate header of the column by id of the exchange rate
     * @param form how the rows are written
     */
    record ExchangeRateCsv(String dateColumn, Map<String, String> columnByRate, CsvForm form) implements Reading {

        /** Copies the map. */
        public ExchangeRateCsv {
            columnByRate = Map.copyOf(columnByRate);
        }
    }
}
