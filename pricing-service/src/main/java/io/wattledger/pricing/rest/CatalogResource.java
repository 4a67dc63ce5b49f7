package io.wattledger.pricing.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.pricing.catalog.CatalogForm;
import io.wattledger.pricing.flow.ApplyCatalog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Applies catalogs. */
@Path("/api/v1/catalog")
@Produces(MediaType.APPLICATION_JSON)
public class CatalogResource {

    /** Members that belong to others, and the name that only people read: a whole catalog may be sent to every service. */
    private static final List<String> OF_OTHERS =
            List.of("name", "legalEntities", "accounts", "taxExchangeRates", "emissionFactors", "priceFiles", "usage");

    private final ApplyCatalog applyCatalog;
    private final ObjectMapper mapper;
    private final Caller caller;

    CatalogResource(ApplyCatalog applyCatalog, ObjectMapper mapper, Caller caller) {
        this.applyCatalog = applyCatalog;
        this.caller = caller;
        this.mapper = mapper;
    }

    /** Applies sites, SKUs, price series, exchange rates and tariffs; all or nothing, and nothing when done twice. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "applyCatalog", summary = "Apply the part of a catalog that pricing owns")
    public ApplyCatalog.Counts apply(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = CatalogForm.class)))
                    ObjectNode body,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun)
            throws JsonProcessingException {
        body.remove(OF_OTHERS);
        return applyCatalog.apply(mapper.treeToValue(body, CatalogForm.class), caller.subject(), dryRun);
    }
}
