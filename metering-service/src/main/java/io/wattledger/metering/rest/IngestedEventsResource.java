package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.MeterEvents;
import io.wattledger.metering.flow.MeterEvents.EventFilter;
import io.wattledger.metering.flow.MeterEvents.Period;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows generic events as they were taken, and whether meters can read them. */
@Path("/api/v1/events")
@Tag(name = "events")
public class IngestedEventsResource {

    private static final int MOST = 1_000;
    private static final List<String> KNOWN =
            List.of("from", "to", "ingestedAtFrom", "ingestedAtTo", "id", "subject", "limit", "tenant", "clientId");

    private final MeterEvents events;
    private final TenantScope scope;
    private final MeterOwner owner;

    IngestedEventsResource(MeterEvents events, TenantScope scope, MeterOwner owner) {
        this.events = events;
        this.scope = scope;
        this.owner = owner;
    }

    /** Generic events, the latest first. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.TENANT, Roles.COLLECTOR, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listEvents",
            summary = "Events that meters read, the latest first",
            description =
                    "Times from are inclusive, times to exclusive. validationError says why an event counts nowhere,"
                            + " or not in every meter of its type.")
    public List<IngestedView> list(
            @Parameter(description = "Happened from", example = "2026-10-01T00:00:00Z") @QueryParam("from") @Nullable
                    String from,
            @Parameter(description = "Happened before", example = "2026-11-01T00:00:00Z") @QueryParam("to") @Nullable
                    String to,
            @Parameter(description = "Received from", example = "2026-10-01T00:00:00Z")
                    @QueryParam("ingestedAtFrom")
                    @Nullable
                    String ingestedAtFrom,
            @Parameter(description = "Received before", example = "2026-11-01T00:00:00Z")
                    @QueryParam("ingestedAtTo")
                    @Nullable
                    String ingestedAtTo,
            @Parameter(description = "Part of the id") @QueryParam("id") @Nullable String id,
            @Parameter(description = "Part of the subject") @QueryParam("subject") @Nullable String subject,
            @Parameter(description = "At most 1,000") @QueryParam("limit") @DefaultValue("100") int limit,
            @Parameter(description = "Whose; for operators and auditors") @QueryParam("tenant") @Nullable String tenant,
            @Context UriInfo uri) {
        uri.getQueryParameters().forEach(IngestedEventsResource::requireKnown);
        if (limit < 1 || limit > MOST) {
            throw MeterProblem.parameter("limit", "is " + limit + ": must be between 1 and " + MOST);
        }
        EventFilter filter = new EventFilter(
                period("from", from, "to", to),
                period("ingestedAtFrom", ingestedAtFrom, "ingestedAtTo", ingestedAtTo),
                clean("id", id),
                clean("subject", subject),
                limit);
        String owning = owner.tenant(tenant);
        MeterEvents.Cut<MeterEvents.IngestedEvent> found =
                scope.inTransaction(owning, connection -> events.list(owning, filter));
        if (found.isCut()) {
            int fit = found.rows().size();
            throw MeterProblem.parameter(
                    "limit",
                    "is " + limit + ": the first " + fit + " events have more than 16 MiB; ask for at most " + fit
                            + ", and for those before them by to or ingestedAtTo");
        }
        return found.rows().stream().map(IngestedView::of).toList();
    }

    private static void requireKnown(String name, List<String> values) {
        if (!KNOWN.contains(name)) {
            throw MeterProblem.parameter(name, "is not known; known are " + String.join(", ", KNOWN));
        }
        QueryParameters.requireOneValue(name, values);
    }

    private static Period period(String fromName, @Nullable String from, String toName, @Nullable String to) {
        return new Period(QueryParameters.instant(fromName, from), QueryParameters.instant(toName, to));
    }

    private static @Nullable String clean(String name, @Nullable String text) {
        if (text != null && !WireText.shown(text, text.length()).equals(text)) {
            throw MeterProblem.parameter(name, "must hold no control characters");
        }
        return text;
    }
}
