package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.feed.CsvTable.Row;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the CSV that ENTSO-E's Transparency Platform exports from its day-ahead page: a market time unit in words, an
 * area, a sequence, a price. Central European times without offset, as the page shows them; on the days when the clocks
 * change they may be marked {@code (CET)} or {@code (CEST)}.
 */
final class EntsoeCsvReader {

    private static final Pattern UNIT_OF_TIME = Pattern.compile(
            "([0-9/: ]+?)\\s*(?:\\((CEST|CET|UTC)\\))?\\s+-\\s+([0-9/: ]+?)\\s*(?:\\((CEST|CET|UTC)\\))?");

    private static final Pattern PRICE_HEADER =
            Pattern.compile("(?i)day-ahead.*\\(([A-Z]{3})/(MWh|kWh)\\)|([A-Z]{3})_per_(MWh|kWh)");

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm[:ss]", Locale.ROOT);
    private static final ZoneId CENTRAL_EUROPE = ZoneId.of("Europe/Brussels");

    private static final Map<String, ZoneOffset> OFFSETS =
            Map.of("CET", ZoneOffset.ofHours(1), "CEST", ZoneOffset.ofHours(2), "UTC", ZoneOffset.UTC);

    private final CsvTable table;
    private final PriceSeries series;
    private final LocalTimes starts;
    private final LocalTimes ends;

    private EntsoeCsvReader(CsvTable table, PriceSeries series, ZoneId clock) {
        this.table = table;
        this.series = series;
        this.starts = new LocalTimes(clock);
        this.ends = new LocalTimes(clock);
    }

    static Prices read(String file, byte[] bytes, PriceSeries series) {
        CsvTable table = CsvTable.read(file, bytes, CsvForm.PLAIN);
        ZoneId clock = header(table, "MTU").contains("UTC") ? ZoneOffset.UTC : CENTRAL_EUROPE;
        return new Prices(new EntsoeCsvReader(table, series, clock).points());
    }

    /** The header that begins with a word, in whatever case it is written. */
    private static String header(CsvTable table, String word) {
        return optionalHeader(table, word)
                .orElseThrow(() -> table.refuse(
                        1, 0, "column", word, "is not in the header, which has " + String.join(", ", table.headers())));
    }

    private static Optional<String> optionalHeader(CsvTable table, String word) {
        return table.headers().stream()
                .filter(header -> header.toUpperCase(Locale.ROOT).startsWith(word.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    private List<PricePoint> points() {
        int timeColumn = table.column(header(table, "MTU"));
        int areaColumn = table.column(header(table, "Area"));
        int sequenceColumn =
                optionalHeader(table, "Sequence").map(table::column).orElse(-1);
        int priceColumn = priceColumn();
        SlotValues values = new SlotValues(series);
        for (Row row : table.rows()) {
            String area = row.fields().get(areaColumn).strip();
            SeriesFacts.requireZone(
                    area.substring(area.indexOf('|') + 1), series, rule -> table.refuse(row, areaColumn, rule));
            if (isOtherAuction(row, sequenceColumn)) {
                continue;
            }
            Matcher time = UNIT_OF_TIME.matcher(row.fields().get(timeColumn).strip());
            if (!time.matches()) {
                throw table.refuse(
                        row, timeColumn, "is no market time unit such as 01/01/2024 00:00:00 - 01/01/2024 01:00:00");
            }
            if (CsvForm.PLAIN.isAbsent(row.fields().get(priceColumn))) {
                pass(time.group(1), time.group(2), starts, row, timeColumn);
                pass(time.group(3), time.group(4), ends, row, timeColumn);
                continue;
            }
            Instant start = instant(time.group(1), time.group(2), starts, row, timeColumn);
            Instant end = instant(time.group(3), time.group(4), ends, row, timeColumn);
            values.requireSlot(start, end, rule -> table.refuse(row, timeColumn, rule));
            values.add(
                    start,
                    null,
                    table.number(row, priceColumn, CsvForm.PLAIN),
                    ValueState.FINAL,
                    rule -> table.refuse(row, priceColumn, rule));
        }
        if (values.isEmpty()) {
            throw table.refuse(0, 0, "rows", null, "there is no price in the file");
        }
        return values.prices(series);
    }

    /** Sequence 1 is the zone's main auction; where there is but one, none is named. */
    private static boolean isOtherAuction(Row row, int sequenceColumn) {
        if (sequenceColumn < 0) {
            return false;
        }
        String sequence = row.fields().get(sequenceColumn).strip();
        return !(sequence.isEmpty() || sequence.equals("Without sequence") || sequence.matches("(?i)(sequence )?1"));
    }

    private int priceColumn() {
        for (String header : table.headers()) {
            Matcher price = PRICE_HEADER.matcher(header);
            if (price.matches()) {
                String currency = Objects.requireNonNullElse(price.group(1), price.group(3));
                String unit = Objects.requireNonNullElse(price.group(2), price.group(4));
                Refusing refusing = rule -> table.refuse(1, table.column(header) + 1, "header", header, rule);
                SeriesFacts.requireCurrency(
                        currency == null ? "" : currency.toUpperCase(Locale.ROOT), series, refusing);
                SeriesFacts.requireUnit(
                        "kWh".equalsIgnoreCase(unit) ? EnergyUnit.KWH : EnergyUnit.MWH, series, refusing);
                return table.column(header);
            }
        }
        throw table.refuse(1, 0, "column", "Day-ahead (EUR/MWh)", "is not in the header, which has " + table.headers());
    }

    private Instant instant(String text, @Nullable String clock, LocalTimes times, Row row, int column) {
        LocalDateTime local = local(text, row, column);
        ZoneOffset offset = clock == null ? null : OFFSETS.get(clock);
        return offset == null ? times.next(local, rule -> table.refuse(row, column, rule)) : local.toInstant(offset);
    }

    /** Counts the time of a row without a price, where it says not itself whose clock it is of. */
    private void pass(String text, @Nullable String clock, LocalTimes times, Row row, int column) {
        LocalDateTime local = local(text, row, column);
        if (clock == null) {
            times.pass(local, rule -> table.refuse(row, column, rule));
        }
    }

    private LocalDateTime local(String text, Row row, int column) {
        try {
            return LocalDateTime.parse(text.strip(), LOCAL);
        } catch (DateTimeException e) {
            throw table.refuse(row, column, "is no time; expected for example 01/01/2024 00:00:00");
        }
    }
}
