package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.catalog.TariffDraftForm;
import io.wattledger.pricing.flow.DraftReview;
import io.wattledger.pricing.flow.PublishTariff;
import io.wattledger.pricing.tariff.Difference;
import io.wattledger.pricing.tariff.Tariff;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Publishing of tariff versions by two persons: draft, difference, approval. */
@Path("/api/v1/tariff-drafts")
@Produces(MediaType.APPLICATION_JSON)
public class TariffDraftsResource {

    private final PublishTariff publish;
    private final Caller caller;

    TariffDraftsResource(PublishTariff publish, Caller caller) {
        this.publish = publish;
        this.caller = caller;
    }

    /** A draft. */
    public record DraftItem(
            String id,
            String tariff,
            String name,
            String currency,
            VersionForm version,
            String author,
            Instant draftedAt) {}

    /** All drafts. */
    public record DraftList(List<DraftItem> items) {}

    /** What a draft changes: {@code against} is the first day of the version that holds now, absent where none does. */
    public record DraftDiff(
            String draft,
            String tariff,
            LocalDate validFrom,
            @Nullable LocalDate against,
            List<Difference> differences,
            String text) {}

    /** What came of an approval. */
    public record Published(String tariff, LocalDate validFrom, List<LocalDate> versions) {}

    /** Proposes a whole version; the author is the subject of the token. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "draftTariff",
            summary = "Propose a tariff version",
            description = "Checks the version as a catalog's would be and keeps it as a draft; nothing is priced by it"
                    + " until a second person approves it.")
    @APIResponse(
            responseCode = "201",
            description = "The draft",
            headers = {
                @Header(
                        name = HttpHeaders.LOCATION,
                        description = "Where the draft is",
                        schema = @Schema(implementation = String.class)),
                @Header(
                        name = HttpHeaders.ETAG,
                        description = "Names the draft and what it is compared with; for If-Match of the approval",
                        schema = @Schema(implementation = String.class))
            },
            content = @Content(schema = @Schema(implementation = DraftItem.class)))
    public Response draft(TariffDraftForm body) {
        DraftReview review = publish.draft(body, caller.subject());
        return Response.created(
                        URI.create("/api/v1/tariff-drafts/" + review.draft().id()))
                .tag(review.tag())
                .entity(item(review))
                .build();
    }

    /** All drafts, the oldest first. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listTariffDrafts", summary = "Drafts that wait for approval")
    public DraftList list() {
        return new DraftList(
                publish.all().stream().map(TariffDraftsResource::item).toList());
    }

    /** One draft. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getTariffDraft", summary = "A draft")
    @APIResponse(
            responseCode = "200",
            description = "The draft, with an ETag for If-Match of the approval",
            content = @Content(schema = @Schema(implementation = DraftItem.class)))
    public Response get(@PathParam("id") String id) {
        DraftReview review = publish.review(id);
        return Response.ok(item(review)).tag(review.tag()).build();
    }

    /** What a draft changes of the version that holds on its first day now. */
    @GET
    @Path("/{id}/diff")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "compareTariffDraft",
            summary = "What a draft changes, member by member",
            description = "Compares the draft with the version that holds on its first day now; text says the same for"
                    + " people, one line a member.")
    @APIResponse(
            responseCode = "200",
            description = "The differences, with an ETag for If-Match of the approval",
            content = @Content(schema = @Schema(implementation = DraftDiff.class)))
    public Response diff(@PathParam("id") String id) {
        DraftReview review = publish.review(id);
        return Response.ok(new DraftDiff(
                        id,
                        review.draft().tariff(),
                        review.draft().version().validFrom(),
                        review.against() == null ? null : review.against().validFrom(),
                        review.differences(),
                        String.join(
                                "\n",
                                review.differences().stream()
                                        .map(Difference::text)
                                        .toList())))
                .tag(review.tag())
                .build();
    }

    /** Puts a draft in force; its author cannot. */
    @POST
    @Path("/{id}/approval")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "approveTariffDraft",
            summary = "Approve a draft as a second person",
            description = "If-Match must carry the ETag of the draft or its difference, so that what is approved is"
                    + " what was read.")
    @APIResponse(responseCode = "200", description = "The version holds")
    @APIResponse(responseCode = "409", description = "The version was used meanwhile")
    @APIResponse(responseCode = "412", description = "What the draft is compared with has changed since it was read")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Published approve(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        LocalDate validFrom = publish.review(id).draft().version().validFrom();
        Tariff tariff = publish.approve(id, opaque(ifMatch), caller.subject());
        return new Published(
                tariff.id(),
                validFrom,
                tariff.versions().stream().map(version -> version.validFrom()).toList());
    }

    /** Withdraws a draft. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "withdrawTariffDraft", summary = "Withdraw a draft")
    @APIResponse(responseCode = "204", description = "The draft is gone; that it was there is kept")
    public void withdraw(@PathParam("id") String id) {
        publish.withdraw(id, caller.subject());
    }

    private static @Nullable String opaque(@Nullable String tag) {
        return tag == null ? null : tag.strip().replaceAll("^\"|\"$", "");
    }

    private static DraftItem item(DraftReview review) {
        var draft = review.draft();
        return new DraftItem(
                draft.id(),
                draft.tariff(),
                draft.name(),
                draft.currency(),
                new VersionForm(
                        draft.version().validFrom(), null, draft.version().components()),
                draft.author(),
                draft.draftedAt());
    }
}
