package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm.AvailabilityForm;
import io.wattledger.pricing.flow.CatalogBook;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.TariffOverride;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Shows what is negotiated with tenants and how available sites were, in the form of the catalog. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class NegotiatedResource {

    private static final String USUAL = "50";

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final Caller caller;

    NegotiatedResource(TenantScope scope, CatalogBook catalogs, Caller caller) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.caller = caller;
    }

    /** What is negotiated with a tenant; once {@code sealed}, only an end that lies ahead may change. */
    public record OverrideItem(
            String id,
            String tenant,
            @Nullable String contract,
            String tariff,
            Instant validFrom,
            @Nullable Instant validTo,
            boolean sealed,
            List<Component> components) {}

    /** A page of what is negotiated. */
    public record OverrideList(
            List<OverrideItem> items, @Nullable String nextCursor) {}

    /** A page of how available sites were. */
    public record AvailabilityList(
            List<AvailabilityForm> items, @Nullable String nextCursor) {}

    /** What is negotiated, by tenant and id; a tenant sees its own only, whatever it asks for. */
    @GET
    @Path("/tariff-overrides")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listTariffOverrides",
            summary = "What is negotiated with tenants",
            description = "By tenant and id, page by page. A tenant sees its own.")
    public OverrideList overrides(
            @QueryParam("tenant") @Nullable String tenant,
            @Parameter(description = "Id of a tariff") @QueryParam("tariff") @Nullable String tariff,
            @QueryParam("limit") @DefaultValue(USUAL) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        SortedMap<String, OverrideItem> found = caller.seesAllTenants()
                ? scope.asOperator(connection -> overrides())
                : scope.inTransaction(caller.tenant(), connection -> overrides());
        found.values()
                .removeIf(one -> tariff != null && !tariff.equals(one.tariff())
                        || tenant != null && caller.seesAllTenants() && !tenant.equals(one.tenant()));
        NamedPage<OverrideItem> page = NamedPage.of(found, limit, cursor);
        return new OverrideList(page.items(), page.nextCursor());
    }

    /** How available sites were, by site and month. */
    @GET
    @Path("/site-availability")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listSiteAvailability",
            summary = "How available sites were in months",
            description = "By site and month, page by page, as it is reported now.")
    public AvailabilityList availability(
            @Parameter(description = "Id of a site") @QueryParam("site") @Nullable String site,
            @QueryParam("limit") @DefaultValue(USUAL) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Catalog catalog = scope.asOperator(connection -> catalogs.load());
        SortedMap<String, Availability> found = new TreeMap<>(catalog.availability());
        found.values().removeIf(one -> site != null && !site.equals(one.site()));
        NamedPage<Availability> page = NamedPage.of(found, limit, cursor);
        return new AvailabilityList(
                page.items().stream()
                        .map(one -> new AvailabilityForm(one.site(), one.month().toString(), one.percent()))
                        .toList(),
                page.nextCursor());
    }

    private SortedMap<String, OverrideItem> overrides() {
        Catalog catalog = catalogs.load();
        Set<String> used = catalogs.usedOverrides();
        SortedMap<String, OverrideItem> items = new TreeMap<>();
        catalog.overrides().forEach((name, override) -> items.put(name, item(override, used.contains(name))));
        return items;
    }

    private static OverrideItem item(TariffOverride override, boolean sealed) {
        return new OverrideItem(
                override.id(),
                override.tenant(),
                override.contract(),
                override.tariff(),
                override.validFrom(),
                override.validTo(),
                sealed,
                override.components());
    }
}
