package io.wattledger.billing.rest;

import io.wattledger.billing.flow.ReadRevisions;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.RevisedLine;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows old, new and difference of every line of an invoice whose charges were rated again. */
@Path("/api/v1/invoices/{number}/revisions")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "invoices", description = "Issued invoices and credit notes, their documents and how they stand")
public class RevisionResource {

    private final ReadRevisions readRevisions;
    private final Caller caller;

    RevisionResource(ReadRevisions readRevisions, Caller caller) {
        this.readRevisions = readRevisions;
        this.caller = caller;
    }

    /**
     * What has become of an invoice.
     *
     * @param number of the invoice
     * @param lines its lines, then those that came after issue
     */
    @Schema(name = "InvoiceRevisions")
    public record RevisionsView(String number, List<LineView> lines) {}

    /**
     * What has become of a line; amounts are without VAT.
     *
     * @param line its number on the invoice; absent where the charges came after issue
     * @param project the tenant's subdivision
     * @param site id of the site
     * @param sku id of the SKU
     * @param component id of the tariff component
     * @param billed on the invoice and on all documents that revised it since
     * @param rated what its charges come to now, rounded
     * @param difference what is still to be corrected: rated less billed, as far as credits have left something
     * @param credited what the seller has given back for other reasons
     * @param corrections what later documents did to the line, the oldest first
     */
    @Schema(name = "RevisedLine")
    public record LineView(
            @Nullable Integer line,
            String project,
            String site,
            String sku,
            String component,
            Money billed,
            Money rated,
            Money difference,
            Money credited,
            List<CorrectionView> corrections) {}

    /**
     * What a document did to a line.
     *
     * @param number of the document
     * @param line its line there
     * @param cause {@code revision} of usage or price, or {@code credit}
     * @param net what it added; below zero where it took back
     */
    @Schema(name = "LineCorrection")
    public record CorrectionView(String number, int line, String cause, Money net) {}

    /** The revisions. */
    @GET
    @Operation(
            operationId = "getInvoiceRevisions",
            summary = "Old, new and difference of each line of a month's invoice",
            description =
                    "For the invoice of a month; credit notes and invoices that correct it are shown with its lines.")
    public RevisionsView revisions(
            @Parameter(description = "number of the invoice", example = "NO26-000042") @PathParam("number")
                    String number) {
        ReadRevisions.Revisions revisions = readRevisions
                .read(caller.seesAllTenants() ? null : caller.tenant(), number)
                .orElseThrow(() -> new Refusal(
                        CommonProblem.NOT_FOUND, "there is no invoice of a month with number '" + number + "'"));
        return new RevisionsView(
                number,
                revisions.lines().stream()
                        .map(line -> toWire(line, revisions.effects()))
                        .toList());
    }

    private static LineView toWire(RevisedLine line, List<LineEffect> effects) {
        return new LineView(
                line.names().line(),
                line.key().project(),
                line.key().site(),
                line.key().sku(),
                line.key().component(),
                line.billed(),
                line.rated(),
                line.difference(),
                line.credited(),
                effects.stream()
                        .filter(effect -> effect.key().equals(line.key().text()))
                        .map(effect -> new CorrectionView(
                                effect.number(),
                                effect.line(),
                                effect.cause().name().toLowerCase(Locale.ROOT),
                                effect.net()))
                        .toList());
    }
}
