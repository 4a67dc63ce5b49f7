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

/** By what rules the tenant of a contract is reminded that has rules of its own; every revision is kept. */
@Path("/api/v1/accounts/{tenant}/contracts/{contract}/dunning-policy")
@Tag(name = "dunning", description = "Policies, disputes and reminders of what is overdue")
public class ContractDunningPolicyResource {

    private static final String ETAG = "\"1\"";

    private final KeepDunning dunning;
    private final DunningPolicies policies;

    ContractDunningPolicyResource(KeepDunning dunning, DunningPolicies policies) {
        this.dunning = dunning;
        this.policies = policies;
    }

    /** The policy of a contract alone. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getContractDunningPolicy", summary = "The policy of a contract that has one of its own")
    @APIResponse(
            responseCode = "200",
            description = "The policy",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DunningPolicy.class)))
    public Response ofContract(
            @Parameter(description = "tenant of the contract", example = "bodo-kommune") @PathParam("tenant")
                    String tenant,
            @Parameter(description = "id of the contract", example = "c-2026") @PathParam("contract") String contract) {
        return policies.get(dunning.ofContract(tenant, contract));
    }

    /** Sets a policy for a contract alone. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "setContractDunningPolicy", summary = "Set a policy for a contract alone")
    @APIResponse(
            responseCode = "200",
            description = "The policy as it is now",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DunningPolicy.class)))
    @APIResponse(responseCode = "412", description = "It was changed since the caller saw it")
    @APIResponse(responseCode = "428", description = "There is a policy, and If-Match is missing")
    public Response setOfContract(
            @Parameter(description = "tenant of the contract", example = "bodo-kommune") @PathParam("tenant")
                    String tenant,
            @Parameter(description = "id of the contract", example = "c-2026") @PathParam("contract") String contract,
            DunningPolicy body,
            @Parameter(description = "ETag of the policy as the caller saw it", example = ETAG)
                    @HeaderParam("If-Match")
                    @Nullable
                    String ifMatch) {
        return policies.set(dunning.ofContract(tenant, contract), body, ifMatch);
    }
}
