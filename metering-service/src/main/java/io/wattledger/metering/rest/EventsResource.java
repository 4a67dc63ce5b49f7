package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.Assessor;
import io.wattledger.metering.event.Envelope;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.flow.AcceptDelivery;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.AssessAgain;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.Delivery;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.Received;
import io.wattledger.metering.flow.ReferenceFeed;
import io.wattledger.metering.ops.MeteringMetrics;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes CloudEvents over HTTP. An answer goes out only after the transaction is committed. */
@Path("/api/v1/events")
@Tag(name = "events", description = "Usage events in")
public class EventsResource {

    private static final List<String> OF_EVERYBODY = List.of(
            UsageEventTypes.COLLECTOR_HEARTBEAT, UsageEventTypes.NODE_ENERGY_INTERVAL, UsageEventTypes.USAGE_WITHDRAWN);
    private static final String FOREIGN_RULE =
            String.join(", ", OF_EVERYBODY) + " only: usage is reported by the collectors of its tenant";
    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_TRIES = 3;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final String SINGLE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String PROBLEM = "application/problem+json";
    private static final String HOW =
            "One event in structured mode, one in binary mode (application/json with ce- headers),"
                    + " or up to 1,000 in structured mode. An event that was metered before is a duplicate and no error. In a batch,"
                    + " a refused or conflicting event does not hinder the others. To Accept: application/json the answer to a batch"
                    + " is 200 with items that say for each event, in order, what became of it. To any other Accept it is 204 where"
                    + " all of them are metered or duplicates, and otherwise a problem that names the others by their place.";
    private static final String DATA_EXAMPLE = """
            {"project": "weather", "site": "glomfjord", "sku": "h100-sxm", "gpuCount": 8,
             "start": "2026-10-01T00:00:00Z", "end": "2026-10-01T06:30:00Z"}""";
    private static final String EXAMPLE = """
            {"specversion": "1.0", "id": "job-4711", "source": "/slurm/glomfjord",
             "type": "io.wattledger.gpu.allocation.interval.v1",
             "data": {"project": "weather", "site": "glomfjord", "sku": "h100-sxm", "gpuCount": 8,
                      "start": "2026-10-01T00:00:00Z", "end": "2026-10-01T06:30:00Z"}}
            """;
    private static final String BATCH_EXAMPLE = """
            [{"specversion": "1.0", "id": "job-4711", "source": "/slurm/glomfjord",
              "type": "io.wattledger.gpu.allocation.interval.v1",
              "data": {"site": "glomfjord", "sku": "h100-sxm", "gpuThousandths": 500,
                       "start": "2026-10-01T00:00:00Z", "end": "2026-10-01T06:30:00Z"}}]
            """;

    private final AcceptDelivery acceptDelivery;
    private final EventReading reading;
    private final TenantScope scope;
    private final Caller caller;
    private final MeteringMetrics metrics;

    EventsResource(
            AcceptDelivery acceptDelivery,
            EventReading reading,
            TenantScope scope,
            Caller caller,
            MeteringMetrics metrics) {
        this.acceptDelivery = acceptDelivery;
        this.reading = reading;
        this.scope = scope;
        this.caller = caller;
        this.metrics = metrics;
    }

    /** Takes one event, or a batch of them; answers once all are durable. */
    @POST
    @Consumes({SINGLE, BATCH, MediaType.APPLICATION_JSON})
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.COLLECTOR, Roles.OPERATOR})
    @Operation(
            operationId = "postEvents",
            summary = "Take one event or a batch, and answer once durable",
            description = HOW)
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = SINGLE, examples = @ExampleObject(name = "interval", value = EXAMPLE)),
                @Content(mediaType = BATCH, examples = @ExampleObject(name = "batch", value = BATCH_EXAMPLE)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        examples = @ExampleObject(name = "data", value = DATA_EXAMPLE))
            })
    @Parameter(
            name = "ce-id",
            in = ParameterIn.HEADER,
            description = "In binary mode: the id; likewise ce-source, ce-type and ce-specversion",
            example = "job-4711")
    @APIResponse(
            responseCode = "200",
            description = "What became of each event of the batch",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Items.class)))
    @APIResponse(
            responseCode = "204",
            description = "Every event of the batch is metered, or was metered before; to who does not ask for items")
    @APIResponse(
            responseCode = "202",
            description = "The single event is metered, or was metered before",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Item.class)))
    @APIResponse(responseCode = "400", description = "No readable CloudEvent", content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "409",
            description = "Another event with this source and id was metered before",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "413",
            description = "More than 1,000 events or 1 MiB",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "422",
            description = "The event breaks a rule; code names it",
            content = @Content(mediaType = PROBLEM))
    public Response postEvents(byte[] body, @Context HttpHeaders headers) {
        requireSize(body);
        return switch (mediaType(headers)) {
            case BATCH -> batch(body, headers);
            case SINGLE -> single(reading.structured(body), HttpOrigin.of(body, true, headers));
            default ->
                single(reading.binary(HttpOrigin.attributes(headers), body), HttpOrigin.of(body, false, headers));
        };
    }

    /** Without parameters and in lower case; a request may name none, as events in binary mode need not. */
    private static String mediaType(HttpHeaders headers) {
        MediaType type = headers.getMediaType();
        return type == null ? "" : (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
    }

    private Response batch(byte[] body, HttpHeaders headers) {
        List<Arrival> arrivals;
        try {
            arrivals = reading.batch(body);
        } catch (EventReading.UnreadableBatch e) {
            throw unreadable(body, headers, String.valueOf(e.getMessage()));
        }
        if (arrivals.size() > MOST_EVENTS) {
            throw new Refusal(
                    CommonProblem.TOO_LARGE,
                    "the batch has " + arrivals.size() + " events: send at most " + MOST_EVENTS + " at once");
        }
        HttpOrigin.Batch origins = new HttpOrigin.Batch(reading, body, headers);
        UnaryOperator<Arrival> sender = sender(EventsResource::ofEverybodyInABatch);
        List<Received> received = new ArrayList<>(arrivals.size());
        for (int i = 0; i < arrivals.size(); i++) {
            received.add(new Received(sender.apply(arrivals.get(i)), origins.item(i)));
        }
        List<Outcome> outcomes = accept(received);
        if (asksForItems(headers)) {
            return Response.ok(Items.of(outcomes)).build();
        }
        NotTaken.throwIfAny(outcomes);
        return Response.noContent().build();
    }

    /** Only who names application/json reads what became of each event; others must be told by the status. */
    private static boolean asksForItems(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> type.getType().equals("application")
                        && type.getSubtype().equals("json"));
    }

    /** What cannot be told apart into events is refused and kept as one. */
    private Refusal unreadable(byte[] body, HttpHeaders headers, String detail) {
        Refused refused = new Refused(RefusalCode.MALFORMED_JSON, "body", null, detail);
        Arrival arrival = Arrival.unreadable(Envelope.NONE, refused, body);
        UnaryOperator<Arrival> sender = sender(EventsResource::ofEverybody);
        accept(List.of(new Received(sender.apply(arrival), HttpOrigin.of(body, true, headers))));
        return new Refusal(EventProblem.of(RefusalCode.MALFORMED_JSON), detail);
    }

    private Response single(Arrival arrival, HttpOrigin origin) {
        UnaryOperator<Arrival> sender = sender(EventsResource::ofEverybody);
        Outcome outcome =
                accept(List.of(new Received(sender.apply(arrival), origin))).getFirst();
        Refused refused = outcome.refused();
        if (refused != null) {
            throw new Refusal(
                    EventProblem.of(refused.code()),
                    refused.detail(),
                    List.of(new FieldError(refused.pointer(), refused.rule())));
        }
        if (outcome.kind() == Outcome.Kind.CONFLICT) {
            throw new Refusal(EventProblem.conflict(outcome), EventProblem.detail(outcome));
        }
        return Response.accepted(Item.of(outcome)).build();
    }

    private List<Outcome> accept(List<Received> received) {
        List<Outcome> outcomes = taken(received);
        Map<Outcome.Kind, Long> counts = new EnumMap<>(Outcome.Kind.class);
        outcomes.forEach(outcome -> counts.merge(outcome.kind(), 1L, Long::sum));
        counts.forEach((kind, count) -> metrics.countEvents("http", kind.name().toLowerCase(Locale.ROOT), count));
        return outcomes;
    }

    /** In one transaction, or where that would take too long in several: each event is answered by itself. */
    private List<Outcome> taken(List<Received> received) {
        try {
            return taken(received, MOST_TRIES);
        } catch (TooMuchAtOnce e) {
            if (received.size() == 1) {
                throw e;
            }
            int size = TooMuchAtOnce.fewer(received.size());
            List<Outcome> outcomes = new ArrayList<>(received.size());
            for (int from = 0; from < received.size(); from += size) {
                outcomes.addAll(taken(received.subList(from, Math.min(from + size, received.size()))));
            }
            return outcomes;
        }
    }

    private List<Outcome> taken(List<Received> received, int tries) {
        try {
            return durable(new Delivery(assess(received)));
        } catch (AssessAgain e) {
            if (tries == 1) {
                throw new Refusal(CommonProblem.UNAVAILABLE, "send the events again: " + e.getMessage());
            }
            return taken(received, tries - 1);
        }
    }

    private List<Outcome> durable(Delivery delivery) {
        Set<String> tenants = AcceptUsage.tenants(delivery.events());
        try {
            return Contended.again(() -> scope.inTransaction(tenants, connection -> acceptDelivery.accept(delivery)));
        } catch (Contended e) {
            throw new Refusal(CommonProblem.UNAVAILABLE, "send the events again: " + e.getMessage());
        }
    }

    private List<Assessed> assess(List<Received> received) {
        try {
            return acceptDelivery.assess(received);
        } catch (ReferenceFeed.Behind e) {
            throw new Refusal(CommonProblem.UNAVAILABLE, "send the events again in a moment: " + e.getMessage());
        }
    }

    /**
     * Gives events the tenant of who sends them; the token is asked once for all events of a request.
     *
     * @param ofOperator does so for an operator
     */
    private UnaryOperator<Arrival> sender(UnaryOperator<Arrival> ofOperator) {
        if (!caller.hasRole(Roles.COLLECTOR)) {
            return ofOperator;
        }
        String tenant = caller.tenant();
        if (!Assessor.isTenant(tenant)) {
            throw new Refusal(CommonProblem.FORBIDDEN, "the tenant in the token cannot be one: " + tenant);
        }
        return arrival -> ofTenant(arrival, tenant);
    }

    /** An operator speaks of what belongs to no tenant, and takes back what it said: usage is some tenant's. */
    private static Arrival ofEverybody(Arrival arrival) {
        if (isForeign(arrival)) {
            throw new Refusal(CommonProblem.FORBIDDEN, "an operator sends events of the types " + FOREIGN_RULE);
        }
        return ofTenant(arrival, AcceptUsage.NOBODY);
    }

    /** One event that is not the operator's to send does not hinder the others of its batch. */
    private static Arrival ofEverybodyInABatch(Arrival arrival) {
        if (!isForeign(arrival)) {
            return ofTenant(arrival, AcceptUsage.NOBODY);
        }
        Refused refused = new Refused(
                RefusalCode.TENANT_MISMATCH, "type", arrival.envelope().type(), "must be one of " + FOREIGN_RULE);
        return Arrival.unreadable(arrival.envelope().ofTenant(AcceptUsage.NOBODY), refused, arrival.data());
    }

    /** What has no readable type is refused for that, and kept. */
    private static boolean isForeign(Arrival arrival) {
        String type = arrival.envelope().type();
        return type != null && !OF_EVERYBODY.contains(type);
    }

    /** The tenant comes from the token; an event that says otherwise is refused, and never kept under the other's name. */
    private static Arrival ofTenant(Arrival arrival, String tenant) {
        @Nullable String named = arrival.envelope().tenant();
        if (named == null || named.equals(tenant)) {
            return arrival.ofTenant(tenant);
        }
        Refused refused = new Refused(
                RefusalCode.TENANT_MISMATCH, "tenantid", named, "must be left out or be the tenant of the token");
        return Arrival.unreadable(arrival.envelope().ofTenant(tenant), refused, arrival.data());
    }

    private static void requireSize(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new Refusal(
                    CommonProblem.TOO_LARGE,
                    "the body has " + body.length + " bytes: send at most " + MOST_BYTES + " at once");
        }
    }
}
