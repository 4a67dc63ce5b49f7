package io.wattledger.billing.rest;

import io.wattledger.billing.flow.CheckFocus;
import io.wattledger.billing.flow.ExportFocus;
import io.wattledger.billing.flow.ExportFocus.Format;
import io.wattledger.billing.flow.RatingEvidence;
import io.wattledger.billing.focus.FocusDataset;
import io.wattledger.billing.focus.FocusMetadata;
import io.wattledger.billing.focus.FocusVersion;
import io.wattledger.billing.focus.FocusViolation;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommaSeparated;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.WireName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was issued, as FOCUS has it. */
@Path("/api/v1/exports/focus")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "exports", description = "What was issued, for FinOps tools and bookkeeping")
public class FocusResource {

    private static final String CSV = "text/csv";
    private static final String DATASETS = "cost-and-usage (as if absent) or, in 1.4, invoice-detail or billing-period";
    private static final String PARQUET = "application/vnd.apache.parquet";

    private final ExportFocus exportFocus;
    private final CheckFocus checkFocus;
    private final Caller caller;

    FocusResource(ExportFocus exportFocus, CheckFocus checkFocus, Caller caller) {
        this.exportFocus = exportFocus;
        this.checkFocus = checkFocus;
        this.caller = caller;
    }

    /** Issued documents of some billing months as FOCUS rows. */
    @GET
    @Produces({CSV, PARQUET})
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "exportFocus",
            summary = "What was issued, as FOCUS Cost and Usage, Invoice Detail or Billing Period",
            description =
                    "Every row is held to the rules first; a file that would break one is refused with its id. A tenant gets what"
                            + " was issued to it.")
    @APIResponse(responseCode = "404", description = "A tenant asks for others")
    public Response focus(
            @Parameter(description = "billing months, joined by commas", example = "2026-10")
                    @QueryParam("periods")
                    @Nullable
                    String periods,
            @Parameter(description = "tenants, joined by commas; absent means all") @QueryParam("tenants") @Nullable
                    String tenants,
            @Parameter(description = "1.2 (as if absent) or 1.4") @QueryParam("version") @Nullable String version,
            @Parameter(description = DATASETS) @QueryParam("dataset") @Nullable String dataset,
            @Parameter(description = "csv or parquet; absent means what Accept asks for, CSV first")
                    @QueryParam("format")
                    @Nullable
                    String format,
            @Context HttpHeaders headers) {
        FocusVersion follows = version(version);
        FocusDataset what = dataset(dataset, follows);
        Format form = format(format, headers);
        ExportFocus.Request request = new ExportFocus.Request(
                Set.copyOf(Parameters.months("periods", periods)), visible(tenants), follows, what, form);
        return switch (exportFocus.export(request)) {
            case ExportFocus.Outcome.Written written ->
                ExportedFile.answer(
                        written.file(),
                        form == Format.CSV ? CSV : PARQUET,
                        name(what, follows) + "." + WireName.of(form));
            case ExportFocus.Outcome.Refused refused -> throw refusal(refused.violations());
        };
    }

    /** Of whom: a tenant's own token means that tenant. */
    private List<String> visible(@Nullable String tenants) {
        List<String> named = CommaSeparated.values(tenants);
        if (caller.seesAllTenants()) {
            return named;
        }
        named.forEach(tenant -> Tenants.requireVisible(caller, tenant));
        return List.of(caller.tenant());
    }

    /**
     * What a check has found.
     *
     * @param documents how many documents the months have
     * @param rows how many rows of Cost and Usage
     * @param prices how many prices were looked up in the price list
     * @param violations the first that were found; none where all is well
     */
    @Schema(name = "FocusReport")
    public record ReportView(long documents, long rows, int prices, List<ViolationView> violations) {}

    /**
     * A rule that is broken.
     *
     * @param rule its id, F1 to F23
     * @param requirement what holds, in words
     * @param row the {@code x_ChargeId} of the row, or what else the matter is known by
     * @param value which column, which value
     */
    @Schema(name = "FocusRuleViolation")
    public record ViolationView(String rule, String requirement, String row, String value) {}

    /** Holds the files of some months to all rules, over documents, datasets and the price list. */
    @GET
    @Path("/check")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "checkFocus",
            summary = "Hold the FOCUS files of some months to all rules",
            description =
                    "Also to those that only many documents show: commitments over their term, names over time, the"
                            + " datasets beside each other, and each SkuPriceId in the price list, which pricing is asked for.")
    @APIResponse(responseCode = "200", description = "What was checked and found")
    @APIResponse(responseCode = "503", description = "Pricing, which has the price list, gives no answer")
    public ReportView check(
            @Parameter(description = "billing months, joined by commas", example = "2026-09,2026-10")
                    @QueryParam("periods")
                    @Nullable
                    String periods,
            @Parameter(description = "tenants, joined by commas; absent means all") @QueryParam("tenants") @Nullable
                    String tenants,
            @Parameter(description = "1.2 (as if absent) or 1.4") @QueryParam("version") @Nullable String version,
            @HeaderParam("Authorization") String authorization) {
        Set<YearMonth> months = Set.copyOf(Parameters.months("periods", periods));
        try {
            CheckFocus.Report report =
                    checkFocus.check(months, CommaSeparated.values(tenants), version(version), authorization);
            return new ReportView(
                    report.documents(),
                    report.rows(),
                    report.prices(),
                    report.violations().stream()
                            .map(one -> new ViolationView(
                                    one.rule().name(), one.rule().words(), one.charge(), one.detail()))
                            .toList());
        } catch (RatingEvidence.Unreachable e) {
            throw new Refusal(
                    BillingProblem.PRICING_UNREACHABLE,
                    e.getMessage() + "; without it F23 cannot be told: try again once pricing is up, and check"
                            + " wattledger.billing.pricing.url");
        }
    }

    /** What describes the columns of the files of a version. */
    @GET
    @Path("/metadata")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getFocusMetadata",
            summary = "The metadata that belong to each FOCUS file of a dataset and version")
    public Response metadata(
            @Parameter(description = "1.2 (as if absent) or 1.4") @QueryParam("version") @Nullable String version,
            @Parameter(description = DATASETS) @QueryParam("dataset") @Nullable String dataset) {
        FocusVersion follows = version(version);
        return Response.ok(FocusMetadata.write(dataset(dataset, follows), follows))
                .build();
    }

    private static FocusVersion version(@Nullable String text) {
        return text == null
                ? FocusVersion.V1_2
                : FocusVersion.of(text).orElseThrow(() -> unknown("version", text, versions()));
    }

    private static List<String> versions() {
        return Arrays.stream(FocusVersion.values()).map(FocusVersion::text).toList();
    }

    private static FocusDataset dataset(@Nullable String text, FocusVersion version) {
        FocusDataset found = Arrays.stream(FocusDataset.values())
                .filter(one -> text == null || WireName.of(one).equals(text))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "dataset",
                        String.valueOf(text),
                        Arrays.stream(FocusDataset.values()).map(WireName::of).toList()));
        if (found != FocusDataset.COST_AND_USAGE && version == FocusVersion.V1_2) {
            throw unknown(
                    "dataset",
                    WireName.of(found),
                    List.of("cost-and-usage", "with version=1.4: " + WireName.of(found)));
        }
        return found;
    }

    private static Format format(@Nullable String text, HttpHeaders headers) {
        List<String> known = Arrays.stream(Format.values()).map(WireName::of).toList();
        boolean parquet = text == null
                ? headers.getAcceptableMediaTypes().getFirst().toString().startsWith(PARQUET)
                : text.equals(WireName.of(Format.PARQUET));
        String wanted = text == null ? WireName.of(parquet ? Format.PARQUET : Format.CSV) : text;
        if (!known.contains(wanted)) {
            throw unknown("format", wanted, known);
        }
        return parquet ? Format.PARQUET : Format.CSV;
    }

    private static String name(FocusDataset dataset, FocusVersion version) {
        return "focus-" + (dataset == FocusDataset.COST_AND_USAGE ? "" : WireName.of(dataset) + "-") + version.text();
    }

    private static Refusal refusal(List<FocusViolation> violations) {
        return new Refusal(
                BillingProblem.FOCUS_RULE_BROKEN,
                violations.getFirst().rule() + ": "
                        + violations.getFirst().rule().words(),
                violations.stream()
                        .map(one -> new FieldError(one.charge(), one.rule() + ": " + one.detail()))
                        .toList());
    }

    private static Refusal unknown(String name, String value, List<String> known) {
        return new Refusal(
                BillingProblem.INVALID_PARAMETER,
                name + " '" + value + "' is not known here",
                List.of(new FieldError(name, "write one of " + known)));
    }
}
