package io.wattledger.billing.rest;

import io.wattledger.billing.flow.KeepWebhookEndpoints;
import io.wattledger.billing.webhook.Endpoint;
import io.wattledger.billing.webhook.EventType;
import io.wattledger.billing.webhook.EventType.Audience;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where events go: a tenant's own to its endpoints, the operator's to those of the operator. */
@Path("/api/v1/webhook-endpoints")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR})
@Tag(name = "webhooks", description = "Where events go, and what became of them")
public class WebhookEndpointResource {

    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final String EXAMPLE = "whe_5b1f7a0e-8c1d-4f3a-9b7e-2d6c4a8e0f13";
    private static final String ETAG = "\"1\"";

    private final KeepWebhookEndpoints endpoints;
    private final Caller caller;

    WebhookEndpointResource(KeepWebhookEndpoints endpoints, Caller caller) {
        this.endpoints = endpoints;
        this.caller = caller;
    }

    /**
     * An endpoint as it is to be.
     *
     * @param url where it listens; https, on the internet
     * @param events of what it is told: {@code invoice.issued}, {@code credit-note.issued}, {@code invoice.paid},
     *     {@code invoice.overdue}; for the operator {@code payment.unmatched}
     * @param enabled false tells it nothing; absent means true
     */
    @Schema(name = "WebhookEndpointRequest")
    public record EndpointBody(
            String url, List<String> events, @Nullable Boolean enabled) {}

    /**
     * An endpoint.
     *
     * @param id opaque
     * @param url where it listens
     * @param events of what it is told
     * @param enabled whether it is told anything
     * @param disabledReason {@code switched-off}, or {@code gone} where it answered 410; absent where it is enabled
     * @param previousSecretUntil until when messages bear a signature by the secret before as well
     * @param secret by which it knows us; shown once, when it is made
     */
    @Schema(name = "WebhookEndpoint")
    public record EndpointView(
            String id,
            String url,
            List<String> events,
            boolean enabled,
            @Nullable String disabledReason,
            @Nullable Instant previousSecretUntil,
            @Nullable String secret) {}

    /**
     * All endpoints.
     *
     * @param items the oldest first
     */
    @Schema(name = "WebhookEndpoints")
    public record EndpointsView(List<EndpointView> items) {}

    /**
     * A test message on its way.
     *
     * @param event its id, the {@code webhook-id} that the receiver sees
     */
    @Schema(name = "WebhookTest")
    public record TestView(String event) {}

    /** Adds an endpoint; its secret is shown this once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "addWebhookEndpoint",
            summary = "Add an endpoint for events",
            description = "Messages follow Standard Webhooks 1.0. The secret is in this answer and in no other.")
    @APIResponse(
            responseCode = "201",
            description = "The endpoint with its secret",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EndpointView.class)))
    @APIResponse(responseCode = "409", description = "There are as many endpoints as there may be")
    public Response add(EndpointBody body) {
        Set<EventType> events = events(body);
        Endpoint endpoint = endpoints
                .add(owner(), url(body), events)
                .orElseThrow(() -> new Refusal(
                        BillingProblem.TOO_MANY_ENDPOINTS,
                        "there are " + KeepWebhookEndpoints.MOST
                                + " endpoints; delete one that is not needed any more"));
        return answer(Response.created(URI.create("/api/v1/webhook-endpoints/" + endpoint.id())), endpoint, true);
    }

    /** The caller's endpoints. */
    @GET
    @Operation(operationId = "listWebhookEndpoints", summary = "The endpoints for events")
    public EndpointsView list() {
        return new EndpointsView(endpoints.list(owner()).stream()
                .map(endpoint -> toWire(endpoint, false))
                .toList());
    }

    /** An endpoint. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "getWebhookEndpoint", summary = "An endpoint for events")
    public Response get(@Parameter(description = "id of the endpoint", example = EXAMPLE) @PathParam("id") String id) {
        return answer(Response.ok(), find(id), false);
    }

    /** Changes an endpoint. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "changeWebhookEndpoint", summary = "Change an endpoint, or switch it off or on")
    @APIResponse(
            responseCode = "200",
            description = "The endpoint as it is now",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EndpointView.class)))
    @APIResponse(responseCode = "412", description = "It was changed since the caller saw it")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response change(
            @Parameter(description = "id of the endpoint", example = EXAMPLE) @PathParam("id") String id,
            EndpointBody body,
            @Parameter(description = "ETag of the endpoint as the caller saw it", example = ETAG)
                    @HeaderParam("If-Match")
                    @Nullable
                    String ifMatch) {
        Endpoint seen = seen(id, ifMatch);
        boolean isOn = body.enabled() == null || body.enabled();
        Endpoint after =
                endpoints.change(seen, url(body), events(body), isOn).orElseThrow(WebhookEndpointResource::changed);
        return answer(Response.ok(), after, false);
    }

    /** Gives an endpoint a new secret; the one before signs for another 24 hours. */
    @POST
    @Path("/{id}/rotate-secret")
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Give an endpoint a new secret",
            description = "For 24 hours messages bear a signature by each of the two secrets. The new one is in this"
                    + " answer and in no other.")
    @APIResponse(
            responseCode = "200",
            description = "The endpoint with its new secret",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EndpointView.class)))
    @APIResponse(responseCode = "412", description = "It was changed since the caller saw it")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response rotate(
            @Parameter(description = "id of the endpoint", example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "ETag of the endpoint as the caller saw it", example = ETAG)
                    @HeaderParam("If-Match")
                    @Nullable
                    String ifMatch) {
        Endpoint after = endpoints.rotate(seen(id, ifMatch), OVERLAP).orElseThrow(WebhookEndpointResource::changed);
        return answer(Response.ok(), after, true);
    }

    /** Sends an endpoint a message of which nothing is the cause. */
    @POST
    @Path("/{id}/test")
    @Operation(
            operationId = "testWebhookEndpoint",
            summary = "Send an endpoint a test message",
            description = "Of type webhook.test, whatever events the endpoint names, signed and tried again like all"
                    + " others. What became of it is in the deliveries.")
    @APIResponse(
            responseCode = "202",
            description = "It is sent in a moment",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TestView.class)))
    @APIResponse(responseCode = "409", description = "The endpoint is switched off, or has said that it is gone")
    public Response test(@Parameter(description = "id of the endpoint", example = EXAMPLE) @PathParam("id") String id) {
        Endpoint endpoint = find(id);
        if (endpoint.disabled() != null) {
            throw new Refusal(
                    BillingProblem.ENDPOINT_DISABLED,
                    "it is " + endpoint.disabled() + "; enable it by PUT, then test it");
        }
        return Response.accepted(new TestView(endpoints.test(endpoint)))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** Forgets an endpoint with the log of its deliveries. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteWebhookEndpoint", summary = "Forget an endpoint with the log of its deliveries")
    @APIResponse(responseCode = "204", description = "Forgotten")
    public void delete(@Parameter(description = "id of the endpoint", example = EXAMPLE) @PathParam("id") String id) {
        endpoints.delete(find(id));
    }

    private Endpoint seen(String id, @Nullable String ifMatch) {
        Endpoint endpoint = find(id);
        if (ifMatch == null) {
            throw new Refusal(
                    BillingProblem.IF_MATCH_MISSING,
                    "send the ETag of the endpoint as you saw it in If-Match",
                    List.of(new FieldError("If-Match", "is missing")));
        }
        if (!ifMatch.equals("\"" + endpoint.revision() + "\"")) {
            throw changed();
        }
        return endpoint;
    }

    private Endpoint find(String id) {
        return endpoints
                .find(owner(), id)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no webhook endpoint '" + id + "'"));
    }

    private String owner() {
        return caller.hasRole(Roles.OPERATOR) ? TenantScope.NO_TENANT : caller.tenant();
    }

    private String url(EndpointBody body) {
        String flaw = endpoints.flaw(body.url());
        if (flaw != null) {
            throw invalid("url", flaw);
        }
        return body.url();
    }

    private Set<EventType> events(EndpointBody body) {
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        Audience audience = caller.hasRole(Roles.OPERATOR) ? Audience.OPERATOR : Audience.TENANT;
        for (int i = 0; i < body.events().size(); i++) {
            String name = body.events().get(i);
            String pointer = "events/" + i;
            events.add(EventType.named(name)
                    .filter(type -> type.audience() == audience)
                    .orElseThrow(() -> invalid(pointer, "'" + name + "' is no event that you can be told of")));
        }
        if (events.isEmpty()) {
            throw invalid("events", "is empty; name at least one event");
        }
        return events;
    }

    private static Response answer(Response.ResponseBuilder response, Endpoint endpoint, boolean withSecret) {
        return response.tag(new EntityTag(Long.toString(endpoint.revision())))
                .type(MediaType.APPLICATION_JSON)
                .entity(toWire(endpoint, withSecret))
                .build();
    }

    private static EndpointView toWire(Endpoint endpoint, boolean withSecret) {
        return new EndpointView(
                endpoint.id(),
                endpoint.url(),
                endpoint.eventNames(),
                endpoint.disabled() == null,
                endpoint.disabled(),
                endpoint.keys().previousUntil(),
                withSecret ? endpoint.keys().current().text() : null);
    }

    private static Refusal changed() {
        return new Refusal(
                BillingProblem.CHANGED_MEANWHILE, "it was changed since you saw it; fetch it and decide again");
    }

    private static Refusal invalid(String member, String detail) {
        return new Refusal(
                CommonProblem.INVALID, member + ": " + detail, List.of(new FieldError("/" + member, detail)));
    }
}
