package io.wattledger.billing.rest;

import io.wattledger.billing.flow.RemindTenants;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reminds of what is overdue. */
@Path("/api/v1/dunning-runs")
@Tag(name = "dunning", description = "Policies, disputes and reminders of what is overdue")
public class DunningRunResource {

    private final RemindTenants remindTenants;
    private final Caller caller;
    private final Clock clock;

    DunningRunResource(RemindTenants remindTenants, Caller caller, Clock clock) {
        this.remindTenants = remindTenants;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * What is to be reminded of.
     *
     * @param tenants who may be reminded, at least one; absent means everybody
     */
    @Schema(name = "DunningRunRequest")
    public record RunBody(@Nullable List<String> tenants) {}

    /**
     * What a run has made, or would make.
     *
     * @param date the day of the reminders, today in UTC
     * @param preview whether nothing was made
     * @param items by tenant and invoice
     * @param failed invoices that could not be looked at; they are at the next run, and hold up no other
     */
    @Schema(name = "DunningRun")
    public record RunView(
            LocalDate date, boolean preview, List<ReminderResource.ReminderView> items, List<NotReminded> failed) {}

    /**
     * An invoice that could not be looked at.
     *
     * @param tenant whom it bills
     * @param invoice its number
     * @param detail why
     */
    @Schema(name = "NotReminded")
    public record NotReminded(String tenant, String invoice, String detail) {}

    /** Reminds of everything whose time has come; once per level and invoice, however often it is asked. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "runDunning",
            summary = "Remind of what is overdue",
            description = "Each invoice at its next level, if its time has come: never what is paid, credited, written"
                    + " off or disputed, and never twice at a level, so that a run needs no idempotency key. With dryRun"
                    + " nothing is made.")
    public RunView run(
            @Nullable RunBody body,
            @Parameter(description = "true shows what would be made, without effect", example = "true")
                    @QueryParam("dryRun")
                    @DefaultValue("false")
                    boolean dryRun) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<String> tenants = body == null || body.tenants() == null ? List.of() : body.tenants();
        if (body != null && body.tenants() != null && tenants.isEmpty()) {
            // Whoever chose nobody would remind everybody.
            throw new Refusal(
                    CommonProblem.INVALID,
                    "tenants names nobody",
                    List.of(new FieldError("/tenants", "name tenants, or leave the member out for all")));
        }
        RemindTenants.Run run = remindTenants.run(tenants, today, dryRun, caller.name());
        return new RunView(
                today,
                dryRun,
                run.made().stream()
                        .map(made -> ReminderResource.toWire(made.tenant(), made.reminder(), null))
                        .toList(),
                run.failed().stream()
                        .map(one -> new NotReminded(one.tenant(), one.number(), one.detail()))
                        .toList());
    }
}
