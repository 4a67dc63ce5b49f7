package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.flow.CatalogBook;
import io.wattledger.pricing.flow.PriceBook;
import io.wattledger.pricing.flow.PriceBook.Index;
import io.wattledger.pricing.flow.PriceBook.IndexKind;
import io.wattledger.pricing.flow.PriceBook.Known;
import io.wattledger.pricing.rest.DaySpan.DayList;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows price series: what they are, what they state and whether days are complete. */
@Path("/api/v1/price-series")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
public class PriceSeriesResource {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final PriceBook prices;
    private final Clock clock;

    PriceSeriesResource(TenantScope scope, CatalogBook catalogs, PriceBook prices, Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.prices = prices;
        this.clock = clock;
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
        return scope.asOperator(connection -> new SeriesList(catalogs.load().priceSeries().values().stream()
                .sorted(Comparator.comparing(PriceSeries::id))
                .map(SeriesItem::from)
                .toList()));
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
        Instant known = knownAt == null ? clock.instant() : Windows.instant(knownAt, "knownAt");
        return scope.asOperator(connection -> {
            PriceSeries series = require(id);
            List<PointItem> items = prices.knownAt(connection, index(series), window, known).stream()
                    .map(point -> item(series, point))
                    .toList();
            return new PointList(id, known, items);
        });
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
        return scope.asOperator(connection -> {
            PriceSeries series = require(id);
            List<Known> known = prices.knownAt(connection, index(series), span.in(series.timeZone()), clock.instant());
            return span.completeness(id, series.resolution(), series.timeZone(), known);
        });
    }

    private PriceSeries require(String id) {
        PriceSeries series = catalogs.load().priceSeries().get(id);
        if (series == null) {
            throw new Refusal(CommonProblem.NOT_FOUND, "there is no price series '" + id + "'");
        }
        return series;
    }

    private static Index index(PriceSeries series) {
        return new Index(IndexKind.PRICE, series.id(), series.unit().symbol());
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
