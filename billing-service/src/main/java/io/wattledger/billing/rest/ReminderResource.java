package io.wattledger.billing.rest;

import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.DunningBook.Printed;
import io.wattledger.billing.flow.KeepDunning;
import io.wattledger.billing.invoice.Money;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the reminders of an invoice: the bytes as they were stored. */
@Path("/api/v1/invoices/{number}/reminders")
@Tag(name = "dunning", description = "Policies, disputes and reminders of what is overdue")
public class ReminderResource {

    private final KeepDunning dunning;
    private final Caller caller;

    ReminderResource(KeepDunning dunning, Caller caller) {
        this.dunning = dunning;
        this.caller = caller;
    }

    /**
     * A reminder.
     *
     * @param tenant whom it goes to; absent where it is the caller's
     * @param number of the invoice
     * @param level counts from 1
     * @param madeOn the day it was made
     * @param dueDate by which the invoice was to be paid
     * @param open what is owed for the invoice
     * @param earlierFees for the reminders before it, owed still
     * @param fee for the reminder
     * @param interest on what was open since the due date
     * @param total all of it
     * @param language BCP 47 tag of the letter
     * @param letterSubject one line
     * @param letterBody paragraphs
     * @param pdfSha256 hash of the PDF; absent in a preview
     */
    @Schema(name = "Reminder")
    public record ReminderView(
            @Nullable String tenant,
            String number,
            int level,
            LocalDate madeOn,
            LocalDate dueDate,
            InvoiceResource.Amount open,
            InvoiceResource.Amount earlierFees,
            InvoiceResource.Amount fee,
            InvoiceResource.Amount interest,
            InvoiceResource.Amount total,
            String language,
            String letterSubject,
            String letterBody,
            @Nullable String pdfSha256) {}

    /**
     * The reminders of an invoice.
     *
     * @param disputed whether it is disputed now, and so not reminded of
     * @param items the first level first
     */
    @Schema(name = "Reminders")
    public record RemindersView(boolean disputed, List<ReminderView> items) {}

    /** The reminders of an invoice. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listReminders", summary = "The reminders of an invoice, and whether it is disputed")
    public RemindersView list(
            @Parameter(description = "number of the invoice", example = "NO26-000042") @PathParam("number")
                    String number) {
        List<ReminderView> items = find(number).stream()
                .map(printed -> toWire(null, printed.reminder(), printed.sha256()))
                .toList();
        return new RemindersView(dunning.isDisputed(onlyTenant(), number).orElse(false), items);
    }

    /** A reminder for people. */
    @GET
    @Path("/{level}")
    @Produces("application/pdf")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getReminder", summary = "A reminder as PDF")
    public byte[] pdf(
            @Parameter(description = "number of the invoice", example = "NO26-000042") @PathParam("number")
                    String number,
            @Parameter(description = "level, from 1", example = "1") @PathParam("level") int level) {
        return find(number).stream()
                .filter(printed -> printed.reminder().level() == level)
                .findFirst()
                .map(Printed::pdf)
                .orElseThrow(() ->
                        new Refusal(CommonProblem.NOT_FOUND, "invoice '" + number + "' has no reminder " + level));
    }

    private List<Printed> find(String number) {
        return dunning.reminders(onlyTenant(), number).orElseThrow(() -> unknown(number));
    }

    private @Nullable String onlyTenant() {
        return caller.seesAllTenants() ? null : caller.tenant();
    }

    static ReminderView toWire(@Nullable String tenant, Reminder reminder, @Nullable String sha256) {
        return new ReminderView(
                tenant,
                reminder.number(),
                reminder.level(),
                reminder.madeOn(),
                reminder.dueDate(),
                amount(reminder.claim().open()),
                amount(reminder.claim().earlierFees()),
                amount(reminder.claim().fee()),
                amount(reminder.claim().interest()),
                amount(reminder.claim().total()),
                reminder.letter().language(),
                reminder.letter().subject(),
                reminder.letter().body(),
                sha256);
    }

    private static InvoiceResource.Amount amount(Money money) {
        return new InvoiceResource.Amount(money.amount(), money.currency().getCurrencyCode());
    }

    private static Refusal unknown(String number) {
        return new Refusal(CommonProblem.NOT_FOUND, "there is no invoice '" + number + "'");
    }
}
