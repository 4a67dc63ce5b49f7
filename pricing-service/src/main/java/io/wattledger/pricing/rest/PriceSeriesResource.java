package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.flow.PriceBook.Known;
import io.wattledger.pricing.flow.ReadSeries;
import io.wattledger.pricing.flow.ReadSeries.Values;
import io.wattledger.pricing.rest.DaySpan.DayList;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows price series: what they are, what they state and whether days are complete. */
@Path("/api/v1/price-series")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
public class PriceSeriesResource {

    private final ReadSeries readSeries;

    PriceSeriesResource(ReadSeries readSeries) {
        this.readSeries = readSeries;
    }

    /** A price series as it is administered. */
    public record SeriesItem(
            String id,
            String zone,
            String auction,
            String resolution,
            String currency,
            String unit,
            String publisher,
            String timeZone) {

        static SeriesItem from(PriceSeries series) {
            return new SeriesItem(
                    series.id(),
                    series.zone(),
                    series.auction(),
                    series.resolution().name(),
                    series.currency(),
                    series.unit().symbol(),
                    series.publisher(),
                    series.timeZone().getId());
        }
    }

    /** All price series. */
    public record SeriesList(List<SeriesItem> items) {}

    /** One price as it was known. */
    public record PointItem(
            Instant start,
            Instant end,
            BigDecimal price,
            String unit,
            String currency,
            int revision,
            String document,
            Instant receivedAt,
            String state) {}

    /** Prices in order of time. */
    public record PointList(String series, Instant knownAt, List<PointItem> items) {}

    /** All price series, by id. */
    @GET
    @Operation(operationId = "listPriceSeries", summary = "Price series")
    public SeriesList list() {
        return new SeriesList(
                readSeries.all(ReadSeries.PRICES).stream().map(SeriesItem::from).toList());
    }

    /** The prices of a window as they were known at an instant; without one, as they are known now. */
    @GET
    @Path("/{id}/points")
    @Operation(operationId = "listPrices", summary = "Prices of a series as known at an instant")
    public PointList points(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("knownAt") @Nullable String knownAt) {
        Interval window = Windows.instants(from, to);
        Values<PriceSeries> known = readSeries.values(
                ReadSeries.PRICES, id, zone -> window, knownAt == null ? null : Windows.instant(knownAt, "knownAt"));
        return new PointList(
                id,
                known.knownAt(),
                known.values().stream()
                        .map(point -> item(known.series(), point))
                        .toList());
    }

    /** How many prices each delivery day of the zone should have and has; both days are included. */
    @GET
    @Path("/{id}/completeness")
    @Operation(operationId = "getCompleteness", summary = "Completeness of a series per delivery day")
    public DayList completeness(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        DaySpan span = DaySpan.of(from, to);
        return span.completeness(readSeries.values(ReadSeries.PRICES, id, span::in, null));
    }

    private static PointItem item(PriceSeries series, Known point) {
        return new PointItem(
                point.start(),
                point.start().plus(series.resolution().length()),
                point.value(),
                point.unit(),
                series.currency(),
                point.revision(),
                point.document(),
                point.receivedAt(),
                point.state().name().toLowerCase(Locale.ROOT));
    }
}
