package io.wattledger.billing.flow;

import static io.wattledger.billing.flow.IssueInvoiceTest.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.AnAccount;
import io.wattledger.billing.Books;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.flow.RunBook.ItemState;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.KidAgreement;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class DocumentsOfAccountsTest {

    @Inject
    Books books;

    @Inject
    ApplyCatalog applyCatalog;

    @Inject
    ReadInvoices readInvoices;

    @Test
    void areThoseThatTheAccountNamesEachUnderItsOwnRules() {
        LegalEntity entity = books.legalEntity();
        String all = tenant(entity, "NOK", List.of(DocumentFormat.values()), true);
        String one = tenant(entity, "NOK", List.of(DocumentFormat.FACTUR_X), true);
        books.rated(day(all, 1).gpuHours("1", "10"), day(one, 1).gpuHours("1", "10"));

        assertThat(books.run(all, one)).extracting(ItemState::outcome).containsExactly("issued", "issued");

        assertThat(kinds(all)).containsExactlyInAnyOrder(DocumentKind.values());
        assertThat(kinds(one)).containsExactlyInAnyOrder(DocumentKind.JSON, DocumentKind.PDF, DocumentKind.CSV);
        assertThat(new String(content(one, DocumentKind.PDF), StandardCharsets.ISO_8859_1))
                .contains("factur-x.xml");
        assertThat(new String(content(all, DocumentKind.XRECHNUNG_CII), StandardCharsets.UTF_8))
                .contains("xrechnung_3.0")
                .contains("CrossIndustryInvoice");
    }

    @Test
    void parkWithTheRuleOfTheFormatThatIsBrokenAndTheRunGoesOn() {
        LegalEntity entity = books.legalEntity();
        List<String> bad = Stream.of(DocumentFormat.values())
                .map(format -> tenant(entity, "NOK", List.of(format), false))
                .toList();
        String good = books.tenantOf(entity);
        Stream.concat(bad.stream(), Stream.of(good))
                .forEach(tenant -> books.rated(day(tenant, 1).gpuHours("1", "10")));

        List<ItemState> items =
                books.run(Stream.concat(bad.stream(), Stream.of(good)).toArray(String[]::new));

        // Without a reference of the buyer: Peppol's rule, Germany's own twice, and nothing that Factur-X asks for. A
        // run
        // takes tenants by their names, in which the tenth comes before the ninth. The project with a reference has
        // used nothing.
        assertThat(items.stream()
                        .filter(item -> !item.outcome().equals("nothing-to-invoice"))
                        .map(item -> item.outcome() + " "
                                + item.reasons().stream().map(HoldReason::code).toList()))
                .containsExactlyInAnyOrder(
                        "parked [PEPPOL-EN16931-R003]",
                        "parked [BR-DE-15]",
                        "parked [BR-DE-15]",
                        "issued []",
                        "issued []");
    }

    @Test
    void stateVatInKronerByTheDaysRateAndHoldUpOnlyThoseWithoutOne() {
        LegalEntity entity = books.legalEntity();
        String euros = tenant(entity, "EUR", null, true);
        String dollars = tenant(entity, "CHF", null, true);
        ExchangeRate rate = new ExchangeRate(
                Currency.getInstance("EUR"),
                Currency.getInstance("NOK"),
                Books.ISSUED.minusDays(3),
                new BigDecimal("11.7835"),
                "Norges Bank");
        applyCatalog.apply(new ApplyCatalog.Catalog(List.of(), List.of(), List.of(rate), List.of()), "test", false);
        books.rated(
                day(euros, 1).in("EUR").gpuHours("10", "24.90"),
                day(dollars, 1).in("CHF").gpuHours("10", "24.90"));

        List<ItemState> items = books.run(euros, dollars);

        assertThat(items).extracting(ItemState::outcome).containsExactly("issued", "parked");
        assertThat(items.getLast().reasons()).extracting(HoldReason::code).containsExactly("X-TAX-CURRENCY");
        assertThat(new String(content(euros, DocumentKind.UBL), StandardCharsets.UTF_8))
                .contains("<cbc:TaxCurrencyCode>NOK</cbc:TaxCurrencyCode>")
                .contains("<cbc:TaxAmount currencyID=\"NOK\">733.52</cbc:TaxAmount>")
                .contains("11,7835")
                .contains("Norges Bank");
    }

    @Test
    void carryTheKidThatIsAgreedWithTheBank() {
        LegalEntity plain = AnAccount.norwegianEntity(Books.unused("entity"), Books.unused("K") + "-");
        Seller s = plain.seller();
        BankAccount bank =
                new BankAccount(s.bank().iban(), null, null, new KidAgreement(5, 12, KidAgreement.CheckDigit.MOD10));
        LegalEntity entity = new LegalEntity(
                new Seller(
                        s.legalEntity(),
                        s.name(),
                        s.identity(),
                        s.electronicAddress(),
                        s.address(),
                        s.contact(),
                        bank,
                        s.accountingCurrency()),
                plain.invoiceSeries());
        books.apply(List.of(entity), List.of());
        String tenant = tenant(entity, "NOK", null, true);
        books.rated(day(tenant, 1).gpuHours("1", "10"));

        assertThat(books.run(tenant)).extracting(ItemState::outcome).containsExactly("issued");
        assertThat(new String(content(tenant, DocumentKind.UBL), StandardCharsets.UTF_8))
                .containsPattern("<cbc:PaymentID>00042[0-9]{13}</cbc:PaymentID>");
    }

    private String tenant(LegalEntity entity, String currency, List<DocumentFormat> formats, boolean named) {
        String tenant = Books.unused("tenant");
        Contract c =
                AnAccount.contract("c-2026", entity.id(), AnAccount.since2026(), currency, AnAccount.NORWEGIAN_VAT);
        Contract contract = new Contract(
                c.id(),
                c.legalEntity(),
                c.term(),
                c.tariff(),
                c.currency(),
                named ? c.billing() : AnAccount.referredElsewhere(c.billing()),
                new ContractReferences(named ? "4711 Ola Nordmann" : null, null, null, formats, "42", null),
                c.vat());
        Buyer b = AnAccount.municipalBuyer(tenant, "Havvik kommune");
        Buyer buyer = new Buyer(
                tenant, b.name(), b.kind(), b.identity(), b.electronicAddress(), b.address(), null, b.language());
        books.apply(List.of(), List.of(new Account(buyer, List.of(contract))));
        return tenant;
    }

    private List<DocumentKind> kinds(String tenant) {
        return summary(tenant).documents().stream()
                .map(InvoiceBook.DocumentHash::kind)
                .toList();
    }

    private byte[] content(String tenant, DocumentKind kind) {
        return readInvoices
                .document(tenant, summary(tenant).number(), kind)
                .orElseThrow()
                .content();
    }

    private InvoiceBook.Summary summary(String tenant) {
        return readInvoices
                .list(tenant, new InvoiceBook.Query(List.of(), Books.OCTOBER, null, 10))
                .getFirst();
    }
}
