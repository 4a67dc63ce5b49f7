package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.EnergySeries;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.flow.PriceBook.Index;
import io.wattledger.pricing.flow.PriceBook.Known;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what series of prices or of carbon factors state, as it was known at an instant. */
@ApplicationScoped
public class ReadSeries {

    /** Series of prices. */
    public static final Kind<PriceSeries> PRICES = new Kind<>("price series", Catalog::priceSeries);

    /** Series of carbon factors. */
    public static final Kind<CarbonSeries> CARBON = new Kind<>("carbon series", Catalog::carbonSeries);

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final PriceBook prices;
    private final Clock clock;

    ReadSeries(TenantScope scope, CatalogBook catalogs, PriceBook prices, Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * A kind of series.
     *
     * @param <S> the series
     * @param name what people call it
     * @param of all of a catalog, by id
     */
    public record Kind<S extends EnergySeries>(String name, Function<Catalog, Map<String, S>> of) {}

    /**
     * What a series states.
     *
     * @param <S> the series
     * @param series the series
     * @param knownAt as it was known when
     * @param values in order of time
     */
    public record Values<S extends EnergySeries>(S series, Instant knownAt, List<Known> values) {

        /** Copies the list. */
        public Values {
            values = List.copyOf(values);
        }
    }

    /** All series of a kind, by id. */
    public <S extends EnergySeries> List<S> all(Kind<S> kind) {
        return scope.asOperator(
                connection -> List.copyOf(new TreeMap<>(kind.of().apply(catalogs.load())).values()));
    }

    /**
     * What a series states in a window.
     *
     * @param window by the clock of the series
     * @param knownAt absent for now
     * @throws Refusal when there is no such series
     */
    public <S extends EnergySeries> Values<S> values(
            Kind<S> kind, String id, Function<ZoneId, Interval> window, @Nullable Instant knownAt) {
        Instant known = knownAt == null ? clock.instant() : knownAt;
        return scope.asOperator(connection -> {
            S series = kind.of().apply(catalogs.load()).get(id);
            if (series == null) {
                throw new Refusal(CommonProblem.NOT_FOUND, "there is no " + kind.name() + " '" + id + "'");
            }
            Interval asked = window.apply(series.timeZone());
            return new Values<>(series, known, prices.knownAt(connection, Index.of(series), asked, known));
        });
    }
}
