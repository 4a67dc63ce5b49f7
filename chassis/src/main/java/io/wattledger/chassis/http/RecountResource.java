package io.wattledger.chassis.http;

import io.wattledger.chassis.tenancy.KeptSums;
import io.wattledger.chassis.tenancy.Recount;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The sums of law 8 that the service keeps, beside what its rows come to. */
@Path("/api/v1/balance/recount")
public class RecountResource {

    private final Recount recount;
    private final KeptSums sums;

    RecountResource(Recount recount, KeptSums sums) {
        this.recount = recount;
        this.sums = sums;
    }

    /** Reads every row, so it takes its time; what is written meanwhile does not wait. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "recountBalance",
            summary = "The sums that are kept, counted again from the rows",
            description =
                    "Every difference must be 0, and items empty. Reads all rows of the tenants asked for, of all tenants"
                            + " where none is: that takes a second or more for each million, and nobody waits for it.")
    @APIResponse(responseCode = "200", description = "Kept and counted in one snapshot")
    @APIResponse(responseCode = "409", description = "under-way: somebody else has them counted just now")
    public Recount.Outcome recount(@QueryParam("tenants") @Nullable String tenants) {
        return recount.count(sums, CommaSeparated.values(tenants))
                .orElseThrow(() -> new Refusal(
                        CommonProblem.UNDER_WAY, "a recount is being made; ask again when it has come to its end"));
    }
}
