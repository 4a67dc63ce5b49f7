package io.wattledger.launcher.exports;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.Query;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which export is wanted of billing.
 *
 * @param path with its query
 * @param mediaType of the file
 */
public record ExportOrder(String path, String mediaType) {

    private static final String CSV = "text/csv";
    private static final String PARQUET = "application/vnd.apache.parquet";

    /** The form of a FOCUS file. */
    public enum Format {
        /** Text. */
        CSV(ExportOrder.CSV),
        /** Columns. */
        PARQUET(ExportOrder.PARQUET);

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /**
     * Some months, the last of them included.
     *
     * @throws InputFault when they end before they begin
     */
    public record Months(YearMonth from, YearMonth to) {

        /** Refuses what ends before it begins. */
        public Months {
            if (to.isBefore(from)) {
                throw InputFault.ofCommandLine("--to " + to + " lies before --from " + from
                        + "; the last month may be the first, not earlier");
            }
        }

        /** One month where {@code to} is absent. */
        public static Months of(YearMonth from, @Nullable YearMonth to) {
            return new Months(from, to == null ? from : to);
        }

        private String commaSeparated() {
            return Stream.iterate(from, month -> !month.isAfter(to), month -> month.plusMonths(1))
                    .map(YearMonth::toString)
                    .collect(Collectors.joining(","));
        }
    }

    /** Rows of FOCUS. No tenant means all; an absent version the one that billing takes by itself. */
    public static ExportOrder focus(Months months, List<String> tenants, @Nullable String version, Format format) {
        Query query = Query.NONE
                .with("format", format.name().toLowerCase(Locale.ROOT))
                .with("periods", months.commaSeparated())
                .with("tenants", tenants.isEmpty() ? null : String.join(",", tenants))
                .with("version", version);
        return of("focus", query, format.mediaType);
    }

    /** The journal of a legal entity. */
    public static ExportOrder journal(Months months, String legalEntity) {
        return of("journal", ofEntity(months, legalEntity), CSV);
    }

    /** The SAF-T file of a Norwegian legal entity. */
    public static ExportOrder safT(Months months, String legalEntity) {
        return of("saf-t", ofEntity(months, legalEntity), "application/xml");
    }

    private static Query ofEntity(Months months, String legalEntity) {
        return Query.NONE
                .with("from", months.from().toString())
                .with("legalEntity", legalEntity)
                .with("to", months.to().toString());
    }

    private static ExportOrder of(String kind, Query query, String mediaType) {
        return new ExportOrder("/api/v1/exports/" + kind + query, mediaType);
    }
}
