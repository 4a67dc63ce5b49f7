package io.wattledger.billing.rest;

import io.wattledger.billing.flow.ExportFocus;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Exports that span invoices. */
@Path("/api/v1/exports")
public class ExportResource {

    private final ExportFocus exportFocus;

    ExportResource(ExportFocus exportFocus) {
        this.exportFocus = exportFocus;
    }

    /** Issued invoices of some months as FOCUS Cost and Usage rows. */
    @GET
    @Path("/focus")
    @Produces("text/csv")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "exportFocus", summary = "Issued invoices as FOCUS Cost and Usage")
    public Response focus(
            @QueryParam("periods") @Nullable String periods, @QueryParam("tenants") @Nullable String tenants) {
        byte[] file = exportFocus.export(Parameters.months("periods", periods), Parameters.list(tenants));
        return Response.ok(file, "text/csv")
                .header("Content-Disposition", "attachment; filename=\"focus.csv\"")
                .build();
    }
}
