package io.wattledger.billing.rest;

import io.wattledger.billing.flow.DeliveryBook.Delivery;
import io.wattledger.billing.flow.DispatchDocuments;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How documents reach their recipients. */
@Path("/api/v1/invoices/{number}/deliveries")
@Tag(name = "deliveries", description = "How invoices, credit notes and reminders reach their recipients")
public class DeliveryResource {

    private final DispatchDocuments dispatch;
    private final Caller caller;

    DeliveryResource(DispatchDocuments dispatch, Caller caller) {
        this.dispatch = dispatch;
        this.caller = caller;
    }

    /**
     * All deliveries of an invoice or credit note and of its reminders.
     *
     * @param items the oldest first
     */
    @Schema(name = "Deliveries")
    public record DeliveriesView(List<DeliveryView> items) {}

    /**
     * A delivery.
     *
     * @param id opaque, the same on every attempt
     * @param channel {@code email} or {@code peppol}
     * @param recipient an e-mail address, or scheme and value of an electronic address
     * @param reminderLevel level of the reminder; absent where the document itself is delivered
     * @param state {@code pending}, {@code sent}, {@code delivered}, {@code rejected} or {@code dead}
     * @param detail why an attempt failed, or what a receipt says
     * @param tries how often it was tried
     * @param nextAttemptAt when it is tried next; absent unless it is pending
     * @param createdAt when it was ordered
     * @param changedAt when it came to stand so
     */
    @Schema(name = "Delivery")
    public record DeliveryView(
            String id,
            String channel,
            String recipient,
            @Nullable Integer reminderLevel,
            String state,
            @Nullable String detail,
            int tries,
            @Nullable Instant nextAttemptAt,
            Instant createdAt,
            Instant changedAt) {}

    /** The deliveries. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listDeliveries", summary = "How an invoice and its reminders reached their recipients")
    public DeliveriesView list(
            @Parameter(description = "number of the invoice or credit note", example = "NO26-000042")
                    @PathParam("number")
                    String number) {
        return new DeliveriesView(
                find(number).stream().map(DeliveryResource::toWire).toList());
    }

    /** Sends again, at once and with all attempts before it. */
    @POST
    @Path("/{id}/resend")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "resendDelivery",
            summary = "Deliver again",
            description = "The same bytes to the same recipient, at once, whatever became of the attempts before.")
    @APIResponse(responseCode = "202", description = "It is sent in a moment")
    public Response resend(
            @Parameter(description = "number of the invoice or credit note", example = "NO26-000042")
                    @PathParam("number")
                    String number,
            @Parameter(description = "id of the delivery", example = "dlv_3f2a9c7d10b84e5f6a7b8c9d0e1f2a3b")
                    @PathParam("id")
                    String id) {
        Delivery delivery = find(number).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no delivery '" + id + "'"));
        dispatch.resend(delivery);
        return Response.accepted().build();
    }

    private List<Delivery> find(String number) {
        return dispatch.of(caller.seesAllTenants() ? null : caller.tenant(), number)
                .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no invoice '" + number + "'"));
    }

    private static DeliveryView toWire(Delivery delivery) {
        return new DeliveryView(
                delivery.id(),
                delivery.channel(),
                delivery.recipient(),
                delivery.subject().reminderLevel(),
                delivery.progress().state().name().toLowerCase(Locale.ROOT),
                delivery.progress().detail(),
                delivery.progress().tries(),
                delivery.progress().nextAttemptAt(),
                delivery.createdAt(),
                delivery.progress().changedAt());
    }
}
