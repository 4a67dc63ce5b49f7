package io.wattledger.billing.rest;

import io.wattledger.billing.account.Retention;
import io.wattledger.billing.flow.DocumentKind;
import io.wattledger.billing.flow.InvoiceBook.Position;
import io.wattledger.billing.flow.InvoiceBook.Query;
import io.wattledger.billing.flow.InvoiceBook.Summary;
import io.wattledger.billing.flow.InvoiceDocument;
import io.wattledger.billing.flow.ReadAccounts;
import io.wattledger.billing.flow.ReadInvoices;
import io.wattledger.billing.rest.PageParameters.Cut;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.WireName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows issued invoices: the bytes as they were stored. */
@Path("/api/v1/invoices")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "invoices", description = "Issued invoices and credit notes, their documents and how they stand")
public class InvoiceResource {

    /** What {@code application/xml} leads to: the first of these that the buyer gets. */
    private static final List<DocumentKind> E_INVOICES =
            List.of(DocumentKind.UBL, DocumentKind.XRECHNUNG_UBL, DocumentKind.XRECHNUNG_CII);

    private final ReadInvoices readInvoices;
    private final ReadAccounts readAccounts;
    private final Caller caller;
    private final HttpHeaders headers;
    private final Clock clock;

    InvoiceResource(
            ReadInvoices readInvoices,
            ReadAccounts readAccounts,
            Caller caller,
            @Context HttpHeaders headers,
            Clock clock) {
        this.readInvoices = readInvoices;
        this.readAccounts = readAccounts;
        this.caller = caller;
        this.headers = headers;
        this.clock = clock;
    }

    /**
     * A page.
     *
     * @param items in order of tenant and number
     * @param nextCursor leads to the next page; absent on the last one
     */
    @Schema(name = "InvoicePage")
    public record Page(List<InvoiceView> items, @Nullable String nextCursor) {}

    /**
     * An amount.
     *
     * @param amount at the currency's minor digits
     * @param currency ISO 4217
     */
    public record Amount(BigDecimal amount, String currency) {}

    /**
     * An issued document in short.
     *
     * @param number its number in the series of the legal entity
     * @param kind {@code invoice}, {@code correction} for an invoice of what became dearer later, or {@code credit-note}
     * @param credits number of the invoice that a credit note takes back; absent on others
     * @param tenant whom it bills
     * @param legalEntity who issued it
     * @param contract under which contract
     * @param period billing month
     * @param issueDate when it was issued
     * @param dueDate when it is due
     * @param keptUntil last day on which the seller has to keep it; absent where no rule of retention is known
     * @param net total without VAT
     * @param tax VAT total
     * @param payable amount due; of a credit note, due to the tenant
     * @param state how it stands today in UTC: {@code issued}, {@code part-paid}, {@code overdue}, {@code paid},
     *     {@code credited}, {@code written-off} or {@code overpaid}; absent on a credit note
     * @param balance what the tenant still owes, below zero where the seller owes; absent on a credit note
     * @param documents SHA-256 by media type; of several documents of one type, that which the type alone leads to
     * @param documentNames SHA-256 by the names that {@code /documents/NAME} takes
     */
    @Schema(name = "InvoiceInShort")
    public record InvoiceView(
            String number,
            String kind,
            @Nullable String credits,
            String tenant,
            String legalEntity,
            String contract,
            String period,
            LocalDate issueDate,
            LocalDate dueDate,
            @Nullable LocalDate keptUntil,
            Amount net,
            Amount tax,
            Amount payable,
            @Nullable String state,
            @Nullable Amount balance,
            Map<String, String> documents,
            Map<String, String> documentNames) {}

    /** Invoices that the caller may see. */
    @GET
    @Produces("application/json")
    @Operation(
            operationId = "listInvoices",
            summary = "Issued invoices and credit notes",
            description = "In order of tenant and number. A tenant sees its own only.")
    public Page list(@BeanParam InvoiceFilter filter, @BeanParam PageParameters page) {
        Query query = filter.query(page);
        String state = filter.state();
        Cut<Summary> invoices = page.cut(
                state == null
                        ? readInvoices.list(onlyTenant(), query)
                        : readInvoices.list(onlyTenant(), query, state, today()),
                last -> Cursor.toWire(new Position(last.tenant(), last.number())));
        Map<String, Retention> retentions = readAccounts.retentions();
        return new Page(
                invoices.map(summary ->
                        toWire(summary, retentions.get(summary.subject().legalEntity()))),
                invoices.nextCursor());
    }

    /** The invoice as data. */
    @GET
    @Path("/{number}")
    @Produces("application/json")
    @Operation(operationId = "getInvoice", summary = "An issued invoice, by media type as JSON, PDF, XML or CSV")
    @APIResponse(
            responseCode = "200",
            description = "The document as it was issued",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema =
                                @Schema(
                                        type = SchemaType.OBJECT,
                                        description = "members as docs/documents.md has them")),
                @Content(mediaType = "application/pdf", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/xml", schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING))
            })
    public Response json(
            @Parameter(description = "number of the invoice or credit note", example = "NO26-000042")
                    @PathParam("number")
                    String number,
            @Context Request request) {
        return document(number, List.of(DocumentKind.JSON), request);
    }

    /** The invoice for people. */
    @GET
    @Path("/{number}")
    @Produces("application/pdf")
    public Response pdf(@PathParam("number") String number, @Context Request request) {
        return document(number, List.of(DocumentKind.PDF), request);
    }

    /** The electronic invoice: that of Peppol where the buyer gets it, else XRechnung. */
    @GET
    @Path("/{number}")
    @Produces("application/xml")
    public Response ubl(@PathParam("number") String number, @Context Request request) {
        return document(number, E_INVOICES, request);
    }

    /** The lines of the invoice as a table. */
    @GET
    @Path("/{number}")
    @Produces("text/csv")
    public Response csv(@PathParam("number") String number, @Context Request request) {
        return document(number, List.of(DocumentKind.CSV), request);
    }

    /** One document by its name; where several are XML, only the name tells them apart. */
    @GET
    @Path("/{number}/documents/{name}")
    @Operation(
            operationId = "getInvoiceDocument",
            summary = "A document of an invoice: json, pdf, csv, peppol-bis, xrechnung-ubl or xrechnung-cii")
    @APIResponse(
            responseCode = "200",
            description = "The document as it was issued",
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response named(
            @PathParam("number") String number, @PathParam("name") String name, @Context Request request) {
        List<DocumentKind> kinds = Arrays.stream(DocumentKind.values())
                .filter(kind -> kind.wireName().equals(name))
                .toList();
        return stored(number, kinds, request);
    }

    private Response document(String number, List<DocumentKind> kinds, Request request) {
        requireAcceptable(kinds.getFirst());
        return stored(number, prefersJson(kinds.getFirst()) ? List.of(DocumentKind.JSON) : kinds, request);
    }

    /** Whether the caller takes JSON no less than this kind; where it takes all kinds the framework chooses any of the methods. */
    private boolean prefersJson(DocumentKind kind) {
        MediaType type = MediaType.valueOf(kind.mediaType());
        return headers.getAcceptableMediaTypes().stream()
                .filter(wanted -> wanted.isCompatible(type) || wanted.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .findFirst()
                .filter(wanted -> wanted.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }

    /** The first of some kinds that was stored. */
    private Response stored(String number, List<DocumentKind> kinds, Request request) {
        InvoiceDocument document = kinds.stream()
                .flatMap(kind -> readInvoices.document(onlyTenant(), number, kind).stream())
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        CommonProblem.NOT_FOUND,
                        "there is no invoice '" + number + "' or it has no such document; the list of invoices names"
                                + " the documents of each"));
        EntityTag tag = new EntityTag(document.sha256());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        DocumentKind kind = document.kind();
        return Response.ok(document.content(), kind.mediaType())
                .tag(tag)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + number.replaceAll("[^A-Za-z0-9-]", "_") + "." + kind.extension()
                                + "\"")
                .build();
    }

    /** The framework falls back to one of the methods where none produces what is wanted. */
    private void requireAcceptable(DocumentKind kind) {
        MediaType type = MediaType.valueOf(kind.mediaType());
        if (headers.getAcceptableMediaTypes().stream().noneMatch(type::isCompatible)) {
            throw new Refusal(
                    CommonProblem.NOT_ACCEPTABLE,
                    "an invoice is to be had as "
                            + Arrays.stream(DocumentKind.values())
                                    .map(DocumentKind::mediaType)
                                    .distinct()
                                    .collect(Collectors.joining(", ")));
        }
    }

    private @Nullable String onlyTenant() {
        return caller.seesAllTenants() ? null : caller.tenant();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private InvoiceView toWire(Summary summary, @Nullable Retention retention) {
        String currency = summary.amounts().currency();
        Map<String, String> documents = new TreeMap<>();
        Map<String, String> names = new TreeMap<>();
        summary.documents().stream()
                .sorted(Comparator.comparing(hash -> hash.kind().ordinal()))
                .forEach(hash -> {
                    documents.putIfAbsent(hash.kind().mediaType(), hash.sha256());
                    names.put(hash.kind().wireName(), hash.sha256());
                });
        Receivable receivable = summary.receivable();
        return new InvoiceView(
                summary.number(),
                WireName.of(summary.subject().filing()),
                summary.subject().credits(),
                summary.tenant(),
                summary.subject().legalEntity(),
                summary.subject().contract(),
                summary.subject().month().toString(),
                summary.dates().issueDate(),
                summary.dates().dueDate(),
                retention == null ? null : retention.lastDay(summary.dates().issueDate()),
                new Amount(summary.amounts().net(), currency),
                new Amount(summary.amounts().tax(), currency),
                new Amount(summary.amounts().payable(), currency),
                receivable == null ? null : receivable.on(today()).code(),
                receivable == null ? null : new Amount(receivable.balance(), currency),
                documents,
                names);
    }
}
