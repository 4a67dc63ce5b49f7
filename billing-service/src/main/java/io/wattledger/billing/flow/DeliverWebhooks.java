package io.wattledger.billing.flow;

import io.wattledger.billing.flow.WebhookBook.Attempt;
import io.wattledger.billing.flow.WebhookBook.State;
import io.wattledger.billing.flow.WebhookQueue.Due;
import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.billing.webhook.Pace;
import io.wattledger.billing.webhook.RetrySchedule;
import io.wattledger.billing.webhook.Secret;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is due. A delivery is claimed for a while, sent outside any transaction, and concluded; a service that dies in
 * between leaves it to be sent again under the same id, so that receivers get everything at least once.
 */
@ApplicationScoped
public class DeliverWebhooks {

    /** Longer than any attempt takes. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int ERROR = 400;
    private static final int GONE = 410;

    private final TenantScope scope;
    private final WebhookBook webhooks;
    private final WebhookQueue queue;
    private final WebhookSender sender;
    private final Clock clock;

    /** Which endpoint had its turn last in this copy of the service, of all and of prompt ones; the next one comes after it. */
    private final Map<Boolean, Endpoint> last = new HashMap<>();

    DeliverWebhooks(TenantScope scope, WebhookBook webhooks, WebhookQueue queue, WebhookSender sender, Clock clock) {
        this.scope = scope;
        this.webhooks = webhooks;
        this.queue = queue;
        this.sender = sender;
        this.clock = clock;
    }

    /** Sends one; false when nothing may be sent now. Several may be at work at a time. */
    public boolean step() {
        return step(false);
    }

    /**
     * The same, and leaves endpoints that were slow the last time to {@link #step()}: as long as some workers do this, others' messages
     * do not wait for them.
     */
    public boolean promptStep() {
        return step(true);
    }

    private boolean step(boolean isPrompt) {
        Instant now = clock.instant();
        Optional<Due> next = next(now, isPrompt);
        if (next.isEmpty()) {
            return false;
        }
        Due due = next.get();
        List<String> tenant = List.of(due.endpoint().tenant());
        if (scope.inTransaction(tenant, connection -> queue.claim(connection, due, now, now.plus(CLAIM)))) {
            WebhookSender.Sent sent = sender.send(due.endpoint().url(), headers(due, now), due.body());
            scope.inTransactionDo(tenant, connection -> {
                conclude(connection, due, now, sent);
                Pace pace = due.pace().after(sent.took(), sent.status() != null);
                queue.release(connection, due.endpoint(), pace, clock.instant().plus(pace.rest()));
            });
        }
        return true;
    }

    private synchronized Optional<Due> next(Instant now, boolean isPrompt) {
        Endpoint after = last.remove(isPrompt);
        Optional<Due> next = scope.asOperator(connection -> queue.due(connection, now, after, isPrompt));
        if (next.isEmpty() && after != null) {
            next = scope.asOperator(connection -> queue.due(connection, now, null, isPrompt));
        }
        next.ifPresent(due -> last.put(isPrompt, due.endpoint()));
        return next;
    }

    /** How many are due. */
    public long waiting() {
        return scope.asOperator(connection -> queue.waiting(connection, clock.instant()));
    }

    private static Map<String, String> headers(Due due, Instant now) {
        return Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "Wattledger",
                "webhook-id",
                due.event(),
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                Secret.signatures(due.endpoint().keys().at(now), due.event(), now, due.body()));
    }

    private void conclude(Connection connection, Due due, Instant began, WebhookSender.Sent sent) throws SQLException {
        Integer status = sent.status();
        String error = error(status, sent.error());
        Attempt attempt =
                new Attempt(due.tries() + 1, began, status, error, sent.took().toMillis());
        if (error == null) {
            webhooks.conclude(connection, due, attempt, State.DELIVERED, null);
            return;
        }
        if (status != null && status == GONE) {
            webhooks.conclude(connection, due, attempt, State.DEAD, null);
            disable(connection, due.endpoint());
            return;
        }
        int failed = due.tries() + 1 - due.triesBefore();
        Instant next = RetrySchedule.after(failed, due.event() + due.endpoint().id())
                .map(wait -> clock.instant().plus(wait))
                .orElse(null);
        webhooks.conclude(connection, due, attempt, next == null ? State.DEAD : State.PENDING, next);
    }

    /** An endpoint that says it is gone is asked no more; a person may switch it on again. */
    private void disable(Connection connection, Endpoint seen) throws SQLException {
        Optional<Endpoint> now = webhooks.endpoint(connection, seen.tenant(), seen.id());
        if (now.isPresent() && now.get().disabled() == null) {
            webhooks.save(connection, now.get().off(Endpoint.GONE));
            webhooks.giveUp(connection, seen);
        }
    }

    private static @Nullable String error(@Nullable Integer status, @Nullable String error) {
        if (status == null) {
            return error == null ? "no answer" : error;
        }
        if (status >= OK && status < REDIRECT) {
            return null;
        }
        return status >= REDIRECT && status < ERROR
                ? "answered " + status + "; redirects are not followed"
                : "answered " + status;
    }
}
