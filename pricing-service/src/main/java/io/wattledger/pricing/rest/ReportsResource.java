package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommaSeparated;
import io.wattledger.chassis.http.PageCursor;
import io.wattledger.chassis.http.PageLimit;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.flow.BalanceBook;
import io.wattledger.pricing.flow.BalanceBook.GpuTime;
import io.wattledger.pricing.flow.PricingReports;
import io.wattledger.pricing.flow.PricingReports.Cause;
import io.wattledger.pricing.flow.PricingReports.GapPlace;
import io.wattledger.pricing.flow.PricingReports.Place;
import io.wattledger.pricing.flow.PricingReports.Unpriced;
import io.wattledger.pricing.flow.PricingReports.UnpricedUsage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows what was rated, what could not be, and whether the books balance. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ReportsResource {

    private static final int MOST = 10_000;
    private static final int PARTS_OF_PLACE = 5;
    private static final int PARTS_OF_GAP = PARTS_OF_PLACE + 2;

    private final TenantScope scope;
    private final PricingReports reports;
    private final BalanceBook book;
    private final Caller caller;

    ReportsResource(TenantScope scope, PricingReports reports, BalanceBook book, Caller caller) {
        this.scope = scope;
        this.reports = reports;
        this.book = book;
        this.caller = caller;
    }

    /** Pricing's side of law 8. */
    public record Balance(GpuTime milliGpuSeconds) {}

    /**
     * A page of rated days.
     *
     * @param items its items
     * @param truncated whether the window holds more behind them
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record RatedDayList(
            List<RatedUsage> items,
            boolean truncated,
            @Nullable String nextCursor) {}

    /**
     * A page of usage without a price.
     *
     * @param items its items
     * @param truncated whether there is more behind them
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record GapList(
            List<UnpricedUsage> items,
            boolean truncated,
            @Nullable String nextCursor) {}

    /** GPU time received, rated and open, of all tenants or of those named, joined by commas. */
    @GET
    @Path("/balance")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getBalance", summary = "GPU time received, rated and open")
    public Balance balance(@QueryParam("tenants") @Nullable String tenants) {
        Set<String> wanted = tenants == null ? null : Set.copyOf(CommaSeparated.values(tenants));
        return new Balance(scope.asOperator(connection -> book.gpuTime(connection, wanted)));
    }

    /** Usage that could not be priced, with what is missing. */
    @GET
    @Path("/gaps")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listGaps",
            summary = "Usage that could not be priced",
            description =
                    "First days and months that cannot be rated, then usage under no contract, then gaps in what is"
                            + " rated; in each by tenant, project, site, SKU and time.")
    public GapList gaps(
            @QueryParam("tenants") @Nullable String tenants,
            @QueryParam("limit") @DefaultValue("" + MOST) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        List<String> wanted = tenants == null ? null : CommaSeparated.values(tenants);
        String question = "gaps" + wanted;
        GapPlace after = gapPlace(PageCursor.key(cursor, question, PARTS_OF_GAP));
        int most = PageLimit.of(limit, MOST);
        List<Unpriced> found = scope.asOperator(connection -> reports.unpriced(connection, wanted, after, most + 1));
        boolean isMore = found.size() > most;
        List<Unpriced> page = isMore ? found.subList(0, most) : found;
        return new GapList(
                page.stream().map(Unpriced::usage).toList(),
                isMore,
                isMore ? PageCursor.after(question, key(page.getLast().at())) : null);
    }

    /** Charges per day, unrounded; a tenant sees its own only, whatever it asks for. */
    @GET
    @Path("/rated-days")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.TENANT})
    @Operation(
            operationId = "listRatedDays",
            summary = "Charges per day, unrounded",
            description = "Ordered by tenant, project, site, SKU and time. A tenant sees its own only.")
    public RatedDayList ratedDays(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @DefaultValue("" + MOST) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Interval window = Windows.instants(from, to);
        String question = "rated-days" + tenant + window;
        List<String> key = PageCursor.key(cursor, question, PARTS_OF_PLACE);
        Place after = key == null ? null : place(key);
        int most = PageLimit.of(limit, MOST);
        List<RatedUsage> found = caller.seesAllTenants()
                ? scope.asOperator(connection -> reports.ratedDays(connection, tenant, window, after, most + 1))
                : scope.inTransaction(
                        caller.tenant(),
                        connection -> reports.ratedDays(connection, caller.tenant(), window, after, most + 1));
        boolean isMore = found.size() > most;
        List<RatedUsage> page = isMore ? found.subList(0, most) : found;
        return new RatedDayList(page, isMore, isMore ? PageCursor.after(question, key(place(page.getLast()))) : null);
    }

    private static Place place(RatedUsage day) {
        return new Place(day.tenant(), day.project(), day.site(), day.sku(), day.periodStart());
    }

    private static List<String> key(Place place) {
        return List.of(
                place.tenant(),
                place.project(),
                place.site(),
                place.sku(),
                place.start().toString());
    }

    private static List<String> key(GapPlace at) {
        List<String> key = new ArrayList<>(key(at.place()));
        key.add(at.cause().name());
        key.add(Integer.toString(at.number()));
        return key;
    }

    private static Place place(List<String> key) {
        return new Place(key.getFirst(), key.get(1), key.get(2), key.get(3), Windows.instant(key.get(4), "cursor"));
    }

    private static @Nullable GapPlace gapPlace(@Nullable List<String> key) {
        if (key == null) {
            return null;
        }
        Place place = place(key);
        try {
            int number = Integer.parseInt(key.get(PARTS_OF_PLACE + 1));
            if (number >= 1 && number < Integer.MAX_VALUE - MOST) {
                return new GapPlace(Cause.valueOf(key.get(PARTS_OF_PLACE)), place, number);
            }
        } catch (IllegalArgumentException e) {
            throw PageCursor.foreign();
        }
        throw PageCursor.foreign();
    }
}
