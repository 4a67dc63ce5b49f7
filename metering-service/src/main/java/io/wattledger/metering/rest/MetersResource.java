package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Roles;
import io.wattledger.metering.flow.DefineMeters;
import io.wattledger.metering.flow.MeterRefused;
import io.wattledger.metering.meter.Meter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The meters of a tenant, under the paths and in the form of the OpenMeter API (docs/openmeter.md). */
@Path("/api/v1/meters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "meters", description = "What is counted of events that customers make up themselves")
public class MetersResource {

    private static final int MOST = 1_000;
    private static final String PROBLEM = "application/problem+json";
    private static final Map<String, Comparator<MeterView>> ORDERS = Map.of(
            "key", Comparator.comparing(MeterView::slug),
            "name", Comparator.comparing(MeterView::name),
            "aggregation", Comparator.comparing(MeterView::aggregation),
            "createdAt", Comparator.comparing(MeterView::createdAt),
            "updatedAt", Comparator.comparing(MeterView::updatedAt));

    private final DefineMeters meters;
    private final MeterOwner owner;

    MetersResource(DefineMeters meters, MeterOwner owner) {
        this.meters = meters;
        this.owner = owner;
    }

    /** Makes a meter. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.TENANT, Roles.COLLECTOR, Roles.OPERATOR})
    @Operation(
            operationId = "createMeter",
            summary = "Make a meter",
            description = "It reads the events of its type, also those that came before it was made.")
    @APIResponse(
            responseCode = "201",
            description = "The meter",
            content = @Content(schema = @Schema(implementation = MeterView.class)))
    @APIResponse(responseCode = "400", description = "It breaks a rule", content = @Content(mediaType = PROBLEM))
    @APIResponse(responseCode = "409", description = "The slug is taken", content = @Content(mediaType = PROBLEM))
    public Response create(@Nullable MeterForm form, @QueryParam("tenant") @Nullable String tenant) {
        try {
            Meter meter = meters.create(owner.tenant(tenant), given(form).draft());
            return Response.created(URI.create("/api/v1/meters/" + meter.id()))
                    .entity(MeterView.of(meter))
                    .build();
        } catch (MeterRefused e) {
            throw MeterProblem.of(e, MeterProblem.INVALID_METER);
        }
    }

    /** The meters of the tenant. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.COLLECTOR, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listMeters", summary = "The meters of the tenant")
    public List<MeterView> list(
            @Parameter(description = "From 1") @QueryParam("page") @DefaultValue("1") int page,
            @Parameter(description = "At most 1,000") @QueryParam("pageSize") @DefaultValue("100") int pageSize,
            @Parameter(description = "ASC or DESC") @QueryParam("order") @DefaultValue("ASC") String order,
            @Parameter(description = "key, name, aggregation, createdAt or updatedAt")
                    @QueryParam("orderBy")
                    @DefaultValue("key")
                    String orderBy,
            @Parameter(description = "Deleted ones as well") @QueryParam("includeDeleted") @DefaultValue("false")
                    boolean includeDeleted,
            @Parameter(description = "Whose; for operators and auditors") @QueryParam("tenant") @Nullable
                    String tenant) {
        if (page < 1) {
            throw MeterProblem.parameter("page", "is " + page + ": must be at least 1");
        }
        if (pageSize < 1 || pageSize > MOST) {
            throw MeterProblem.parameter("pageSize", "is " + pageSize + ": must be between 1 and " + MOST);
        }
        Comparator<MeterView> comparator = ORDERS.get(orderBy);
        if (comparator == null) {
            throw MeterProblem.parameter(
                    "orderBy",
                    "is " + orderBy + ": must be one of "
                            + ORDERS.keySet().stream().sorted().toList());
        }
        if (!order.equals("ASC") && !order.equals("DESC")) {
            throw MeterProblem.parameter("order", "is " + order + ": must be ASC or DESC");
        }
        return meters.all(owner.tenant(tenant), includeDeleted).stream()
                .map(MeterView::of)
                .sorted(order.equals("ASC") ? comparator : comparator.reversed())
                .skip((page - 1L) * pageSize)
                .limit(pageSize)
                .toList();
    }

    /** One meter. */
    @GET
    @Path("{meterIdOrSlug}")
    @RolesAllowed({Roles.TENANT, Roles.COLLECTOR, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getMeter", summary = "One meter")
    @APIResponse(
            responseCode = "200",
            description = "The meter",
            content = @Content(schema = @Schema(implementation = MeterView.class)))
    @APIResponse(responseCode = "404", description = "There is no such meter", content = @Content(mediaType = PROBLEM))
    public MeterView get(
            @PathParam("meterIdOrSlug") String meterIdOrSlug, @QueryParam("tenant") @Nullable String tenant) {
        try {
            return MeterView.of(meters.find(owner.tenant(tenant), meterIdOrSlug));
        } catch (MeterRefused e) {
            throw MeterProblem.of(e, MeterProblem.INVALID_METER);
        }
    }

    /** Puts other labels and groups in the place of those that a meter has. */
    @PUT
    @Path("{meterIdOrSlug}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.TENANT, Roles.COLLECTOR, Roles.OPERATOR})
    @Operation(
            operationId = "updateMeter",
            summary = "Replace the labels and groups of a meter",
            description = "What a meter counts cannot be changed: make another one.")
    @APIResponse(
            responseCode = "200",
            description = "The meter",
            content = @Content(schema = @Schema(implementation = MeterView.class)))
    @APIResponse(responseCode = "400", description = "It breaks a rule", content = @Content(mediaType = PROBLEM))
    @APIResponse(responseCode = "404", description = "There is no such meter", content = @Content(mediaType = PROBLEM))
    public MeterView update(
            @PathParam("meterIdOrSlug") String meterIdOrSlug,
            @Nullable MeterUpdateForm form,
            @QueryParam("tenant") @Nullable String tenant) {
        MeterUpdateForm change = given(form);
        try {
            return MeterView.of(meters.change(owner.tenant(tenant), meterIdOrSlug, change.labels(), change.groups()));
        } catch (MeterRefused e) {
            throw MeterProblem.of(e, MeterProblem.INVALID_METER);
        }
    }

    /** Deletes a meter; its events stay. */
    @DELETE
    @Path("{meterIdOrSlug}")
    @RolesAllowed({Roles.TENANT, Roles.COLLECTOR, Roles.OPERATOR})
    @Operation(operationId = "deleteMeter", summary = "Delete a meter; the events that it read stay")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = "There is no such meter", content = @Content(mediaType = PROBLEM))
    public Response delete(
            @PathParam("meterIdOrSlug") String meterIdOrSlug, @QueryParam("tenant") @Nullable String tenant) {
        try {
            meters.delete(owner.tenant(tenant), meterIdOrSlug);
            return Response.noContent().build();
        } catch (MeterRefused e) {
            throw MeterProblem.of(e, MeterProblem.INVALID_METER);
        }
    }

    private static <T> T given(@Nullable T form) {
        if (form == null) {
            throw MeterProblem.parameter("body", "is missing: must be a JSON object");
        }
        return form;
    }
}
