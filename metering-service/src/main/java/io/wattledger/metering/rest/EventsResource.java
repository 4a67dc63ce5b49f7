package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.Assessor;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.flow.AcceptUsage;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.EventReading.Attributes;
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
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes CloudEvents over HTTP. An answer goes out only after the transaction is committed. */
@Path("/api/v1/events")
@Tag(name = "events", description = "Usage events in")
public class EventsResource {

    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final String SINGLE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String EXAMPLE = """
            {"specversion": "1.0", "id": "job-4711", "source": "/slurm/glomfjord",
             "type": "io.wattledger.gpu.allocation.interval.v1",
             "data": {"project": "weather", "site": "glomfjord", "sku": "h100-sxm", "gpuCount": 8,
                      "start": "2026-10-01T00:00:00Z", "end": "2026-10-01T06:30:00Z"}}
            """;

    private final AcceptUsage acceptUsage;
    private final EventReading reading;
    private final TenantScope scope;
    private final Caller caller;
    private final MeteringMetrics metrics;

    EventsResource(
            AcceptUsage acceptUsage, EventReading reading, TenantScope scope, Caller caller, MeteringMetrics metrics) {
        this.acceptUsage = acceptUsage;
        this.reading = reading;
        this.scope = scope;
        this.caller = caller;
        this.metrics = metrics;
    }

    /** Takes one event in structured mode; 202 once it is durable, also for one that was metered before. */
    @POST
    @Consumes(SINGLE)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.COLLECTOR)
    @Operation(operationId = "postEvent", summary = "Take one event, or a batch of events, and answer once durable")
    @RequestBody(
            content = {
                @Content(
                        mediaType = SINGLE,
                        schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT),
                        examples = @ExampleObject(name = "interval", value = EXAMPLE))
            })
    @APIResponse(responseCode = "202", description = "Metered, or known already; durable")
    @APIResponse(responseCode = "409", description = "Another event with this source and id was metered before")
    @APIResponse(responseCode = "422", description = "The event breaks a rule; code names it")
    public Response postEvent(byte[] body) {
        requireSize(body);
        return single(reading.structured(body));
    }

    /** Takes one event in binary mode: attributes in {@code ce-} headers, the data as body. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.COLLECTOR)
    @Operation(operationId = "postBinaryEvent", summary = "Take one event in binary mode")
    public Response postBinaryEvent(byte[] body, @Context HttpHeaders headers) {
        requireSize(body);
        Attributes attributes = name -> name.equals("datacontenttype")
                ? headers.getHeaderString(HttpHeaders.CONTENT_TYPE)
                : headers.getHeaderString("ce-" + name);
        return single(reading.binary(attributes.decoded(PercentEncoding::decode), body));
    }

    /** Takes up to 1,000 events in one transaction; says for each what became of it. */
    @POST
    @Consumes(BATCH)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.COLLECTOR)
    @Operation(
            operationId = "postEvents",
            summary = "Take up to 1,000 events at once",
            description = "All are durable when the answer comes. A refused or conflicting event does not hinder the"
                    + " others: items says for each, in order, what became of it.")
    public Items postEvents(byte[] body) {
        requireSize(body);
        List<Arrival> arrivals;
        try {
            arrivals = reading.batch(body);
        } catch (EventReading.UnreadableBatch e) {
            throw new Refusal(EventProblem.of(RefusalCode.MALFORMED_JSON), String.valueOf(e.getMessage()));
        }
        if (arrivals.size() > MOST_EVENTS) {
            throw new Refusal(
                    CommonProblem.TOO_LARGE,
                    "the batch has " + arrivals.size() + " events: send at most " + MOST_EVENTS + " at once");
        }
        return Items.of(accept(arrivals));
    }

    private Response single(Arrival arrival) {
        Outcome outcome = accept(List.of(arrival)).getFirst();
        Refused refused = outcome.refused();
        if (refused != null) {
            throw new Refusal(
                    EventProblem.of(refused.code()),
                    refused.detail(),
                    List.of(new FieldError("/" + refused.field().replace('.', '/'), refused.rule())));
        }
        if (outcome.kind() == Outcome.Kind.CONFLICT) {
            throw new Refusal(
                    EventProblem.CONFLICT,
                    "source " + outcome.source() + ", id " + outcome.id()
                            + ": the first one stands, and this one is kept to be looked at; give the event a new id if it"
                            + " reports something else");
        }
        return Response.accepted(Item.of(outcome)).build();
    }

    private List<Outcome> accept(List<Arrival> arrivals) {
        String tenant = caller.tenant();
        if (!Assessor.isTenant(tenant)) {
            throw new Refusal(CommonProblem.FORBIDDEN, "the tenant in the token cannot be one: " + tenant);
        }
        List<Assessed> assessed = assess(arrivals, tenant);
        List<Outcome> outcomes =
                scope.inTransaction(AcceptUsage.tenants(assessed), connection -> acceptUsage.accept(assessed));
        for (Outcome outcome : outcomes) {
            metrics.countEvents("http", outcome.kind().name().toLowerCase(Locale.ROOT), 1);
        }
        return outcomes;
    }

    private List<Assessed> assess(List<Arrival> arrivals, String tenant) {
        List<Received> received = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            received.add(new Received(ofTenant(arrival, tenant), null));
        }
        try {
            return acceptUsage.assess(received);
        } catch (ReferenceFeed.Behind e) {
            throw new Refusal(CommonProblem.UNAVAILABLE, "send the events again in a moment: " + e.getMessage());
        }
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
