package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.pricing.catalog.ListPrice;
import io.wattledger.pricing.catalog.PriceList;
import io.wattledger.pricing.flow.AccountBook;
import io.wattledger.pricing.flow.CatalogBook;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The price list, in which the SkuPriceId of every FOCUS row can be looked up. A tenant sees the tariffs of its contracts. */
@Path("/api/v1/price-list")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
public class PriceListResource {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final AccountBook accounts;
    private final Caller caller;

    PriceListResource(TenantScope scope, CatalogBook catalogs, AccountBook accounts, Caller caller) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.accounts = accounts;
        this.caller = caller;
    }

    /** Prices, by id. */
    public record PriceItems(List<ListPrice> items) {}

    /** The prices per GPU-hour. */
    @GET
    @Operation(
            operationId = "listListPrices",
            summary = "Prices per GPU-hour by tariff, component, site and SKU",
            description = "Everything that the filters let through; a filter that is left out lets everything through.")
    public PriceItems list(
            @Parameter(description = "Id of a tariff") @QueryParam("tariff") @Nullable String tariff,
            @Parameter(description = "Id of a site") @QueryParam("site") @Nullable String site,
            @Parameter(description = "Id of a SKU") @QueryParam("sku") @Nullable String sku) {
        Predicate<String> mine = tariffs();
        return new PriceItems(scope.asOperator(connection -> new PriceList(catalogs.load()).all()).stream()
                .filter(price -> mine.test(price.tariff()))
                .filter(price -> tariff == null || tariff.equals(price.tariff()))
                .filter(price -> site == null || site.equals(price.site()))
                .filter(price -> sku == null || sku.equals(price.sku()))
                .toList());
    }

    /** The price with the SkuPriceId of a FOCUS row. */
    @GET
    @Path("/{skuPriceId: .+}")
    @Operation(
            operationId = "getPrice",
            summary = "The price with a SkuPriceId",
            description = "The id as FOCUS exports have it, with its slashes. A component that follows an index or a"
                    + " measure has no pricePerGpuHour.")
    public ListPrice get(@PathParam("skuPriceId") String skuPriceId) {
        Predicate<String> mine = tariffs();
        return scope.asOperator(connection -> new PriceList(catalogs.load()).find(skuPriceId))
                .filter(price -> mine.test(price.tariff()))
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no price " + skuPriceId));
    }

    /** Which tariffs the caller may see: prices of others may have been negotiated. */
    private Predicate<String> tariffs() {
        if (caller.seesAllTenants()) {
            return tariff -> true;
        }
        String tenant = caller.tenant();
        AccountFacts account = scope.inTransaction(
                tenant,
                connection -> accounts.accountsOf(connection, List.of(tenant))
                        .getOrDefault(tenant, new AccountFacts(tenant, 0, List.of())));
        return account.contracts().stream().map(ContractFacts::tariff).toList()::contains;
    }
}
