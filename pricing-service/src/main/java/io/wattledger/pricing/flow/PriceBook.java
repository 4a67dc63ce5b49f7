package io.wattledger.pricing.flow;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.EnergySeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.ValueState;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Keeps price documents and what they state, append-only. */
public interface PriceBook {

    /** What an index counts: prices of energy, rates of exchange, or carbon factors. */
    enum IndexKind {
        /** A price series. */
        PRICE,
        /** An exchange rate; its values stand at the UTC midnight of their day. */
        RATE,
        /** A carbon series. */
        CARBON
    }

    /**
     * A value as a document states it.
     *
     * @param value the number, in the unit of its index
     * @param state whether its publisher stands by it
     */
    record Value(BigDecimal value, ValueState state) {}

    /**
     * An index that documents state values of.
     *
     * @param kind what it counts
     * @param id its id in the catalog
     * @param unit what its values are per; empty for a rate
     */
    record Index(IndexKind kind, String id, String unit) {

        /** The index of a series. */
        public static Index of(EnergySeries series) {
            return switch (series) {
                case PriceSeries prices ->
                    new Index(IndexKind.PRICE, prices.id(), prices.unit().symbol());
                case CarbonSeries factors -> new Index(IndexKind.CARBON, factors.id(), CarbonSeries.UNIT);
                default -> throw new IllegalArgumentException("values of " + series + " are not kept");
            };
        }

        /** The index of an exchange rate. */
        public static Index ofRate(String id) {
            return new Index(IndexKind.RATE, id, "");
        }
    }

    /**
     * A document with what it states for one index.
     *
     * @param file what was received
     * @param reading how it was read, in a form that is equal for equal readings
     * @param index what it is about
     * @param values value by start
     */
    record Statement(ReceivedFile file, String reading, Index index, SortedMap<Instant, Value> values) {}

    /**
     * A file as it was received.
     *
     * @param name its name
     * @param bytes its content
     * @param sha256 SHA-256 (hex) of the content
     * @param receivedAt when
     * @param createdAt when its publisher made it; absent where it does not say
     * @param revisionNumber its publisher's revision number; absent where it has none
     */
    record ReceivedFile(
            String name,
            byte[] bytes,
            String sha256,
            Instant receivedAt,
            @Nullable Instant createdAt,
            @Nullable Integer revisionNumber) {}

    /**
     * What a document did.
     *
     * @param alreadyKnown whether the same bytes were read in the same way before; then nothing was done, unless they were to stand
     *     again and did not
     * @param added slots that had no value before
     * @param changed slots that have another value now, or a final one instead of the same preliminary one
     * @param changedSpan from the first to the last slot added or changed; absent where there is none
     */
    record Effect(
            boolean alreadyKnown,
            int added,
            int changed,
            @Nullable Interval changedSpan) {

        /** The effect of a document that is known. */
        public static final Effect NONE = new Effect(true, 0, 0, null);
    }

    /**
     * A value as it was known.
     *
     * @param start start of its slot
     * @param value the value
     * @param unit what it is per
     * @param revision counts up from 1 with every other value of this slot
     * @param document SHA-256 (hex) of the document that stated it
     * @param receivedAt when that document was received
     * @param state whether its publisher stood by it
     */
    record Known(
            Instant start,
            BigDecimal value,
            String unit,
            int revision,
            String document,
            Instant receivedAt,
            ValueState state) {}

    /**
     * Stores what a document states; a value of a later document replaces one of an earlier, see DocumentOrder.
     *
     * @param again whether a document that is known is taken as one that was received now; else it has no effect
     */
    Effect accept(Connection connection, Statement statement, boolean again) throws SQLException;

    /** The last word on the prices of a series inside a window. */
    KnownPrices prices(Connection connection, PriceSeries series, Interval window) throws SQLException;

    /** The last word on a rate for all days of a window and as long before as a rate may be old. */
    KnownRates rates(Connection connection, ExchangeRate rate, Interval window) throws SQLException;

    /** The last word on the carbon factors of a series inside a window. */
    KnownFactors factors(Connection connection, CarbonSeries series, Interval window) throws SQLException;

    /** What was known at an instant, in order of time. */
    List<Known> knownAt(Connection connection, Index index, Interval window, Instant knownAt) throws SQLException;

    /** The bytes of a document as they were received; empty for one that was never accepted. */
    Optional<byte[]> content(Connection connection, String sha256) throws SQLException;

    /** Whether any document was ever accepted for an index. */
    boolean hasDocuments(Connection connection, IndexKind kind, String id) throws SQLException;

    /** The start of the first value after {@code instant}; absent where there is none. */
    @Nullable
    Instant nextStart(Connection connection, IndexKind kind, String id, Instant instant) throws SQLException;
}
