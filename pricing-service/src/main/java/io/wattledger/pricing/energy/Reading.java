package io.wattledger.pricing.energy;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the bytes of a price document are to be read: an entry of {@code priceFiles} in a catalog. */
public sealed interface Reading {

    /** A document of prices for one series. */
    sealed interface OfPrices extends Reading {
        /** Id of the price series that the document is for. */
        String series();
    }

    /** A document of exchange rates. */
    sealed interface OfRates extends Reading {
        /** Ids of the exchange rates that are to be found in it. */
        Set<String> rates();
    }

    /** A document of carbon factors for one series. */
    sealed interface OfFactors extends Reading {
        /** Id of the carbon series that the document is for. */
        String series();
    }

    /** ENTSO-E A44 XML. */
    record EntsoeA44(String series) implements OfPrices {}

    /** The CSV that ENTSO-E's Transparency Platform exports from its day-ahead page. */
    record EntsoeCsv(String series) implements OfPrices {}

    /** Nord Pool's data portal: DayAheadPrices, JSON. */
    record NordPoolPortal(String series) implements OfPrices {}

    /** Nord Pool's market data API v2: AuctionPrices, JSON. */
    record NordPoolAuction(String series) implements OfPrices {}

    /** Nord Pool's older data pages (page 10): JSON with numbers as they are shown to people. */
    record NordPoolPage(String series) implements OfPrices {}

    /** The price files of hvakosterstrommen.no, JSON. */
    record HvaKosterStrommen(String series) implements OfPrices {}

    /** The price feed of elering.ee, JSON. */
    record Elering(String series) implements OfPrices {}

    /** The unit rates of an Octopus tariff, JSON, in pence; of these the ones without VAT. */
    record OctopusRates(String series) implements OfPrices {}

    /**
     * Elexon Insights: system prices or market index, JSON.
     *
     * @param series id of the price series that the document is for
     * @param member which member of an entry is the price
     */
    record ElexonJson(String series, String member) implements OfPrices {}

    /**
     * A CSV of prices by settlement date and settlement period of Great Britain.
     *
     * @param series id of the price series that the file is for
     * @param dateColumn header of the column with the settlement date
     * @param periodColumn header of the column with the number of the half-hour, from 1
     * @param priceColumn header of the column with the price
     * @param form how the rows are written
     */
    record SettlementCsv(String series, String dateColumn, String periodColumn, String priceColumn, CsvForm form)
            implements OfPrices {}

    /**
     * A CSV of prices, one per row.
     *
     * @param series id of the price series that the file is for
     * @param startColumn header of the column with the start of the slot
     * @param endColumn header of the column with its end; absent where the resolution of the series says it
     * @param priceColumn header of the column with the price
     * @param form how the rows are written
     * @param timeZone the clock of times without an offset; absent where every time has one
     * @param quoted the unit of the prices; absent where it is that of the series
     */
    record PriceCsv(
            String series,
            String startColumn,
            @Nullable String endColumn,
            String priceColumn,
            CsvForm form,
            @Nullable ZoneId timeZone,
            @Nullable QuotedUnit quoted)
            implements OfPrices {

        /** Prices in the unit of the series. */
        public PriceCsv(
                String series,
                String startColumn,
                @Nullable String endColumn,
                String priceColumn,
                CsvForm form,
                @Nullable ZoneId timeZone) {
            this(series, startColumn, endColumn, priceColumn, form, timeZone, null);
        }
    }

    /**
     * A CSV of exchange rates, one day per row, a column per rate.
     *
     * @param dateColumn header of the column with the day
     * @param columnByRate header of the column by id of the exchange rate
     * @param form how the rows are written
     */
    record ExchangeRateCsv(String dateColumn, Map<String, String> columnByRate, CsvForm form) implements OfRates {

        /** Copies the map. */
        public ExchangeRateCsv {
            columnByRate = Map.copyOf(columnByRate);
        }

        @Override
        public Set<String> rates() {
            return columnByRate.keySet();
        }
    }

    /**
     * Exchange rates of Norges Bank as SDMX-CSV: one observation per row, which names its currencies itself.
     *
     * @param rates ids of the exchange rates, whose base and quote say which rows are theirs
     * @param form how the rows are written
     */
    record NorgesBankCsv(Set<String> rates, CsvForm form) implements OfRates {

        /** Copies the set. */
        public NorgesBankCsv {
            rates = Set.copyOf(rates);
        }
    }

    /**
     * Exchange rates of Norges Bank as SDMX-JSON.
     *
     * @param rates ids of the exchange rates, whose base and quote say which series are theirs
     */
    record NorgesBankJson(Set<String> rates) implements OfRates {

        /** Copies the set. */
        public NorgesBankJson {
            rates = Set.copyOf(rates);
        }
    }

    /** The carbon intensity of Great Britain as NESO's API answers it, JSON. */
    record NesoCarbon(String series) implements OfFactors {}

    /**
     * A CSV of carbon factors.
     *
     * @param series id of the carbon series that the file is for
     * @param startColumn header of the column with the start of the slot
     * @param actualColumn header of the column with what was measured
     * @param forecastColumn header of the column with the forecast; absent where there is none
     * @param form how the rows are written
     */
    record CarbonCsv(
            String series,
            String startColumn,
            String actualColumn,
            @Nullable String forecastColumn,
            CsvForm form) implements OfFactors {}
}
