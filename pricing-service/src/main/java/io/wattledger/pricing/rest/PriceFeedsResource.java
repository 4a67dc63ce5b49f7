package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.flow.CatalogBook;
import io.wattledger.pricing.flow.FeedBook;
import io.wattledger.pricing.flow.FeedBook.Fetch;
import io.wattledger.pricing.flow.FetchPrices;
import io.wattledger.pricing.flow.WatchSeries;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows price feeds and what became of fetching them, and fetches a day on demand. */
@Path("/api/v1/price-feeds")
@Produces(MediaType.APPLICATION_JSON)
public class PriceFeedsResource {

    private static final int LAST_FETCHES = 10;

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final FeedBook feeds;
    private final FetchPrices fetchPrices;
    private final WatchSeries watchSeries;

    PriceFeedsResource(
            TenantScope scope, CatalogBook catalogs, FeedBook feeds, FetchPrices fetchPrices, WatchSeries watchSeries) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.feeds = feeds;
        this.fetchPrices = fetchPrices;
        this.watchSeries = watchSeries;
    }

    /**
     * A feed.
     *
     * @param series price or carbon series that it fills; absent for exchange rates
     * @param lateDays delivery days of the series that should be complete by now and are not; absent for exchange rates
     * @param fetches what became of the days that were fetched last, latest first
     */
    public record FeedItem(
            String id,
            @Nullable String series,
            String baseUrl,
            String path,
            String at,
            String timeZone,
            int daysAhead,
            @Nullable Integer lateDays,
            List<FetchItem> fetches) {}

    /**
     * What became of a delivery day.
     *
     * @param state {@code waiting} (is tried again), {@code taken}, or {@code failed} (somebody must look)
     */
    public record FetchItem(
            LocalDate day,
            String state,
            int attempts,
            Instant lastAt,
            @Nullable Instant nextAt,
            String detail,
            @Nullable String document) {

        static FetchItem from(Fetch fetch) {
            return new FetchItem(
                    fetch.day(),
                    fetch.state().name().toLowerCase(Locale.ROOT),
                    fetch.attempts(),
                    fetch.lastAt(),
                    fetch.nextAt(),
                    fetch.detail(),
                    fetch.document());
        }
    }

    /** All price feeds. */
    public record FeedList(List<FeedItem> items) {}

    /** All price feeds, by id, with what became of fetching the last days. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listPriceFeeds", summary = "Price feeds and what became of fetching them")
    public FeedList list() {
        return scope.asOperator(connection -> {
            Map<String, Integer> late = watchSeries.lateDays(connection);
            List<FeedItem> items = new ArrayList<>();
            List<PriceFeed> sorted = catalogs.load().priceFeeds().values().stream()
                    .sorted(Comparator.comparing(PriceFeed::id))
                    .toList();
            for (PriceFeed feed : sorted) {
                items.add(item(connection, feed, late));
            }
            return new FeedList(items);
        });
    }

    /** Fetches a delivery day now; without one, the latest whose document may be there. */
    @POST
    @Path("/{id}/fetch")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "fetchPriceFeed", summary = "Fetch a delivery day of a price feed now")
    public FetchItem fetch(@PathParam("id") String id, @QueryParam("day") @Nullable String day) {
        return FetchItem.from(fetchPrices.fetch(id, day == null ? null : Windows.day(day, "day")));
    }

    private FeedItem item(Connection connection, PriceFeed feed, Map<String, Integer> late) throws SQLException {
        String series =
                switch (feed.reading()) {
                    case Reading.OfPrices prices -> prices.series();
                    case Reading.OfFactors factors -> factors.series();
                    case Reading.OfRates rates -> null;
                };
        return new FeedItem(
                feed.id(),
                series,
                feed.address().baseUrl(),
                feed.address().path(),
                feed.schedule().at().toString(),
                feed.schedule().timeZone().getId(),
                feed.schedule().daysAhead(),
                series == null ? null : late.get(series),
                feeds.fetches(connection, feed.id(), LocalDate.EPOCH).stream()
                        .sorted(Comparator.comparing(Fetch::lastAt).reversed())
                        .limit(LAST_FETCHES)
                        .map(FetchItem::from)
                        .toList());
    }
}
