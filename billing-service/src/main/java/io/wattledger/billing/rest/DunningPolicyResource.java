package io.wattledger.billing.rest;

import io.wattledger.billing.dunning.DunningPolicy;
import io.wattledger.billing.flow.KeepDunning;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** By what rules a legal entity reminds; every revision is kept. */
@Path("/api/v1/legal-entities/{legalEntity}/dunning-policy")
@Tag(name = "dunning", description = "Policies, disputes and reminders of what is overdue")
public class DunningPolicyResource {

    private static final String ETAG = "\"1\"";

    private final KeepDunning dunning;
    private final DunningPolicies policies;

    DunningPolicyResource(KeepDunning dunning, DunningPolicies policies) {
        this.dunning = dunning;
        this.policies = policies;
    }

    /** The policy of a legal entity. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getDunningPolicy", summary = "How a legal entity reminds of what is overdue")
    @APIResponse(
            responseCode = "200",
            description = "The policy",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DunningPolicy.class)))
    public Response ofLegalEntity(
            @Parameter(description = "id of the legal entity", example = "nordlys-no") @PathParam("legalEntity")
                    String legalEntity) {
        return policies.get(dunning.ofLegalEntity(legalEntity));
    }

    /** Sets the policy of a legal entity. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "setDunningPolicy", summary = "Set how a legal entity reminds of what is overdue")
    @APIResponse(
            responseCode = "200",
            description = "The policy as it is now",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DunningPolicy.class)))
    @APIResponse(responseCode = "412", description = "It was changed since the caller saw it")
    @APIResponse(responseCode = "428", description = "There is a policy, and If-Match is missing")
    public Response setOfLegalEntity(
            @Parameter(description = "id of the legal entity", example = "nordlys-no") @PathParam("legalEntity")
                    String legalEntity,
            DunningPolicy body,
            @Parameter(description = "ETag of the policy as the caller saw it", example = ETAG)
                    @HeaderParam("If-Match")
                    @Nullable
                    String ifMatch) {
        return policies.set(dunning.ofLegalEntity(legalEntity), body, ifMatch);
    }
}
