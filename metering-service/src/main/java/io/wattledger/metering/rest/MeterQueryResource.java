package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Roles;
import io.wattledger.metering.flow.AskMeter;
import io.wattledger.metering.flow.AskMeter.Answer;
import io.wattledger.metering.flow.DefineMeters;
import io.wattledger.metering.flow.MeterRefused;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.Question;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Asks meters, by query parameters or by a body, and answers in JSON or, to {@code Accept: text/csv}, in CSV. */
@Path("/api/v1/meters/{meterIdOrSlug}/query")
@Tag(name = "meters")
@RolesAllowed({Roles.TENANT, Roles.COLLECTOR, Roles.OPERATOR, Roles.AUDITOR})
public class MeterQueryResource {

    private static final String CSV = "text/csv";
    private static final MediaType TEXT_CSV = MediaType.valueOf(CSV);
    private static final String PROBLEM = "application/problem+json";
    private static final String HOW =
            "from is inclusive, to is exclusive. Without windowSize there is one figure over the"
                    + " whole time; without groupBy one over all events. value is a JSON number, valueExact the same as a decimal"
                    + " string.";

    private final DefineMeters meters;
    private final AskMeter ask;
    private final MeterOwner owner;

    MeterQueryResource(DefineMeters meters, AskMeter ask, MeterOwner owner) {
        this.meters = meters;
        this.ask = ask;
        this.owner = owner;
    }

    /** Answers a question in query parameters. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(operationId = "queryMeter", summary = "Ask a meter", description = HOW)
    @Parameter(name = "from", in = ParameterIn.QUERY, example = "2026-10-01T00:00:00Z")
    @Parameter(name = "to", in = ParameterIn.QUERY, example = "2026-11-01T00:00:00Z")
    @Parameter(
            name = "windowSize",
            in = ParameterIn.QUERY,
            description = "MINUTE, QUARTER_HOUR, HOUR, DAY or MONTH",
            example = "DAY")
    @Parameter(name = "windowTimeZone", in = ParameterIn.QUERY, description = "IANA name", example = "Europe/Oslo")
    @Parameter(
            name = "subject",
            in = ParameterIn.QUERY,
            description = "Only these, and by subject; may be repeated",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "groupBy",
            in = ParameterIn.QUERY,
            description = "subject or a group of the meter; may be repeated",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "filterGroupBy",
            in = ParameterIn.QUERY,
            description = "Only events with this value of a group: filterGroupBy[model]=large",
            style = ParameterStyle.DEEPOBJECT,
            explode = Explode.TRUE,
            schema = @Schema(type = SchemaType.OBJECT, additionalProperties = String.class))
    @Parameter(name = "clientId", in = ParameterIn.QUERY, description = "Not looked at")
    @APIResponse(
            responseCode = "200",
            description = "The answer",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = QueryResult.class)),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "400", description = "It breaks a rule", content = @Content(mediaType = PROBLEM))
    @APIResponse(responseCode = "404", description = "There is no such meter", content = @Content(mediaType = PROBLEM))
    public Response query(
            @PathParam("meterIdOrSlug") String meterIdOrSlug,
            @Parameter(description = "Whose; for operators and auditors") @QueryParam("tenant") @Nullable String tenant,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return answer(meterIdOrSlug, new QueryParameters(uri.getQueryParameters()).question(), tenant, headers);
    }

    /** Answers a question in a body, which may be longer than an address. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(operationId = "queryMeterPost", summary = "Ask a meter with a body", description = HOW)
    @APIResponse(
            responseCode = "200",
            description = "The answer",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = QueryResult.class)),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "400", description = "It breaks a rule", content = @Content(mediaType = PROBLEM))
    @APIResponse(responseCode = "404", description = "There is no such meter", content = @Content(mediaType = PROBLEM))
    public Response queryPost(
            @PathParam("meterIdOrSlug") String meterIdOrSlug,
            @Nullable QueryForm form,
            @Parameter(description = "Whose; for operators and auditors") @QueryParam("tenant") @Nullable String tenant,
            @Context HttpHeaders headers) {
        QueryForm question = Objects.requireNonNullElse(form, QueryForm.ALL);
        return answer(meterIdOrSlug, question.question(), tenant, headers);
    }

    private Response answer(String meterIdOrSlug, Question question, @Nullable String tenant, HttpHeaders headers) {
        try {
            Meter meter = meters.find(owner.tenant(tenant), meterIdOrSlug);
            Answer answer = ask.ask(meter, question);
            return wantsCsv(headers) ? csv(meter, answer) : json(answer);
        } catch (MeterRefused e) {
            throw MeterProblem.of(e, MeterProblem.INVALID_QUERY);
        }
    }

    private static Response json(Answer answer) {
        return Response.ok(QueryResult.of(answer), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static Response csv(Meter meter, Answer answer) {
        String name = meter.definition().slug() + ".csv";
        return Response.ok(MeterCsv.write(answer), CSV + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header("Unreadable-Events", answer.reading().unreadable())
                .build();
    }

    /** JSON unless CSV is asked for before it. */
    private static boolean wantsCsv(HttpHeaders headers) {
        for (MediaType type : headers.getAcceptableMediaTypes()) {
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (type.isCompatible(TEXT_CSV)) {
                return true;
            }
        }
        return false;
    }
}
