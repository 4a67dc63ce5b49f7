package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommaSeparated;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.flow.BalanceBook;
import io.wattledger.pricing.flow.BalanceBook.GpuTime;
import io.wattledger.pricing.flow.PricingReports;
import io.wattledger.pricing.flow.PricingReports.UnpricedUsage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows what was rated, what could not be, and whether the books balance. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ReportsResource {

    private static final int MOST = 10_000;

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

    /** Rated days; {@code truncated} says that the window holds more than were answered. */
    public record RatedDayList(List<RatedUsage> items, boolean truncated) {}

    /** Usage without a price; {@code truncated} says that there is more than was answered. */
    public record GapList(List<UnpricedUsage> items, boolean truncated) {}

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
    @Operation(operationId = "listGaps", summary = "Usage that could not be priced")
    public GapList gaps() {
        List<UnpricedUsage> found = scope.asOperator(connection -> reports.unpriced(connection, MOST + 1));
        return new GapList(first(found), found.size() > MOST);
    }

    /** Charges per day, unrounded; a tenant sees its own only, whatever it asks for. */
    @GET
    @Path("/rated-days")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.TENANT})
    @Operation(operationId = "listRatedDays", summary = "Charges per day, unrounded")
    public RatedDayList ratedDays(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        Interval window = Windows.instants(from, to);
        List<RatedUsage> found = caller.seesAllTenants()
                ? scope.asOperator(
                        connection -> reports.ratedDays(connection, tenant, window.start(), window.end(), MOST + 1))
                : scope.inTransaction(
                        caller.tenant(),
                        connection ->
                                reports.ratedDays(connection, caller.tenant(), window.start(), window.end(), MOST + 1));
        return new RatedDayList(first(found), found.size() > MOST);
    }

    private static <T> List<T> first(List<T> found) {
        return found.size() > MOST ? found.subList(0, MOST) : found;
    }
}
