package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.CatalogForm.CarbonSeriesForm;
import io.wattledger.pricing.energy.CarbonSeries;
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

/** Shows carbon series: what they are, what they state and whether days are complete. */
@Path("/api/v1/carbon-series")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
public class CarbonSeriesResource {

    private final ReadSeries readSeries;

    CarbonSeriesResource(ReadSeries readSeries) {
        this.readSeries = readSeries;
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
        return new CarbonSeriesList(readSeries.all(ReadSeries.CARBON).stream()
                .map(series -> new CarbonSeriesForm(
                        series.id(),
                        series.zone(),
                        series.resolution().name(),
                        series.publisher(),
                        series.timeZone().getId()))
                .toList());
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
        Values<CarbonSeries> known = readSeries.values(
                ReadSeries.CARBON, id, zone -> window, knownAt == null ? null : Windows.instant(knownAt, "knownAt"));
        return new FactorList(
                id,
                known.knownAt(),
                known.values().stream()
                        .map(point -> item(known.series(), point))
                        .toList());
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
        return span.completeness(readSeries.values(ReadSeries.CARBON, id, span::in, null));
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
