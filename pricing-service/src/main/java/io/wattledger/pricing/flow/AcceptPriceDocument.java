package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.JsonPointer;
import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.energy.CarbonFactor;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import io.wattledger.pricing.flow.PriceBook.Effect;
import io.wattledger.pricing.flow.PriceBook.Index;
import io.wattledger.pricing.flow.PriceBook.IndexKind;
import io.wattledger.pricing.flow.PriceBook.ReceivedFile;
import io.wattledger.pricing.flow.PriceBook.Statement;
import io.wattledger.pricing.flow.PriceBook.Value;
import io.wattledger.pricing.ops.PricingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a price document: reads it as a whole or refuses it as a whole, stores its bytes and what it states, and notes
 * which days must be rated again.
 */
@ApplicationScoped
public class AcceptPriceDocument {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final PriceBook prices;
    private final InputChanges changes;
    private final DocumentReader reader;
    private final PricingMetrics metrics;
    private final Clock clock;

    AcceptPriceDocument(
            TenantScope scope,
            CatalogBook catalogs,
            PriceBook prices,
            InputChanges changes,
            DocumentReader reader,
            PricingMetrics metrics,
            Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.prices = prices;
        this.changes = changes;
        this.reader = reader;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * What a document did to one index.
     *
     * @param index id of the price series or exchange rate
     * @param stated how many values the document states
     * @param added slots that had no value before
     * @param changed slots that have another value now
     * @param preliminary how many of the values stated are preliminary
     * @param alreadyKnown whether the same bytes were read in the same way before; then nothing was done, unless they were to stand
     *     again and did not
     */
    public record IndexEffect(
            String index, int stated, int added, int changed, int preliminary, boolean alreadyKnown) {}

    /**
     * What a document did.
     *
     * @param sha256 SHA-256 (hex) of its bytes
     * @param receivedAt when it was taken in
     * @param indices one for each index it is about
     */
    public record Outcome(String sha256, Instant receivedAt, List<IndexEffect> indices) {}

    /**
     * Takes the document in; one that is known has no effect.
     *
     * @throws Refusal when it cannot be read or is about something else; nothing is stored then
     */
    public Outcome accept(String fileName, byte[] bytes, Reading reading) {
        return accept(fileName, bytes, reading, false);
    }

    /**
     * Takes the document in.
     *
     * @param again whether one that is known is taken as one that was received now, so that what it states stands again, unless it says
     *     that it was made before what stands
     * @throws Refusal when it cannot be read or is about something else; nothing is stored then
     */
    public Outcome accept(String fileName, byte[] bytes, Reading reading, boolean again) {
        // PostgreSQL keeps microseconds; what is answered must equal what is stored.
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String sha256 = Sha256.hex(bytes);
        try {
            Outcome outcome = scope.inTransaction(TenantScope.NO_TENANT, connection -> {
                Catalog catalog = catalogs.load();
                List<IndexEffect> effects = new ArrayList<>();
                for (Statement statement : statements(catalog, fileName, bytes, sha256, receivedAt, reading)) {
                    Effect effect = prices.accept(connection, statement, again);
                    note(connection, catalog, statement.index(), effect.changedSpan());
                    effects.add(new IndexEffect(
                            statement.index().id(),
                            statement.values().size(),
                            effect.added(),
                            effect.changed(),
                            (int) statement.values().values().stream()
                                    .filter(value -> value.state() == ValueState.PRELIMINARY)
                                    .count(),
                            effect.alreadyKnown()));
                }
                return new Outcome(sha256, receivedAt, effects);
            });
            metrics.documentAccepted();
            return outcome;
        } catch (UnreadableDocument e) {
            metrics.documentRefused();
            String sentence = e.fault().sentence();
            throw new Refusal(problem(e.reason()), sentence, List.of(new FieldError("file", sentence)));
        }
    }

    private static PricingProblem problem(UnreadableDocument.Reason reason) {
        return switch (reason) {
            case BROKEN -> PricingProblem.PRICE_DOCUMENT_INVALID;
            case WITHOUT_DATA -> PricingProblem.PRICE_DOCUMENT_EMPTY;
            case FIRST_POSITION_MISSING -> PricingProblem.PRICE_DOCUMENT_FIRST_POSITION_MISSING;
            case TWO_VALUES -> PricingProblem.PRICE_DOCUMENT_TWO_VALUES;
            case OTHER_ZONE -> PricingProblem.PRICE_DOCUMENT_OTHER_ZONE;
            case OTHER_CURRENCY -> PricingProblem.PRICE_DOCUMENT_OTHER_CURRENCY;
            case RESOLUTION_NOT_NAMED -> PricingProblem.PRICE_DOCUMENT_RESOLUTION_NOT_NAMED;
        };
    }

    private List<Statement> statements(
            Catalog catalog, String fileName, byte[] bytes, String sha256, Instant receivedAt, Reading reading) {
        return switch (reading) {
            case Reading.OfPrices how -> {
                PriceSeries series = require(catalog.priceSeries(), how.series(), "price series", "/series");
                Prices read = reader.prices(fileName, bytes, how, series);
                ReceivedFile file =
                        new ReceivedFile(fileName, bytes, sha256, receivedAt, read.createdAt(), read.revisionNumber());
                yield List.of(statement(file, reading, series, read));
            }
            case Reading.OfRates how -> {
                Map<String, ExchangeRate> wanted = new TreeMap<>();
                for (String id : how.rates()) {
                    wanted.put(
                            id,
                            require(
                                    catalog.exchangeRates(),
                                    id,
                                    "exchange rate",
                                    "/columns/rates" + JsonPointer.step(id)));
                }
                ReceivedFile file = new ReceivedFile(fileName, bytes, sha256, receivedAt, null, null);
                List<Statement> statements = new ArrayList<>();
                reader.rates(fileName, bytes, how, wanted)
                        .forEach((id, rates) -> statements.add(statement(file, how, id, rates)));
                yield statements;
            }
            case Reading.OfFactors how -> {
                CarbonSeries series = require(catalog.carbonSeries(), how.series(), "carbon series", "/series");
                ReceivedFile file = new ReceivedFile(fileName, bytes, sha256, receivedAt, null, null);
                yield List.of(statement(file, reading, series, reader.factors(fileName, bytes, how, series)));
            }
        };
    }

    private static Statement statement(ReceivedFile file, Reading reading, PriceSeries series, Prices read) {
        SortedMap<Instant, Value> values = new TreeMap<>();
        for (PricePoint point : read.points()) {
            values.put(point.start(), new Value(point.price().value(), point.state()));
        }
        return new Statement(file, reading.toString(), Index.of(series), values);
    }

    private static Statement statement(
            ReceivedFile file, Reading reading, CarbonSeries series, List<CarbonFactor> factors) {
        SortedMap<Instant, Value> values = new TreeMap<>();
        for (CarbonFactor factor : factors) {
            values.put(factor.start(), new Value(factor.gramsPerKwh(), factor.state()));
        }
        return new Statement(file, reading.toString(), Index.of(series), values);
    }

    private static Statement statement(ReceivedFile file, Reading.OfRates reading, String id, List<DayRate> rates) {
        SortedMap<Instant, Value> values = new TreeMap<>();
        for (DayRate rate : rates) {
            values.put(rate.day().atStartOfDay(ZoneOffset.UTC).toInstant(), new Value(rate.rate(), ValueState.FINAL));
        }
        // A file of many rates is known per rate: naming one more of them later reads only that one.
        String how =
                switch (reading) {
                    case Reading.ExchangeRateCsv csv ->
                        "rate of column " + csv.columnByRate().get(id) + " by " + csv.dateColumn() + " " + csv.form();
                    case Reading.NorgesBankCsv csv -> "Norges Bank CSV " + csv.form();
                    case Reading.NorgesBankJson json -> "Norges Bank JSON";
                };
        return new Statement(file, how, Index.ofRate(id), values);
    }

    private static <T> T require(Map<String, T> things, String id, String what, String pointer) {
        T thing = things.get(id);
        if (thing == null) {
            throw readingInvalid(pointer, "there is no " + what + " '" + id + "'; apply a catalog that has it first");
        }
        return thing;
    }

    private static Refusal readingInvalid(String pointer, String detail) {
        return new Refusal(PricingProblem.READING_INVALID, detail, List.of(new FieldError(pointer, detail)));
    }

    private void note(Connection connection, Catalog catalog, Index index, @Nullable Interval span)
            throws SQLException {
        if (span == null) {
            return;
        }
        InputChange.Kind kind =
                switch (index.kind()) {
                    case PRICE -> InputChange.Kind.PRICE;
                    case RATE -> InputChange.Kind.RATE;
                    case CARBON -> InputChange.Kind.CARBON;
                };
        Interval affected = new Interval(span.start(), span.end().plus(Duration.ofHours(1)));
        if (index.kind() == IndexKind.RATE) {
            ExchangeRate rate = require(catalog.exchangeRates(), index.id(), "exchange rate", "/exchangeRate");
            Instant next = prices.nextStart(connection, index.kind(), index.id(), span.end());
            affected = KnownRates.affected(rate, span, next);
        }
        changes.note(
                connection, TenantScope.NO_TENANT, new InputChange(kind, index.id(), affected.start(), affected.end()));
    }
}
