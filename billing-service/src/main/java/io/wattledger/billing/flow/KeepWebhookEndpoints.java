package io.wattledger.billing.flow;

import io.wattledger.billing.flow.WebhookBook.Delivery;
import io.wattledger.billing.flow.WebhookBook.Position;
import io.wattledger.billing.flow.WebhookBook.State;
import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.billing.webhook.Event;
import io.wattledger.billing.webhook.EventType;
import io.wattledger.billing.webhook.Secret;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets tenants, and the operator for its own events, say where events go, and see what became of them. */
@ApplicationScoped
public class KeepWebhookEndpoints {

    /** Each is told of each event: more would make one invoice many messages. */
    public static final int MOST = 50;

    private final TenantScope scope;
    private final WebhookBook webhooks;
    private final WebhookQueue queue;
    private final WebhookSender sender;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KeepWebhookEndpoints(
            TenantScope scope, WebhookBook webhooks, WebhookQueue queue, WebhookSender sender, Clock clock) {
        this.scope = scope;
        this.webhooks = webhooks;
        this.queue = queue;
        this.sender = sender;
        this.clock = clock;
    }

    /** What is wrong with an address; absent where nothing is. */
    public @Nullable String flaw(String url) {
        return sender.flaw(url);
    }

    /** A new endpoint with a new secret; empty where the owner has as many as there may be. */
    public Optional<Endpoint> add(String tenant, String url, Set<EventType> events) {
        Endpoint.Keys keys = new Endpoint.Keys(Secret.random(random), null, null);
        Endpoint endpoint = new Endpoint(tenant, "whe_" + UUID.randomUUID(), url, events, keys, null, 1);
        return scope.inTransaction(
                tenant,
                connection ->
                        webhooks.endpoints(connection, tenant).size() < MOST && webhooks.save(connection, endpoint)
                                ? Optional.of(endpoint)
                                : Optional.empty());
    }

    /** An endpoint of the tenant. */
    public Optional<Endpoint> find(String tenant, String id) {
        return scope.inTransaction(tenant, connection -> webhooks.endpoint(connection, tenant, id));
    }

    /** All endpoints of the tenant, the oldest first. */
    public List<Endpoint> list(String tenant) {
        return scope.inTransaction(tenant, connection -> webhooks.endpoints(connection, tenant));
    }

    /** With another address and other events, on or off; empty where it was changed since the caller saw it. */
    public Optional<Endpoint> change(Endpoint seen, String url, Set<EventType> events, boolean isOn) {
        return save(seen, before -> before.changed(url, events, isOn));
    }

    /** With a new secret, beside which the current one signs for a while; empty where it was changed meanwhile. */
    public Optional<Endpoint> rotate(Endpoint seen, Duration overlap) {
        return save(
                seen,
                before -> before.withKeys(before.keys()
                        .rotated(Secret.random(random), clock.instant().plus(overlap))));
    }

    /** Forgets it. */
    public void delete(Endpoint seen) {
        scope.inTransactionDo(List.of(seen.tenant()), connection -> webhooks.delete(connection, seen));
    }

    /** A page of what became of events, the latest first. */
    public List<Delivery> deliveries(Endpoint endpoint, @Nullable State state, @Nullable Position after, int limit) {
        return scope.inTransaction(
                endpoint.tenant(), connection -> webhooks.deliveries(connection, endpoint, state, after, limit));
    }

    /** Sends an event again, under its id; false where the endpoint was never to be told of it. */
    public boolean resend(Endpoint endpoint, String event) {
        return scope.inTransaction(endpoint.tenant(), connection -> {
            boolean isAgain = webhooks.again(connection, endpoint, event, clock.instant());
            queue.wake(connection, endpoint);
            return isAgain;
        });
    }

    /**
     * Sends an endpoint a message of which nothing is the cause, signed and tried again like all others.
     *
     * @param endpoint switched on; one that is off would be told once it is on again
     * @return id of the event
     */
    public String test(Endpoint endpoint) {
        Event event = new Event(
                endpoint.tenant(),
                EventType.TEST,
                endpoint.id(),
                UUID.randomUUID().toString(),
                clock.instant(),
                Map.of("endpoint", endpoint.id()));
        scope.inTransactionDo(List.of(endpoint.tenant()), connection -> {
            webhooks.raiseFor(connection, endpoint, event);
            queue.wake(connection, endpoint);
        });
        return event.id();
    }

    private Optional<Endpoint> save(Endpoint seen, UnaryOperator<Endpoint> change) {
        Endpoint after = change.apply(seen);
        boolean isSaved = scope.inTransaction(seen.tenant(), connection -> {
            boolean isChanged = webhooks.save(connection, after);
            queue.wake(connection, seen);
            return isChanged;
        });
        return isSaved ? Optional.of(after) : Optional.empty();
    }
}
