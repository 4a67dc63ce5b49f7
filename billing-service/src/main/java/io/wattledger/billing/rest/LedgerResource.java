package io.wattledger.billing.rest;

import io.wattledger.billing.flow.CreditInvoice;
import io.wattledger.billing.flow.SettleInvoice;
import io.wattledger.billing.settlement.BookAccount;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.EntryRefused;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.WireName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The ledger of each invoice: what was issued, paid, credited, refunded and written off. */
@Path("/api/v1/invoices/{number}/entries")
@Tag(name = "invoices", description = "Issued invoices and credit notes, their documents and how they stand")
public class LedgerResource {

    private static final List<EntryKind> BY_HAND =
            List.of(EntryKind.PAID, EntryKind.RETURNED, EntryKind.REFUNDED, EntryKind.WRITTEN_OFF);

    /** More than anybody owes, so that a slip of the hand fits into no book: SAF-T takes 18 digits of a sum of many. */
    private static final int MOST_DIGITS = 13;

    private final SettleInvoice settleInvoice;
    private final CreditInvoice creditInvoice;
    private final MoneyRequests requests;
    private final Caller caller;
    private final Clock clock;

    LedgerResource(
            SettleInvoice settleInvoice,
            CreditInvoice creditInvoice,
            MoneyRequests requests,
            Caller caller,
            Clock clock) {
        this.settleInvoice = settleInvoice;
        this.creditInvoice = creditInvoice;
        this.requests = requests;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * An entry to be made.
     *
     * @param kind {@code paid}; {@code returned} of a payment that the bank took back, or that was entered by mistake;
     *     {@code refunded} or {@code written-off}
     * @param amount in the invoice's currency, VAT included, more than zero and less than 10,000,000,000,000
     * @param bookedOn the day on which it counts, not in the future; absent means today in UTC
     * @param reference what proves it: the bank's reference, or the reason of a write-off
     */
    @Schema(name = "LedgerEntryRequest")
    public record EntryBody(
            String kind, BigDecimal amount, @Nullable LocalDate bookedOn, String reference) {}

    /**
     * The ledger of an invoice.
     *
     * @param number of the invoice
     * @param currency of all amounts
     * @param dueDate the last day on which it can be paid in time
     * @param state how it stands today in UTC: {@code issued}, {@code part-paid}, {@code overdue}, {@code paid},
     *     {@code credited}, {@code written-off} or {@code overpaid}
     * @param balance what the tenant still owes; below zero where the seller owes
     * @param entries in the order in which they were made
     * @param accounts what the entries come to per account, debits above zero; together nothing
     */
    @Schema(name = "InvoiceLedger")
    public record LedgerView(
            String number,
            String currency,
            LocalDate dueDate,
            String state,
            BigDecimal balance,
            List<EntryView> entries,

            Map<String, BigDecimal> accounts) {}

    /**
     * An entry.
     *
     * @param kind what happened
     * @param amount VAT included
     * @param debit account that the amount is added to
     * @param credit account that it is taken from
     * @param bookedOn the day on which it counts
     * @param reference what proves it
     */
    @Schema(name = "LedgerEntry")
    public record EntryView(
            String kind, BigDecimal amount, String debit, String credit, LocalDate bookedOn, String reference) {}

    /** The ledger. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getInvoiceLedger", summary = "How an invoice stands, and the entries that say so")
    public LedgerView ledger(
            @Parameter(description = "number of the invoice", example = "NO26-000042") @PathParam("number")
                    String number) {
        return settleInvoice
                .ledger(caller.seesAllTenants() ? null : caller.tenant(), number)
                .map(this::view)
                .orElseThrow(() -> unknown(number));
    }

    /** Enters a payment, its return, a refund or a write-off. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "enterInLedger",
            summary = "Enter a payment, its return, a refund or a write-off",
            description =
                    "Entries are never changed; a payment that was entered by mistake is entered as returned. Credit"
                            + " notes enter themselves.")
    @APIResponse(
            responseCode = "201",
            description = "The ledger with the entry",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LedgerView.class)))
    @APIResponse(responseCode = "409", description = "A request under this idempotency key is being worked on")
    public Response enter(
            @Parameter(description = "number of the invoice", example = "NO26-000042") @PathParam("number")
                    String number,
            EntryBody body,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "payment-4711")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        String tenant = creditInvoice.tenantOf(number).orElseThrow(() -> unknown(number));
        SettleInvoice.Ledger before = settleInvoice.ledger(tenant, number).orElseThrow(() -> unknown(number));
        ReceivableEntry entry =
                entry(body, before.filed().invoice().totals().payable().amount().scale());
        return requests.answer(key, "POST entries " + number, body, List.of(tenant), connection -> {
            try {
                SettleInvoice.Ledger after = settleInvoice.enter(connection, number, entry, caller.name());
                return MoneyRequests.json(201, "/api/v1/invoices/" + number + "/entries", view(after));
            } catch (EntryRefused e) {
                throw new Refusal(BillingProblem.ENTRY_REFUSED, e.detail(), List.of(error("amount", e.detail())));
            }
        });
    }

    private ReceivableEntry entry(EntryBody body, int digits) {
        EntryKind kind = BY_HAND.stream()
                .filter(one -> WireName.of(one).equals(body.kind()))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "kind",
                        "'" + body.kind() + "' is not one of "
                                + BY_HAND.stream().map(WireName::of).toList()));
        if (body.amount().stripTrailingZeros().scale() > digits) {
            throw invalid("amount", body.amount().toPlainString() + " has more than " + digits + " decimals");
        }
        if (body.amount().precision() - body.amount().scale() > MOST_DIGITS) {
            throw invalid(
                    "amount",
                    body.amount().toPlainString() + " has more than " + MOST_DIGITS + " digits before the point");
        }
        if (body.reference().isBlank()) {
            throw invalid("reference", "is blank; say what proves the entry");
        }
        LocalDate bookedOn = body.bookedOn() == null ? today() : body.bookedOn();
        // In the east the day has begun that UTC calls tomorrow.
        if (bookedOn.isAfter(today().plusDays(1))) {
            throw invalid(
                    "bookedOn", bookedOn + " is in the future; an entry counts from the day on which it happened");
        }
        return new ReceivableEntry(kind, body.amount().setScale(digits), bookedOn, body.reference());
    }

    private LedgerView view(SettleInvoice.Ledger ledger) {
        Receivable receivable = ledger.receivable();
        Map<String, BigDecimal> accounts = new TreeMap<>();
        receivable.accounts().forEach((account, amount) -> accounts.put(WireName.of(account), amount));
        return new LedgerView(
                ledger.filed().invoice().heading().number(),
                ledger.filed().invoice().heading().currency().getCurrencyCode(),
                receivable.dueDate(),
                receivable.on(today()).code(),
                receivable.balance(),
                receivable.entries().stream().map(LedgerResource::toWire).toList(),
                accounts);
    }

    private static EntryView toWire(ReceivableEntry entry) {
        BookAccount debit = entry.kind().debit();
        BookAccount credit = entry.kind().credit();
        return new EntryView(
                WireName.of(entry.kind()),
                entry.amount(),
                WireName.of(debit),
                WireName.of(credit),
                entry.bookedOn(),
                entry.reference());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Refusal unknown(String number) {
        return new Refusal(CommonProblem.NOT_FOUND, "there is no invoice '" + number + "' with a ledger");
    }

    private static Refusal invalid(String member, String detail) {
        return new Refusal(CommonProblem.INVALID, member + " " + detail, Arrays.asList(error(member, detail)));
    }

    private static FieldError error(String member, String detail) {
        return new FieldError("/" + member, detail);
    }
}
