package io.wattledger.billing.focus;

import static io.restassured.RestAssured.given;
import static io.wattledger.billing.commercial.SomeTerms.nok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.account.Resold;
import io.wattledger.billing.commercial.SomeTerms;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.flow.ApplyCatalog;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * October 2026 as an operator has it, issued by the running service: a tenant with every kind of charge and every kind of
 * contract money that corrects September and is credited in part, one whose changes come as credit note and invoice, one whose
 * month goes into several documents, one that pays in another currency, one whose invoice comes to nothing by a credit and is
 * voided, and a reseller.
 */
final class BusyMonth {

    static final String MONTHS = "2026-09,2026-10,2026-11";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    private final Books books;
    private final LegalEntity entity;
    private final String every = Books.unused("every");
    private final String changing = Books.unused("changing");
    private final String split = Books.unused("split");
    private final String foreign = Books.unused("foreign");
    private final String gifted = Books.unused("gifted");
    private final String market = Books.unused("market");
    private final String sold = Books.unused("sold");
    private final Map<List<String>, Integer> charges = new HashMap<>();
    private final Set<String> prices = new TreeSet<>();
    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final byte[] octoberBefore;
    private final FocusTable details;
    private final FocusTable periods;

    /**
     * A document as the service tells it.
     *
     * @param payable what is due from the tenant, below zero for a credit note
     * @param roundings how many amounts were rounded on it before VAT
     * @param credits the number of the invoice that it takes back from
     */
    record Document(
            String number,
            BigDecimal payable,
            String currency,
            String buyer,
            int roundings,
            @Nullable String credits,
            JsonNode json) {}

    BusyMonth(Books books) {
        this.books = books;
        this.entity = books.legalEntity();
        apply("Havvik kommune");
        septemberWithWhatChangedOfIt();
        october();
        octoberBefore = export("2026-10", FocusVersion.V1_4, "cost-and-usage", "csv");
        after();
        for (long position = 1; read(position); position++) {
            // Numbers have no gap, so the first that is missing is after the last.
        }
        details = FocusTable.csv(export(MONTHS, FocusVersion.V1_4, "invoice-detail", "csv"));
        periods = FocusTable.csv(export(MONTHS, FocusVersion.V1_4, "billing-period", "csv"));
    }

    private void apply(String name) {
        CommercialTerms terms = new SomeTerms()
                .perCent("ten", "10")
                .amount("fixed", "500")
                .discount("capped", new Reduction.PerCent(new BigDecimal("3")), ChargeSelection.COMPUTE, "77.77", null)
                .monthly("floor", nok("400000.00"), null)
                .terms();
        Contract sek = AnAccount.contract("c-2026", entity.id(), AnAccount.since2026(), "SEK", AnAccount.NORWEGIAN_VAT);
        Contract resale = contract("m-2026", null);
        Account buys = new Account(AnAccount.municipalBuyer(market, "Nordmarked AS"), List.of(resale), margin());
        Account isSold = new Account(
                AnAccount.municipalBuyer(sold, "Fjordtal"),
                List.of(contract("c-2026", null)),
                null,
                List.of(new Resale(YearMonth.of(2026, 1), market, "m-2026")));
        InvoiceSplit perProject = new InvoiceSplit(SEPTEMBER, InvoiceSplit.Mode.PER_PROJECT, List.of(), null);
        books.apply(new ApplyCatalog.Catalog(
                List.of(),
                List.of(
                        new Account(AnAccount.municipalBuyer(every, name), List.of(contract("c-2026", null)), terms),
                        account(changing, contract("c-2026", Corrections.CREDIT_NOTE)),
                        account(split, contract("c-2026", null, perProject)),
                        account(foreign, sek),
                        account(gifted, contract("c-2026", null)),
                        buys,
                        isSold),
                List.of(new ExchangeRate(
                        Currency.getInstance("SEK"),
                        Currency.getInstance("NOK"),
                        Books.ISSUED,
                        new BigDecimal("1.0123"),
                        "Norges Bank")),
                List.of()));
    }

    private void septemberWithWhatChangedOfIt() {
        rate(day(every, "2026-09-10").at("climate", "glomfjord", "h100-sxm").gpuHours("100.3333", "10"));
        books.run(SEPTEMBER, every);
        apply("Havvik og Sund kommune");
        books.credit(every, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.credit(every, CreditKind.PAID, nok("500.00"), null);
        books.rated(day(every, "2026-09-10")
                .at("climate", "glomfjord", "h100-sxm")
                .gpuHours("111.1111", "10")
                .revision(2));
    }

    private void october() {
        AMonth.usage().stream().map(usage -> of(every, usage)).forEach(this::rate);
        rate(day(changing, "2026-10-01").at("a", "glomfjord", "h100-sxm").gpuHours("10.123", "9.87"));
        rate(day(changing, "2026-10-01").at("b", "narvik", "h100-sxm").gpuHours("20.456", "9.87"));
        rate(day(split, "2026-10-01").at("one", "glomfjord", "h100-sxm").gpuHours("3.333", "10"));
        rate(day(split, "2026-10-02").at("two", "glomfjord", "h100-sxm").energy("7.77", "-3.2165"));
        rate(day(split, "2026-10-02").at("two", "narvik", "h100-sxm").gpuHours("8", "10"));
        rate(day(split, "2026-10-03").at("-", "glomfjord", "-").gpuHours("1", "10"));
        rate(day(foreign, "2026-10-01").gpuHours("12.34567", "31.1").in("SEK"));
        rateSold(day(sold, "2026-10-01").at("web", "narvik", "h100-sxm").gpuHours("5.55", "24.9"));
        rate(day(gifted, "2026-10-01").gpuHours("3.3333", "1.1"));
        books.credit(gifted, CreditKind.PROMOTIONAL, nok("100.00"), null);
        books.run(every, changing, split, foreign, gifted, market, sold);
    }

    /** What is issued after October was exported: a credit note that somebody asked for, one of all, and corrections. */
    private void after() {
        credit(numberOf(every), Map.of("reason", "agreed", "amount", "1234.56", "issueDate", "2026-11-20"));
        credit(numberOf(split), Map.of("reason", "wrong project", "issueDate", "2026-11-20"));
        credit(numberOf(gifted), Map.of("reason", "never used", "issueDate", "2026-11-20"));
        books.credit(changing, CreditKind.PROMOTIONAL, nok("20.00"), null);
        books.rated(
                day(changing, "2026-10-01")
                        .at("a", "glomfjord", "h100-sxm")
                        .gpuHours("9.5", "9.87")
                        .revision(2),
                day(changing, "2026-10-01")
                        .at("b", "narvik", "h100-sxm")
                        .gpuHours("23.4", "9.87")
                        .revision(2));
        books.run(changing);
    }

    private String numberOf(String tenant) {
        String number = as().queryParam("tenant", tenant)
                .queryParam("period", "2026-10")
                .get("/api/v1/invoices")
                .path("items[0].number");
        return Objects.requireNonNull(number, tenant);
    }

    private static void credit(String number, Map<String, String> body) {
        as().contentType(ContentType.JSON)
                .header("Idempotency-Key", Books.unused("key"))
                .body(body)
                .post("/api/v1/invoices/" + number + "/credit-notes")
                .then()
                .statusCode(201);
    }

    private boolean read(long position) {
        String number = entity.invoiceSeries().number(position);
        Response response = as().accept("application/json").get("/api/v1/invoices/" + number);
        if (response.statusCode() == 404) {
            return false;
        }
        try {
            JsonNode json = JSON.readTree(response.asByteArray());
            BigDecimal payable =
                    new BigDecimal(json.at("/totals/payable/amount").asText());
            boolean note = json.get("type").asText().equals("CREDIT_NOTE");
            documents.put(
                    number,
                    new Document(
                            number,
                            note ? payable.negate() : payable,
                            json.get("currency").asText(),
                            json.at("/buyer/name").asText(),
                            roundings(json),
                            note ? json.at("/credits/number").asText() : null,
                            json));
            return true;
        } catch (IOException e) {
            throw new AssertionError(number, e);
        }
    }

    /** A line was rounded once; one that corrects is the difference of two that were. */
    private static int roundings(JsonNode json) {
        int corrections = 0;
        for (JsonNode line : json.get("lines")) {
            corrections += line.at("/computedFrom/corrects").isMissingNode() ? 0 : 1;
        }
        return json.get("lines").size() + corrections + json.path("allowances").size();
    }

    /** The file of some months of these tenants, which the service must give. */
    byte[] export(String months, FocusVersion version, String dataset, String format) {
        Response response = as().queryParam("periods", months)
                .queryParam("tenants", String.join(",", every, changing, split, foreign, gifted, market, sold))
                .queryParam("version", version.text())
                .queryParam("dataset", dataset)
                .queryParam("format", format)
                .get("/api/v1/exports/focus");
        if (response.statusCode() != 200) {
            throw new AssertionError(response.asString());
        }
        return response.asByteArray();
    }

    static JsonNode metadata(FocusVersion version) {
        try {
            return JSON.readTree(as().queryParam("version", version.text())
                    .get("/api/v1/exports/focus/metadata")
                    .asByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All documents in the order of their numbers. */
    List<Document> documents() {
        return List.copyOf(documents.values());
    }

    /** The document that a row belongs to. */
    Document document(Map<String, String> row) {
        return Objects.requireNonNull(documents.get(row.get("InvoiceId")), () -> "no document of " + row);
    }

    /** The October file before anything was issued that corrects it. */
    byte[] octoberBefore() {
        return octoberBefore.clone();
    }

    FocusTable details() {
        return details;
    }

    FocusTable periods() {
        return periods;
    }

    /** What was rated and is billed, by record and charge, with how often. */
    Map<List<String>, Integer> charges() {
        return new HashMap<>(charges);
    }

    /** What the price list of the tariff has, as far as it is used. */
    Set<String> prices() {
        return Set.copyOf(prices);
    }

    static List<String> charge(String record, String component, @Nullable String part, String quantity, String amount) {
        return List.of(record, component, String.valueOf(part), quantity, amount);
    }

    private void rate(RatedDay day) {
        rate(day.build());
    }

    private void rate(RatedUsage usage) {
        books.record(List.of(usage));
        know(usage);
    }

    /** Usage of the tenant of the reseller, which stands in the reseller's books. */
    private void rateSold(RatedDay day) {
        RatedUsage usage = day.build();
        books.record(List.of(usage));
        know(new Resold(sold, "Fjordbyen kommune", usage.periodStart(), null, market, "m-2026").billed(usage));
    }

    private void know(RatedUsage usage) {
        for (Charge charge : usage.charges()) {
            String site = charge.site() == null ? usage.site() : charge.site();
            String sku = charge.sku() == null ? usage.sku() : charge.sku();
            String id = String.join("/", usage.tariff(), charge.component(), site, sku);
            prices.add(charge.part() == null ? id : id + "/" + charge.part());
            // What is left of a reservation is told by the row of the reservation itself.
            if (!"unused".equals(charge.part())) {
                charges.merge(
                        charge(
                                usage.recordKey(),
                                charge.component(),
                                charge.part(),
                                charge.quantity().toPlainString(),
                                charge.amount().toPlainString()),
                        1,
                        Integer::sum);
            }
        }
    }

    private static RatedDay day(String tenant, String day) {
        return RatedDay.of(tenant, "c-2026", day);
    }

    private static RatedUsage of(String tenant, RatedUsage usage) {
        return new RatedUsage(
                tenant,
                usage.project(),
                usage.site(),
                usage.sku(),
                usage.periodStart(),
                usage.periodEnd(),
                usage.siteDate(),
                usage.revision(),
                usage.contract(),
                usage.tariff(),
                usage.tariffVersion(),
                usage.currency(),
                usage.milliGpuSeconds(),
                usage.charges(),
                usage.gaps(),
                usage.carbon());
    }

    private static Account account(String tenant, Contract contract) {
        return AnAccount.municipality(tenant, contract);
    }

    private Contract contract(String id, @Nullable Corrections corrections, InvoiceSplit... splits) {
        Contract one = AnAccount.contract(id, entity.id(), AnAccount.since2026());
        BillingTerms billing = new BillingTerms(
                one.billing().timeZone(), 30, one.billing().unpricedUsage(), 0, corrections, List.of(splits));
        return new Contract(
                one.id(),
                one.legalEntity(),
                one.term(),
                one.tariff(),
                one.currency(),
                billing,
                one.references(),
                one.vat());
    }

    private static CommercialTerms margin() {
        return new CommercialTerms(
                List.of(new Discount(
                        "margin",
                        "Reseller margin",
                        new Reduction.PerCent(new BigDecimal("12.5")),
                        ChargeSelection.COMPUTE,
                        new Discount.Scope(List.of("m-2026"), YearMonth.of(2026, 1), null),
                        null,
                        null,
                        null)),
                List.of());
    }

    private static RequestSpecification as() {
        return given().auth().oauth2(TestTokens.operator());
    }
}
