package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.CatalogForm.ExchangeRateForm;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.flow.CatalogBook;
import io.wattledger.pricing.flow.PriceBook;
import io.wattledger.pricing.flow.PriceBook.Index;
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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows exchange rates: what they are and what was known of them when. */
@Path("/api/v1/exchange-rates")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
public class ExchangeRatesResource {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final PriceBook prices;
    private final Clock clock;

    ExchangeRatesResource(TenantScope scope, CatalogBook catalogs, PriceBook prices, Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.prices = prices;
        this.clock = clock;
    }

    /** All exchange rates. */
    public record ExchangeRateList(List<ExchangeRateForm> items) {}

    /** The rate of a day as it was known: units of the quote for one unit of the base. */
    public record RateItem(LocalDate day, BigDecimal rate, int revision, String document, Instant receivedAt) {}

    /** Rates in order of days. */
    public record RateList(String exchangeRate, Instant knownAt, List<RateItem> items) {}

    /** All exchange rates, by id. */
    @GET
    @Operation(operationId = "listExchangeRates", summary = "Exchange rates")
    public ExchangeRateList list() {
        return scope.asOperator(connection -> new ExchangeRateList(catalogs.load().exchangeRates().values().stream()
                .sorted(Comparator.comparing(ExchangeRate::id))
                .map(ExchangeRateForm::of)
                .toList()));
    }

    /** The rates published for the days from {@code from} to {@code to}, both included, as known at an instant. */
    @GET
    @Path("/{id}/rates")
    @Operation(operationId = "listRates", summary = "Rates per day as known at an instant")
    public RateList rates(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("knownAt") @Nullable String knownAt) {
        Interval window = DaySpan.of(from, to).in(ZoneOffset.UTC);
        Instant known = knownAt == null ? clock.instant() : Windows.instant(knownAt, "knownAt");
        return scope.asOperator(connection -> {
            if (!catalogs.load().exchangeRates().containsKey(id)) {
                throw new Refusal(CommonProblem.NOT_FOUND, "there is no exchange rate '" + id + "'");
            }
            return new RateList(
                    id,
                    known,
                    prices.knownAt(connection, Index.ofRate(id), window, known).stream()
                            .map(point -> new RateItem(
                                    point.start().atZone(ZoneOffset.UTC).toLocalDate(),
                                    point.value(),
                                    point.revision(),
                                    point.document(),
                                    point.receivedAt()))
                            .toList());
        });
    }
}
