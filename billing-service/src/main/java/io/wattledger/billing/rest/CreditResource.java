package io.wattledger.billing.rest;

import io.wattledger.billing.credit.Credit;
import io.wattledger.billing.credit.CreditEntry;
import io.wattledger.billing.credit.CreditEntryRefused;
import io.wattledger.billing.credit.CreditLedger;
import io.wattledger.billing.flow.KeepCredits;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.Money;
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
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Credits of tenants: opened and voided by the operator, drawn by invoices. */
@Path("/api/v1/accounts/{tenant}")
@Tag(name = "contract money", description = "Minimum commitments and credits of tenants")
public class CreditResource {

    private final KeepCredits keepCredits;
    private final MoneyRequests requests;
    private final Caller caller;
    private final Clock clock;

    CreditResource(KeepCredits keepCredits, MoneyRequests requests, Caller caller, Clock clock) {
        this.keepCredits = keepCredits;
        this.requests = requests;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * A credit to be opened.
     *
     * @param kind {@code paid} for what the tenant has paid in advance, {@code promotional} for what the seller gives
     * @param words what it is; invoices print them
     * @param amount more than zero
     * @param currency ISO 4217; only invoices in it draw from the credit
     * @param validFrom the first issue date of invoices that may draw; absent means today in UTC
     * @param expiresOn the last one; absent where it does not expire
     * @param reference what proves it: the bank's reference of the payment, or who has granted it
     */
    @Schema(name = "CreditRequest")
    public record OpenBody(
            String kind,
            String words,
            BigDecimal amount,
            String currency,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate expiresOn,
            String reference) {}

    /**
     * Why a credit is voided.
     *
     * @param reason stays in the books
     */
    @Schema(name = "VoidCreditRequest")
    public record VoidBody(String reason) {}

    /**
     * What has expired.
     *
     * @param before credits that could be drawn last before this day; absent means today in UTC
     */
    @Schema(name = "ExpireCreditsRequest")
    public record ExpireBody(@Nullable LocalDate before) {}

    /**
     * Credits.
     *
     * @param items by id
     */
    @Schema(name = "Credits")
    public record Credits(List<CreditView> items) {}

    /**
     * A credit with its ledger.
     *
     * @param id of the credit
     * @param kind {@code paid} or {@code promotional}
     * @param words what it is
     * @param balance what is left
     * @param voided whether it was voided; then no invoice draws from it
     * @param validFrom the first issue date of invoices that may draw
     * @param expiresOn the last one; absent where it does not expire
     * @param entries in the order in which they were made
     * @param accounts what the entries come to per account, debits above zero; together nothing
     */
    @Schema(name = "Credit")
    public record CreditView(
            String id,
            String kind,
            String words,
            Money balance,
            boolean voided,
            LocalDate validFrom,
            @Nullable LocalDate expiresOn,
            List<EntryView> entries,
            Map<String, Money> accounts) {}

    /**
     * An entry.
     *
     * @param kind {@code opened}, {@code drawn}, {@code returned}, {@code expired} or {@code voided}
     * @param amount above zero
     * @param debit account that the amount is added to
     * @param credit account that it is taken from
     * @param bookedOn the day on which it counts
     * @param number of the document that drew or gave back; absent on others
     * @param reference what proves it
     */
    @Schema(name = "CreditEntry")
    public record EntryView(
            String kind,
            Money amount,
            String debit,
            String credit,
            LocalDate bookedOn,
            @Nullable String number,
            String reference) {}

    /** The credits. */
    @GET
    @Path("/credits")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listCredits",
            summary = "Credits of a tenant, what is left of each, and their ledgers",
            description = "In order of their ids, used-up and expired ones too. A tenant sees its own only.")
    public Credits list(
            @Parameter(description = "tenant of the account", example = "havvik") @PathParam("tenant") String tenant) {
        Tenants.requireVisible(caller, tenant);
        requireAccount(tenant);
        return new Credits(
                keepCredits.list(tenant).stream().map(CreditResource::toWire).toList());
    }

    /** Opens a credit. */
    @POST
    @Path("/credits")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "openCredit",
            summary = "Enter a credit that a tenant has paid for or was given",
            description = "Invoices draw from it when they are issued, from what expires first.")
    @APIResponse(
            responseCode = "201",
            description = "The credit",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CreditView.class)))
    @APIResponse(responseCode = "409", description = "A request under this idempotency key is being worked on")
    public Response open(
            @Parameter(description = "tenant of the account", example = "havvik") @PathParam("tenant") String tenant,
            OpenBody body,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "credit-4711")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        requireAccount(tenant);
        Money amount = amount(body);
        Credit credit = credit(body, amount.currency());
        String reference = stated("reference", body.reference());
        return requests.answer(key, "POST credits " + tenant, body, List.of(tenant), connection -> {
            CreditLedger opened = keepCredits.open(connection, tenant, credit, amount, reference, caller.name());
            return MoneyRequests.json(201, "/api/v1/accounts/" + tenant + "/credits", toWire(opened));
        });
    }

    /** Voids a credit. */
    @POST
    @Path("/credits/{id}/void")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "voidCredit",
            summary = "Take back what is left of a credit",
            description = "What was paid for is thereby entered as paid out. What invoices have drawn stays drawn.")
    @APIResponse(
            responseCode = "200",
            description = "The credit",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CreditView.class)))
    @APIResponse(responseCode = "409", description = "A request under this idempotency key is being worked on")
    public Response voidRest(
            @Parameter(description = "tenant of the account", example = "havvik") @PathParam("tenant") String tenant,
            @Parameter(description = "id of the credit", example = "credit_0192") @PathParam("id") String id,
            VoidBody body,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "credit-4711")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        requireAccount(tenant);
        String reason = stated("reason", body.reason());
        return requests.answer(key, "POST void " + tenant + " " + id, body, List.of(tenant), connection -> {
            try {
                CreditLedger after = keepCredits
                        .voidRest(connection, tenant, id, reason, caller.name())
                        .orElseThrow(() ->
                                new Refusal(CommonProblem.NOT_FOUND, "'" + tenant + "' has no credit '" + id + "'"));
                return MoneyRequests.json(200, null, toWire(after));
            } catch (CreditEntryRefused e) {
                throw new Refusal(BillingProblem.ENTRY_REFUSED, e.detail());
            }
        });
    }

    /** Books what has expired. */
    @POST
    @Path("/credit-expiries")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "expireCredits",
            summary = "Enter as expired what is left of credits whose last day is over",
            description = "No invoice draws from them any more, whether this is done or not; it closes the books.")
    @APIResponse(
            responseCode = "200",
            description = "The credits that have expired by this request",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Credits.class)))
    @APIResponse(responseCode = "409", description = "A request under this idempotency key is being worked on")
    public Response expire(
            @Parameter(description = "tenant of the account", example = "havvik") @PathParam("tenant") String tenant,
            ExpireBody body,
            @Parameter(description = "new for each new request; kept for at least 7 days", example = "credit-4711")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        MoneyRequests.required(key);
        requireAccount(tenant);
        LocalDate day = body.before() == null ? today() : body.before();
        if (day.isAfter(today())) {
            throw invalid("before", day + " is later than today; nothing expires in advance");
        }
        return requests.answer(key, "POST credit-expiries " + tenant, body, List.of(tenant), connection -> {
            List<CreditLedger> expired = keepCredits.expire(connection, tenant, day, caller.name());
            return MoneyRequests.json(
                    200,
                    null,
                    new Credits(expired.stream().map(CreditResource::toWire).toList()));
        });
    }

    private void requireAccount(String tenant) {
        if (!keepCredits.knows(tenant)) {
            throw Tenants.unknown(tenant);
        }
    }

    private Credit credit(OpenBody body, Currency currency) {
        CreditKind kind = Arrays.stream(CreditKind.values())
                .filter(one -> WireName.of(one).equals(body.kind()))
                .findFirst()
                .orElseThrow(() -> invalid("kind", "'" + body.kind() + "' is neither paid nor promotional"));
        LocalDate validFrom = body.validFrom() == null ? today() : body.validFrom();
        LocalDate expiresOn = body.expiresOn();
        if (expiresOn != null && expiresOn.isBefore(validFrom)) {
            throw invalid("expiresOn", expiresOn + " is before the first day, " + validFrom);
        }
        return new Credit(
                "credit_" + UUID.randomUUID(), kind, stated("words", body.words()), currency, validFrom, expiresOn);
    }

    private static Money amount(OpenBody body) {
        Currency currency = Currency.getAvailableCurrencies().stream()
                .filter(one -> one.getCurrencyCode().equals(body.currency()) && one.getDefaultFractionDigits() >= 0)
                .findFirst()
                .orElseThrow(() -> invalid("currency", "'" + body.currency() + "' is no ISO 4217 currency"));
        int digits = currency.getDefaultFractionDigits();
        if (body.amount().signum() <= 0 || body.amount().stripTrailingZeros().scale() > digits) {
            throw invalid(
                    "amount",
                    body.amount().toPlainString() + " is not more than zero with at most " + digits + " decimals");
        }
        return new Money(body.amount().setScale(digits), currency);
    }

    private static String stated(String member, String text) {
        if (text.isBlank()) {
            throw invalid(member, "is blank; it stays in the books");
        }
        return text;
    }

    private static CreditView toWire(CreditLedger ledger) {
        Credit credit = ledger.credit();
        Map<String, Money> accounts = new TreeMap<>();
        ledger.accounts().forEach((account, amount) -> accounts.put(WireName.of(account), amount));
        return new CreditView(
                credit.id(),
                WireName.of(credit.kind()),
                credit.words(),
                ledger.balance(),
                ledger.isVoided(),
                credit.validFrom(),
                credit.expiresOn(),
                ledger.entries().stream().map(entry -> toWire(credit, entry)).toList(),
                accounts);
    }

    private static EntryView toWire(Credit credit, CreditEntry entry) {
        return new EntryView(
                WireName.of(entry.kind()),
                entry.amount(),
                WireName.of(entry.kind().debit(credit.kind())),
                WireName.of(entry.kind().credit(credit.kind())),
                entry.bookedOn(),
                entry.number(),
                entry.reference());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Refusal invalid(String member, String detail) {
        return new Refusal(CommonProblem.INVALID, member + " " + detail, List.of(new FieldError("/" + member, detail)));
    }
}
