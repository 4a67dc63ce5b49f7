package io.wattledger.billing.rest;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Retention;
import io.wattledger.billing.flow.AccountBook.Recorded;
import io.wattledger.billing.flow.ReadAccounts;
import io.wattledger.billing.rest.CatalogBody.LegalEntityBody;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.WireName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the companies that issue invoices, as they are and as they were. */
@Path("/api/v1/legal-entities")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "accounts")
public class LegalEntityResource {

    private final ReadAccounts readAccounts;

    LegalEntityResource(ReadAccounts readAccounts) {
        this.readAccounts = readAccounts;
    }

    /**
     * Legal entities, or revisions of one.
     *
     * @param items entities by id; revisions the newest first
     */
    @Schema(name = "LegalEntities")
    public record LegalEntities(List<LegalEntityView> items) {}

    /**
     * A revision of a legal entity.
     *
     * @param revision counts up from 1
     * @param recordedAt since when it holds, until the next revision
     * @param recordedBy who recorded it; absent of revisions from before that was written down
     * @param legalEntity in the form of a catalog
     * @param retention how long its documents have to be kept; absent where no rule is known
     */
    @Schema(name = "LegalEntityRevision")
    public record LegalEntityView(
            long revision,
            Instant recordedAt,
            @Nullable String recordedBy,
            LegalEntityBody legalEntity,
            @Nullable RetentionView retention) {

        static LegalEntityView of(Recorded<LegalEntity> recorded) {
            return new LegalEntityView(
                    recorded.revision(),
                    recorded.recordedAt(),
                    recorded.recordedBy(),
                    CatalogView.legalEntity(recorded.value()),
                    Retention.of(recorded.value()).map(RetentionView::of).orElse(null));
        }
    }

    /**
     * How long documents have to be kept.
     *
     * @param years whole years
     * @param countedFrom {@code end-of-year} of the year of issue, or {@code issue-date}
     * @param provision where it is laid down
     */
    @Schema(name = "Retention")
    public record RetentionView(int years, String countedFrom, String provision) {

        static RetentionView of(Retention retention) {
            return new RetentionView(retention.years(), WireName.of(retention.countedFrom()), retention.provision());
        }
    }

    /** All legal entities as they are. */
    @GET
    @Operation(operationId = "listLegalEntities", summary = "The companies that issue invoices, as they are")
    public LegalEntities list() {
        return new LegalEntities(
                readAccounts.legalEntities().stream().map(LegalEntityView::of).toList());
    }

    /** A legal entity as it is. */
    @GET
    @Path("/{legalEntity}")
    @Operation(
            operationId = "getLegalEntity",
            summary = "A company that issues invoices, as it is",
            description = "It is in the form of a catalog: what is read can be changed and sent to /catalog.")
    @APIResponse(
            responseCode = "200",
            description = "The newest revision; its number is the ETag",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LegalEntityView.class)))
    public Response get(
            @Parameter(description = "id of the legal entity", example = "nordlys-as") @PathParam("legalEntity")
                    String id,
            @Context Request request) {
        LegalEntityView view = LegalEntityView.of(history(id).getFirst());
        return Revisions.answer(view, view.revision(), request);
    }

    /** A legal entity in all its revisions. */
    @GET
    @Path("/{legalEntity}/revisions")
    @Operation(operationId = "listLegalEntityRevisions", summary = "All revisions of a legal entity, the newest first")
    public LegalEntities revisions(
            @Parameter(description = "id of the legal entity", example = "nordlys-as") @PathParam("legalEntity")
                    String id) {
        return new LegalEntities(history(id).stream().map(LegalEntityView::of).toList());
    }

    private List<Recorded<LegalEntity>> history(String id) {
        List<Recorded<LegalEntity>> history = readAccounts.legalEntity(id);
        if (history.isEmpty()) {
            throw new Refusal(CommonProblem.NOT_FOUND, "there is no legal entity '" + id + "'");
        }
        return history;
    }
}
