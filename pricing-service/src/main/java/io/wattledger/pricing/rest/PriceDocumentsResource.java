package io.wattledger.pricing.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.pricing.flow.AcceptPriceDocument;
import io.wattledger.pricing.flow.AcceptPriceDocument.Outcome;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Takes in price documents. */
@Path("/api/v1/price-documents")
@Produces(MediaType.APPLICATION_JSON)
public class PriceDocumentsResource {

    private final AcceptPriceDocument acceptPriceDocument;
    private final ObjectMapper mapper;

    PriceDocumentsResource(AcceptPriceDocument acceptPriceDocument, ObjectMapper mapper) {
        this.acceptPriceDocument = acceptPriceDocument;
        this.mapper = mapper;
    }

    /** Takes a document in as a whole or refuses it as a whole; the same bytes again change nothing. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "addPriceDocument",
            summary = "Take in a price document; reading is an entry of a catalog's priceFiles")
    public Outcome add(@RestForm("file") @Nullable FileUpload file, @RestForm("reading") @Nullable String reading)
            throws IOException {
        if (file == null || reading == null) {
            throw new Refusal(
                    CommonProblem.MALFORMED_REQUEST,
                    "the form must have the parts file and reading, the latter as JSON");
        }
        ReadingBody body = read(reading);
        return acceptPriceDocument.accept(file.fileName(), Files.readAllBytes(file.uploadedFile()), body.toReading());
    }

    private ReadingBody read(String reading) throws JsonProcessingException {
        return mapper.readValue(reading, ReadingBody.class);
    }
}
