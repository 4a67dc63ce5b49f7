package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.CatalogForm.CarbonSeriesForm;
import io.wattledger.pricing.energy.CarbonSeries;
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

/** Shows carbon series: what they are, what they state and whether days are complete. */
@Path("/api/v1/carbon-series")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
public class CarbonSeriesResource {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final PriceBook prices;
    private final Clock clock;

    CarbonSeriesResource(TenantScope scope, CatalogBook catalogs, PriceBook prices, Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.prices = prices;
        this.clock = clock;
    }

    /** All carbon series. */
    public record CarbonSeriesList(List<CarbonSeriesForm> items) {}

    /** One factor as it was known. */
    public record FactorItem(
            Instant start,
            Instant end,
            BigDecimal gramsPerKwh,
            int revision,
            String document,
            Instant receivedAt,
            String state) {}

    /** Factors in order of time. */
    public record FactorList(String series, Instant knownAt, List<FactorItem> items) {}

    /** All carbon series, by id. */
    @GET
    @Operation(operationId = "listCarbonSeries", summary = "Carbon series")
    public CarbonSeriesList list() {
        return scope.asOperator(connection -> new CarbonSeriesList(catalogs.load().carbonSeries().values().stream()
                .sorted(Comparator.comparing(CarbonSeries::id))
                .map(series -> new CarbonSeriesForm(
                        series.id(),
                        series.zone(),
                        series.resolution().name(),
                        series.publisher(),
                        series.timeZone().getId()))
                .toList()));
    }

    /** The factors of a window as they were known at an instant; without one, as they are known now. */
    @GET
    @Path("/{id}/points")
    @Operation(operationId = "listCarbonFactors", summary = "Carbon factors of a series as known at an instant")
    public FactorList points(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("knownAt") @Nullable String knownAt) {
        Interval window = Windows.instants(from, to);
        Instant known = knownAt == null ? clock.instant() : Windows.instant(knownAt, "knownAt");
        return scope.asOperator(connection -> {
            CarbonSeries series = require(id);
            return new FactorList(
                    id,
                    known,
                    prices.knownAt(connection, index(series), window, known).stream()
                            .map(point -> item(series, point))
                            .toList());
        });
    }

    /** How many factors each day should have and has; both days are included. */
    @GET
    @Path("/{id}/completeness")
    @Operation(operationId = "getCarbonCompleteness", summary = "Completeness of a carbon series per day")
    public DayList completeness(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        DaySpan span = DaySpan.of(from, to);
        return scope.asOperator(connection -> {
            CarbonSeries series = require(id);
            List<Known> known = prices.knownAt(connection, index(series), span.in(series.timeZone()), clock.instant());
            return span.completeness(id, series.resolution(), series.timeZone(), known);
        });
    }

    private CarbonSeries require(String id) {
        CarbonSeries series = catalogs.load().carbonSeries().get(id);
        if (series == null) {
            throw new Refusal(CommonProblem.NOT_FOUND, "there is no carbon series '" + id + "'");
        }
        return series;
    }

    private static Index index(CarbonSeries series) {
        return new Index(IndexKind.CARBON, series.id(), CarbonSeries.UNIT);
    }

    private static FactorItem item(CarbonSeries series, Known point) {
        return new FactorItem(
                point.start(),
                point.start().plus(series.resolution().length()),
                point.value(),
                point.revision(),
                point.document(),
                point.receivedAt(),
                point.state().name().toLowerCase(Locale.ROOT));
    }
}
