package io.wattledger.pricing.evidence;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.StatedFactor;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.rating.RatingRules;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a record was rated from, as it was read then. It is kept in its written form under the SHA-256 of that form,
 * once however many records rest on it; inputs name each other by these hashes. A {@link DayBasis} or {@link MonthBasis} is
 * where the way from a record begins.
 */
public sealed interface RatingInput {

    /** Hashes of the inputs that it names. */
    default List<String> leadsTo() {
        return List.of();
    }

    /** SHA-256 of the price documents that state its values. */
    default List<String> documents() {
        return List.of();
    }

    /** A site. */
    record SiteThen(Site site) implements RatingInput {}

    /** A SKU. */
    record SkuThen(Sku sku) implements RatingInput {}

    /** A tariff with all its versions. */
    record TariffThen(Tariff tariff) implements RatingInput {}

    /**
     * What was agreed with a tenant.
     *
     * @param contracts as the account stated them
     * @param overrides what was negotiated
     */
    record Agreed(List<ContractFacts> contracts, List<TariffOverride> overrides) implements RatingInput {}

    /** How available sites were, as reported. */
    record Available(List<Availability> months) implements RatingInput {}

    /**
     * The prices of a series that begin on a day of UTC, as known then.
     *
     * @param series whose
     * @param day the day
     * @param prices in order of time; those that were known
     */
    record PriceDay(PriceSeries series, LocalDate day, List<PriceThen> prices) implements RatingInput {

        @Override
        public List<String> documents() {
            return prices.stream().map(one -> one.price().document()).toList();
        }
    }

    /** A price by the start of its slot. */
    record PriceThen(Instant start, StatedPrice price) {}

    /** The exchange rates of a stretch of days, as known then, in order of time. */
    record RateDays(ExchangeRate exchangeRate, List<StatedRate> rates) implements RatingInput {

        @Override
        public List<String> documents() {
            return rates.stream().map(StatedRate::document).toList();
        }
    }

    /**
     * The carbon factors of a series that begin on a day of UTC, as known then.
     *
     * @param series whose
     * @param day the day
     * @param factors in order of time; those that were known
     */
    record FactorDay(CarbonSeries series, LocalDate day, List<FactorThen> factors) implements RatingInput {

        @Override
        public List<String> documents() {
            return factors.stream().map(one -> one.factor().document()).toList();
        }
    }

    /** A factor by the start of its slot. */
    record FactorThen(Instant start, StatedFactor factor) {}

    /** The slots of a series on a local day of its site, or of the part of it that lies in a billing month. */
    record UsedSlots(UsageKey key, List<SlotRun> runs) implements RatingInput {}

    /**
     * All that holds for everybody: sites, SKUs, tariffs, prices, rates and factors.
     *
     * @param inputs their hashes
     */
    record Terms(List<String> inputs) implements RatingInput {

        @Override
        public List<String> leadsTo() {
            return inputs;
        }
    }

    /**
     * What a local day of a series was rated from.
     *
     * @param key whose usage of what
     * @param siteDay the local day
     * @param interval the day as instants
     * @param slots hash of the {@link UsedSlots}
     * @param agreed hash of what was {@link Agreed}
     * @param terms hash of the {@link Terms}
     * @param rules number of the {@link RatingRules}; absent where it was rated before there was a choice, by the first ones
     */
    record DayBasis(
            UsageKey key,
            LocalDate siteDay,
            Interval interval,
            String slots,
            String agreed,
            String terms,
            @Nullable Integer rules)
            implements RatingInput {

        @Override
        public List<String> leadsTo() {
            return List.of(slots, agreed, terms);
        }
    }

    /**
     * What a billing month of a contract was rated from.
     *
     * @param tenant whose
     * @param contract id of the contract
     * @param interval the part of the month that it covers
     * @param days hashes of its {@link DayOfMonth}s, in order
     * @param agreed hash of what was {@link Agreed}
     * @param terms hash of the {@link Terms}
     * @param rules number of the {@link RatingRules}; absent where it was rated before there was a choice, by the first ones.
     *     Its days have been rated by those that their own bases name
     */
    record MonthBasis(
            String tenant,
            String contract,
            Interval interval,
            List<String> days,
            String agreed,
            String terms,
            @Nullable Integer rules)
            implements RatingInput {

        @Override
        public List<String> leadsTo() {
            return Stream.concat(days.stream(), Stream.of(agreed, terms)).toList();
        }
    }

    /**
     * What a month was rated from on one day, so that a new day adds little to what is kept.
     *
     * @param day the day
     * @param slots hashes of the {@link UsedSlots} of all series
     * @param rated the rated charge periods
     */
    record DayOfMonth(LocalDate day, List<String> slots, List<RatedThen> rated) implements RatingInput {

        @Override
        public List<String> leadsTo() {
            return Stream.concat(slots.stream(), rated.stream().map(RatedThen::basis))
                    .toList();
        }
    }

    /**
     * A charge period that a month was rated from.
     *
     * @param key its record key
     * @param revision its revision
     * @param basis hash of its {@link DayBasis}, from which it is rated again
     * @param emptied the record itself where nothing was left of it, since rating again tells nothing of it
     */
    record RatedThen(
            String key,
            long revision,
            String basis,
            @Nullable RatedUsage emptied) {}
}
