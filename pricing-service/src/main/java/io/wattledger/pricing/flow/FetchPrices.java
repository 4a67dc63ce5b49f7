package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.ops.NamedSettings;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.energy.EnergySeries;
import io.wattledger.pricing.energy.FeedAddress;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.flow.FeedBook.Fetch;
import io.wattledger.pricing.flow.FeedBook.FetchState;
import io.wattledger.pricing.ops.PricingConfig;
import io.wattledger.pricing.ops.PricingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the documents of feeds when they are due, and again with growing pauses while they fail or are only
 * preliminary. A failure alerts and changes nothing: what was taken in before stays.
 */
@ApplicationScoped
public class FetchPrices {

    private static final Logger LOG = Logger.getLogger(FetchPrices.class);

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final FeedBook feeds;
    private final DocumentFetcher fetcher;
    private final AcceptPriceDocument acceptPriceDocument;
    private final PricingMetrics metrics;
    private final PricingConfig.Feeds config;
    private final Clock clock;

    FetchPrices(
            TenantScope scope,
            CatalogBook catalogs,
            FeedBook feeds,
            DocumentFetcher fetcher,
            AcceptPriceDocument acceptPriceDocument,
            PricingMetrics metrics,
            PricingConfig config,
            Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.feeds = feeds;
        this.fetcher = fetcher;
        this.acceptPriceDocument = acceptPriceDocument;
        this.metrics = metrics;
        this.config = config.feeds();
        this.clock = clock;
    }

    /** What is due now. */
    private record Due(PriceFeed feed, LocalDate day) {}

    /** Fetches everything that is due; false, since what is left is due later. */
    public boolean run() {
        Catalog catalog = scope.asOperator(connection -> catalogs.load());
        for (Due due : due(catalog)) {
            attempt(catalog, due.feed(), due.day(), false);
        }
        return false;
    }

    /**
     * Fetches a delivery day now, whatever became of it before.
     *
     * @return what became of it
     * @throws Refusal when there is no such feed, or the day is being fetched at this moment
     */
    public Fetch fetch(String id, @Nullable LocalDate wanted) {
        Catalog catalog = scope.asOperator(connection -> catalogs.load());
        PriceFeed feed = catalog.priceFeeds().get(id);
        if (feed == null) {
            throw new Refusal(CommonProblem.NOT_FOUND, "there is no price feed '" + id + "'");
        }
        LocalDate day = wanted == null ? feed.schedule().latest(clock.instant()) : wanted;
        Fetch fetch = attempt(catalog, feed, day, true);
        if (fetch == null) {
            throw new Refusal(
                    PricingProblem.FEED_BUSY, "feed " + id + " is fetching " + day + " at this moment; ask again soon");
        }
        return fetch;
    }

    private List<Due> due(Catalog catalog) {
        Instant now = clock.instant();
        return scope.asOperator(connection -> {
            Map<String, Instant> since = feeds.since(connection);
            return catalog.priceFeeds().values().stream()
                    .flatMap(feed -> FeedDays.watched(feed, since.getOrDefault(feed.id(), now), now)
                            .map(day -> new Due(feed, day)))
                    .toList();
        });
    }

    private @Nullable Fetch attempt(Catalog catalog, PriceFeed feed, LocalDate day, boolean anyway) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // Longer than an attempt may take: if this copy dies in it, another one takes over then.
        Instant until = now.plus(config.timeout().multipliedBy(3));
        Optional<Fetch> before = scope.inTransaction(TenantScope.NO_TENANT, connection -> {
            boolean claimed = feeds.claim(connection, feed.id(), day, now, until, anyway);
            return claimed
                    ? feeds.fetches(connection, feed.id(), day).stream()
                            .filter(fetch -> fetch.day().equals(day))
                            .findFirst()
                    : Optional.<Fetch>empty();
        });
        if (before.isEmpty()) {
            return null;
        }
        Fetch after = fetchOrFail(catalog, feed, before.get());
        scope.inTransactionDo(List.of(TenantScope.NO_TENANT), connection -> feeds.record(connection, feed.id(), after));
        return after;
    }

    /** Whatever goes wrong with one feed is an attempt of that feed, and holds up no other. */
    private Fetch fetchOrFail(Catalog catalog, PriceFeed feed, Fetch before) {
        try {
            return fetch(catalog, feed, before);
        } catch (RuntimeException e) {
            LOG.errorf(e, "price feed %s, delivery day %s ended in an error", feed.id(), before.day());
            return again(feed, before, "failed: " + e.getMessage(), true);
        }
    }

    private Fetch fetch(Catalog catalog, PriceFeed feed, Fetch before) {
        Optional<String> secret = NamedSettings.find(config.secrets(), feed.id());
        if (secret.isEmpty() && feed.address().needsSecret()) {
            String setting = "wattledger.pricing.feeds.secrets.\"" + feed.id() + "\"";
            return again(feed, before, "no key of the publisher is set; set " + setting + " for pricing", true);
        }
        FeedAddress.Facts facts = facts(catalog, feed, secret.orElse(""));
        DocumentFetcher.Answer answer = fetcher.fetch(
                feed.address().on(before.day(), feed.schedule().timeZone(), facts),
                before.document() == null ? null : before.etag());
        return switch (answer) {
            case DocumentFetcher.Document document -> accept(feed, before, document);
            case DocumentFetcher.Unchanged unchanged ->
                taken(before, "unchanged since it was taken in", before.etag(), before.document());
            case DocumentFetcher.NothingYet nothing ->
                again(feed, before, "not yet published (HTTP status 204)", false);
            case DocumentFetcher.Failed failed -> again(feed, before, failed.why(), true);
        };
    }

    private Fetch accept(PriceFeed feed, Fetch before, DocumentFetcher.Document document) {
        try {
            AcceptPriceDocument.Outcome outcome =
                    acceptPriceDocument.accept(document.name(), document.bytes(), feed.reading());
            int preliminary = outcome.indices().stream()
                    .mapToInt(AcceptPriceDocument.IndexEffect::preliminary)
                    .sum();
            if (preliminary > 0) {
                Fetch waiting = again(feed, before, preliminary + " values are still preliminary", false);
                return new Fetch(
                        waiting.day(),
                        waiting.nextAt() == null ? FetchState.TAKEN : FetchState.WAITING,
                        waiting.attempts(),
                        waiting.lastAt(),
                        waiting.nextAt(),
                        waiting.detail(),
                        document.etag(),
                        outcome.sha256());
            }
            return taken(before, "taken in as " + document.name(), document.etag(), outcome.sha256());
        } catch (Refusal e) {
            boolean empty = e.problem() == PricingProblem.PRICE_DOCUMENT_EMPTY;
            return again(feed, before, (empty ? "not yet published: " : "refused: ") + e.getMessage(), !empty);
        }
    }

    private Fetch taken(Fetch before, String detail, @Nullable String etag, @Nullable String document) {
        return new Fetch(
                before.day(), FetchState.TAKEN, before.attempts(), before.lastAt(), null, detail, etag, document);
    }

    /** Tries again later, if an attempt is left; a failure, and the last attempt in vain, alert. */
    private Fetch again(PriceFeed feed, Fetch before, String detail, boolean failure) {
        boolean last = before.attempts() >= feed.schedule().attempts();
        if (failure || last) {
            metrics.feedFailed();
            LOG.warnf(
                    "price feed %s, delivery day %s, attempt %s: %s%s",
                    feed.id(), before.day(), before.attempts(), detail, last ? "; no further attempt by itself" : "");
        }
        return new Fetch(
                before.day(),
                last ? FetchState.FAILED : FetchState.WAITING,
                before.attempts(),
                before.lastAt(),
                last ? null : feed.schedule().nextAttempt(clock.instant(), before.attempts()),
                detail,
                before.etag(),
                before.document());
    }

    private FeedAddress.Facts facts(Catalog catalog, PriceFeed feed, String secret) {
        EnergySeries series = catalog.seriesOf(feed.reading());
        return new FeedAddress.Facts(
                series == null ? "" : series.zone(),
                series instanceof PriceSeries prices ? prices.currency() : "",
                secret);
    }
}
