package io.wattledger.pricing.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.catalog.ReadingForm;
import io.wattledger.pricing.catalog.WrongReading;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.flow.AcceptPriceDocument;
import io.wattledger.pricing.flow.AcceptPriceDocument.IndexEffect;
import io.wattledger.pricing.flow.AcceptPriceDocument.Outcome;
import io.wattledger.pricing.flow.PriceBook;
import io.wattledger.pricing.flow.PricingProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Takes in price documents. */
@Path("/api/v1/price-documents")
@Produces(MediaType.APPLICATION_JSON)
public class PriceDocumentsResource {

    /** The framework would take anything but true for false: {@code again=1} would have no effect and be answered 200. */
    private static final Set<String> TRUE_OR_FALSE = Set.of("true", "false");

    private final AcceptPriceDocument acceptPriceDocument;
    private final TenantScope scope;
    private final PriceBook prices;
    private final ObjectMapper mapper;

    PriceDocumentsResource(
            AcceptPriceDocument acceptPriceDocument, TenantScope scope, PriceBook prices, ObjectMapper mapper) {
        this.acceptPriceDocument = acceptPriceDocument;
        this.scope = scope;
        this.prices = prices;
        this.mapper = mapper;
    }

    /** Takes a document in as a whole or refuses it as a whole; bytes that are known change nothing, unless they shall stand again. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "addPriceDocument",
            summary = "Take in a price document; reading is an entry of a catalog's priceFiles",
            description =
                    "The same bytes, read in the same way, have no effect when they are sent again. With again = true they are"
                            + " taken as received now: where they do not say when they were made, what they state stands again.")
    @APIResponse(responseCode = "201", description = "Taken in; its bytes can be fetched at Location")
    @APIResponse(responseCode = "200", description = "Known already; nothing was done")
    public RestResponse<Outcome> add(
            @RestForm("file") @Nullable FileUpload file,
            @RestForm("reading") @Nullable String reading,
            @RestForm("again") @DefaultValue("false") @Schema(enumeration = {"true", "false"}) String again)
            throws IOException {
        if (file == null || reading == null) {
            throw new Refusal(
                    CommonProblem.MALFORMED_REQUEST,
                    "the form must have the parts file and reading, the latter as JSON");
        }
        if (!TRUE_OR_FALSE.contains(again)) {
            String rule = "must be true or false";
            throw new Refusal(
                    CommonProblem.MALFORMED_REQUEST,
                    "the part again is '" + again + "': " + rule,
                    List.of(new FieldError("again", rule)));
        }
        Reading how = read(reading);
        Outcome outcome = acceptPriceDocument.accept(
                file.fileName(), Files.readAllBytes(file.uploadedFile()), how, again.equals("true"));
        if (outcome.indices().stream().allMatch(IndexEffect::alreadyKnown)) {
            return RestResponse.ok(outcome);
        }
        return RestResponse.ResponseBuilder.<Outcome>created(URI.create("/api/v1/price-documents/" + outcome.sha256()))
                .entity(outcome)
                .build();
    }

    /** The bytes of a document exactly as they were received, by the SHA-256 that charges name. */
    @GET
    @Path("/{sha256}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getPriceDocument", summary = "The bytes of a price document as they were received")
    public byte[] get(@PathParam("sha256") String sha256) {
        return scope.asOperator(connection -> prices.content(connection, sha256))
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no price document '" + sha256 + "'"));
    }

    private Reading read(String reading) throws JsonProcessingException {
        try {
            ObjectNode entry = mapper.readValue(reading, ObjectNode.class);
            // Which files an entry is for means nothing here, where the file is at hand.
            entry.remove("match");
            return mapper.treeToValue(entry, ReadingForm.class).toReading();
        } catch (WrongReading e) {
            throw new Refusal(
                    PricingProblem.READING_INVALID,
                    "reading" + e.pointer() + ": " + e.detail(),
                    List.of(new FieldError(e.pointer(), e.detail())));
        }
    }
}
