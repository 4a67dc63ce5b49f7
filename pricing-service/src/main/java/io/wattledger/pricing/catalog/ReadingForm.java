package io.wattledger.pricing.catalog;

import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.QuotedUnit;
import io.wattledger.pricing.energy.Reading;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a price document is to be read: an entry of {@code priceFiles} of a catalog.
 *
 * @param format what kind of file it is; docs/prices.md explains each
 * @param series price or carbon series that the document is for; absent for exchange rates
 * @param columns which column holds what; absent for XML
 * @param timeZone clock of times without an offset
 * @param decimal decimal sign, {@code .} unless said otherwise
 * @param delimiter between the fields of a row, {@code ,} unless said otherwise
 * @param quotedIn unit of the prices where it is not that of the series, for example {@code p/kWh}
 * @param exchangeRates ids of the exchange rates of a file that names its currencies itself
 */
public record ReadingForm(
        String format,
        @Nullable String series,
        @Nullable Columns columns,
        @Nullable String timeZone,
        @Nullable String decimal,
        @Nullable String delimiter,
        @Nullable String quotedIn,
        @Nullable List<String> exchangeRates) {

    /**
     * Columns by the names in the header.
     *
     * @param start start of the slot
     * @param end its end
     * @param price the price
     * @param date the day of exchange rates, or the settlement date
     * @param period the settlement period
     * @param actual the measured carbon factor
     * @param forecast the forecast carbon factor
     * @param rates column by id of the exchange rate
     */
    public record Columns(
            @Nullable String start,
            @Nullable String end,
            @Nullable String price,
            @Nullable String date,
            @Nullable String period,
            @Nullable String actual,
            @Nullable String forecast,
            @Nullable Map<String, String> rates) {}

    private static final String FORMATS =
            "entsoe-a44, entsoe-csv, nordpool-dataportal, nordpool-auction, nordpool-page, hvakosterstrommen, elering,"
                    + " octopus-rates, elexon-json, settlement-csv, csv, exchange-rate-csv, norges-bank-csv,"
                    + " norges-bank-json, neso-carbon or carbon-csv";

    /**
     * The reading.
     *
     * @throws WrongReading when a member is missing or wrong
     */
    public Reading toReading() {
        return switch (format) {
            case "entsoe-a44" -> new Reading.EntsoeA44(seriesId());
            case "entsoe-csv" -> new Reading.EntsoeCsv(seriesId());
            case "nordpool-dataportal" -> new Reading.NordPoolPortal(seriesId());
            case "nordpool-auction" -> new Reading.NordPoolAuction(seriesId());
            case "nordpool-page" -> new Reading.NordPoolPage(seriesId());
            case "hvakosterstrommen" -> new Reading.HvaKosterStrommen(seriesId());
            case "elering" -> new Reading.Elering(seriesId());
            case "octopus-rates" -> new Reading.OctopusRates(seriesId());
            case "elexon-json" -> new Reading.ElexonJson(seriesId(), require(named().price(), "/columns/price"));
            case "settlement-csv" ->
                new Reading.SettlementCsv(
                        seriesId(),
                        require(named().date(), "/columns/date"),
                        require(named().period(), "/columns/period"),
                        require(named().price(), "/columns/price"),
                        form());
            case "csv" ->
                new Reading.PriceCsv(
                        seriesId(),
                        require(named().start(), "/columns/start"),
                        named().end(),
                        require(named().price(), "/columns/price"),
                        form(),
                        zone(),
                        quoted());
            case "exchange-rate-csv" ->
                new Reading.ExchangeRateCsv(
                        require(named().date(), "/columns/date"), require(named().rates(), "/columns/rates"), form());
            case "norges-bank-csv" -> new Reading.NorgesBankCsv(rates(), form());
            case "norges-bank-json" -> new Reading.NorgesBankJson(rates());
            case "neso-carbon" -> new Reading.NesoCarbon(seriesId());
            case "carbon-csv" ->
                new Reading.CarbonCsv(
                        seriesId(),
                        require(named().start(), "/columns/start"),
                        require(named().actual(), "/columns/actual"),
                        named().forecast(),
                        form());
            default -> throw refuse("/format", "'" + format + "' is no format: " + FORMATS);
        };
    }

    private String seriesId() {
        return require(series, "/series");
    }

    private Columns named() {
        return require(columns, "/columns");
    }

    private Set<String> rates() {
        return Set.copyOf(require(exchangeRates, "/exchangeRates"));
    }

    private @Nullable QuotedUnit quoted() {
        if (quotedIn == null) {
            return null;
        }
        return QuotedUnit.of(quotedIn)
                .orElseThrow(() ->
                        refuse("/quotedIn", "'" + quotedIn + "' is no unit such as p/kWh, øre/kWh, ct/kWh or EUR/MWh"));
    }

    private CsvForm form() {
        return new CsvForm(
                sign(Objects.requireNonNullElse(delimiter, ","), "/delimiter", ",;\t|"),
                sign(Objects.requireNonNullElse(decimal, "."), "/decimal", ".,"));
    }

    private static char sign(String text, String pointer, String allowed) {
        if (text.length() != 1 || allowed.indexOf(text.charAt(0)) < 0) {
            throw refuse(pointer, "'" + text + "' must be one of " + String.join(" ", allowed.split("")));
        }
        return text.charAt(0);
    }

    private @Nullable ZoneId zone() {
        if (timeZone == null) {
            return null;
        }
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw refuse("/timeZone", "'" + timeZone + "' is no IANA time zone, for example Europe/Oslo");
        }
    }

    private static <T> T require(@Nullable T value, String pointer) {
        if (value == null) {
            throw refuse(pointer, "is missing");
        }
        return value;
    }

    private static WrongReading refuse(String pointer, String detail) {
        return new WrongReading(pointer, detail);
    }
}
