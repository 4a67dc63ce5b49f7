package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.flow.PricingProblem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a price document is to be read: an entry of {@code priceFiles} of a catalog.
 *
 * @param match pattern of file names; of no meaning here, where the file is at hand
 * @param format {@code entsoe-a44}, {@code csv} or {@code exchange-rate-csv}
 * @param series price series that the document is for; absent for exchange rates
 * @param columns which column holds what; absent for XML
 * @param timeZone clock of times without an offset
 * @param decimal decimal sign, {@code .} unless said otherwise
 * @param delimiter between the fields of a row, {@code ,} unless said otherwise
 */
public record ReadingBody(
        @Nullable String match,
        String format,
        @Nullable String series,
        @Nullable Columns columns,
        @Nullable String timeZone,
        @Nullable String decimal,
        @Nullable String delimiter) {

    /**
     * Columns by the names in the header.
     *
     * @param start start of the slot
     * @param end its end
     * @param price the price
     * @param date the day of exchange rates
     * @param rates column by id of the exchange rate
     */
    public record Columns(
            @Nullable String start,
            @Nullable String end,
            @Nullable String price,
            @Nullable String date,
            @Nullable Map<String, String> rates) {}

    /** The reading, or a refusal that names the member that is missing or wrong. */
    Reading toReading() {
        return switch (format) {
            case "entsoe-a44" -> new Reading.EntsoeA44(require(series, "/series"));
            case "csv" -> {
                Columns named = require(columns, "/columns");
                yield new Reading.PriceCsv(
                        require(series, "/series"),
                        require(named.start(), "/columns/start"),
                        named.end(),
                        require(named.price(), "/columns/price"),
                        form(),
                        zone());
            }
            case "exchange-rate-csv" -> {
                Columns named = require(columns, "/columns");
                yield new Reading.ExchangeRateCsv(
                        require(named.date(), "/columns/date"), require(named.rates(), "/columns/rates"), form());
            }
            default -> throw refuse("/format", "'" + format + "' is no format: entsoe-a44, csv or exchange-rate-csv");
        };
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

    private static Refusal refuse(String pointer, String detail) {
        return new Refusal(
                PricingProblem.READING_INVALID,
                "reading" + pointer + ": " + detail,
                List.of(new FieldError(pointer, detail)));
    }
}
