package io.wattledger.billing.rest;

import io.wattledger.billing.flow.KeepWebhookEndpoints;
import io.wattledger.billing.flow.WebhookBook.Attempt;
import io.wattledger.billing.flow.WebhookBook.Delivery;
import io.wattledger.billing.flow.WebhookBook.Position;
import io.wattledger.billing.flow.WebhookBook.State;
import io.wattledger.billing.rest.PageParameters.Cut;
import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an endpoint was told, with every attempt; what it has missed may be sent again. */
@Path("/api/v1/webhook-endpoints/{id}/deliveries")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR})
@Tag(name = "webhooks", description = "Where events go, and what became of them")
public class WebhookDeliveryResource {

    private static final String EXAMPLE = "whe_5b1f7a0e-8c1d-4f3a-9b7e-2d6c4a8e0f13";

    private final KeepWebhookEndpoints endpoints;
    private final Caller caller;

    WebhookDeliveryResource(KeepWebhookEndpoints endpoints, Caller caller) {
        this.endpoints = endpoints;
        this.caller = caller;
    }

    /**
     * A page.
     *
     * @param items the latest event first
     * @param nextCursor leads to the next page; absent on the last one
     */
    @Schema(name = "WebhookDeliveryPage")
    public record Page(List<DeliveryView> items, @Nullable String nextCursor) {}

    /**
     * What became of an event.
     *
     * @param event id of the event, the {@code webhook-id} of every attempt
     * @param type name of the event
     * @param subject what it happened to, such as an invoice number
     * @param occurredAt when
     * @param state {@code pending}, {@code delivered} or {@code dead}
     * @param nextAttemptAt when it is tried next; absent unless it is pending
     * @param attempts the first one first
     */
    @Schema(name = "WebhookDelivery")
    public record DeliveryView(
            String event,
            String type,
            String subject,
            Instant occurredAt,
            String state,
            @Nullable Instant nextAttemptAt,
            List<AttemptView> attempts) {}

    /**
     * An attempt.
     *
     * @param attempt counts from 1
     * @param at when it began
     * @param status of HTTP; absent where there was no answer
     * @param error why it does not count; absent where it does
     * @param milliseconds how long it took
     */
    @Schema(name = "WebhookAttempt")
    public record AttemptView(
            int attempt,
            Instant at,
            @Nullable Integer status,
            @Nullable String error,
            long milliseconds) {}

    /** What the endpoint was told. */
    @GET
    @Operation(operationId = "listWebhookDeliveries", summary = "What an endpoint was told, with every attempt")
    public Page list(
            @Parameter(description = "id of the endpoint", example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "pending, delivered or dead", example = "dead") @QueryParam("state") @Nullable
                    String state,
            @BeanParam PageParameters page) {
        Cut<Delivery> deliveries = page.cut(
                endpoints.deliveries(
                        find(id), state(state), Cursor.instantFromWire(page.cursor, Position::new), page.most()),
                last -> Cursor.toWire(last.occurredAt(), last.event()));
        return new Page(deliveries.map(WebhookDeliveryResource::toWire), deliveries.nextCursor());
    }

    /** Sends an event again, under its id and with all attempts before it. */
    @POST
    @Path("/{event}/resend")
    @Operation(
            operationId = "resendWebhook",
            summary = "Send an event again",
            description = "Under the same webhook-id, at once, and with the whole schedule before it should that fail.")
    @APIResponse(responseCode = "202", description = "It is sent in a moment")
    public Response resend(
            @Parameter(description = "id of the endpoint", example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "id of the event", example = "evt_3f2a9c7d10b84e5f6a7b8c9d0e1f2a3b")
                    @PathParam("event")
                    String event) {
        if (!endpoints.resend(find(id), event)) {
            throw new Refusal(CommonProblem.NOT_FOUND, "the endpoint was never to be told of '" + event + "'");
        }
        return Response.accepted().build();
    }

    private Endpoint find(String id) {
        String owner = caller.hasRole(Roles.OPERATOR) ? TenantScope.NO_TENANT : caller.tenant();
        return endpoints
                .find(owner, id)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no webhook endpoint '" + id + "'"));
    }

    private static DeliveryView toWire(Delivery delivery) {
        return new DeliveryView(
                delivery.event(),
                delivery.type(),
                delivery.subject(),
                delivery.occurredAt(),
                wireName(delivery.state()),
                delivery.nextAttemptAt(),
                delivery.attempts().stream()
                        .map(WebhookDeliveryResource::toWire)
                        .toList());
    }

    private static AttemptView toWire(Attempt attempt) {
        return new AttemptView(
                attempt.number(), attempt.at(), attempt.status(), attempt.error(), attempt.milliseconds());
    }

    private static String wireName(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable State state(@Nullable String wanted) {
        if (wanted == null) {
            return null;
        }
        return Arrays.stream(State.values())
                .filter(one -> wireName(one).equals(wanted))
                .findFirst()
                .orElseThrow(() -> invalid("state", wanted, "one of pending, delivered, dead"));
    }

    private static Refusal invalid(String name, String value, String rule) {
        return new Refusal(
                BillingProblem.INVALID_PARAMETER,
                name + " '" + value + "' is not " + rule,
                List.of(new FieldError(name, rule)));
    }
}
