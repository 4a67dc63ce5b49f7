package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.CreditGround;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatRates;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the tables of VAT treatments and amounts, in every format, under the official rules and those of the house. */
class EInvoiceCasesTest {

    private static final OfficialRules RULES = new OfficialRules();
    private static final VatTreatment ZERO = vat(VatCategory.Z, null, null);
    private static final VatTreatment EXEMPT = vat(VatCategory.E, null, "Exempt under section 3-6");
    private static final VatTreatment OUTSIDE = vat(VatCategory.O, "VATEX-EU-O", "Not subject to VAT");
    private static final VatTreatment INTRA = vat(VatCategory.K, "VATEX-EU-IC", "Intra-Community supply");
    private static final VatTreatment REDUCED = new VatTreatment(VatCategory.S, new BigDecimal("15"), null, null);

    /** One document by its name; XRechnung refuses what is outside the scope of VAT, since it wants a rate (BR-DE-14). */
    private record Case(String name, AnInvoice invoice, Set<DocumentFormat> refusedIn) {
        Case(String name, AnInvoice invoice) {
            this(name, invoice, Set.of());
        }
    }

    private static List<Case> treatments() {
        return List.of(
                new Case("NO to NO, 25 %", AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.4128371")),
                new Case("GB to GB, 20 %", AnInvoice.british().withAMonthOfUsage("1.95", "0.0871")),
                new Case("NO to DE authority, AE", AnInvoice.toGermanAuthority().withAMonthOfUsage("2.20", "0.03")),
                new Case(
                        "NO to DE authority, G",
                        AnInvoice.toGermanAuthority().taxed(AnInvoice.EXPORT).withAMonthOfUsage("2.20", "0.03")),
                new Case("NO to FR, G", AnInvoice.toFrenchCompany().withAMonthOfUsage("2.20", "0.03")),
                new Case(
                        "GB to DE company, AE",
                        AnInvoice.british()
                                .to(germanCompany())
                                .in("EUR", "Europe/Berlin")
                                .taxed(AnInvoice.REVERSE_CHARGE)
                                .withAMonthOfUsage("2.20", "0.03")),
                new Case(
                        "NO to GB, G",
                        AnInvoice.norwegian()
                                .to(Parties.britishBuyer())
                                .in("GBP", "Europe/London")
                                .taxed(AnInvoice.EXPORT)
                                .withAMonthOfUsage("1.95", "0.0871")),
                new Case(
                        "intra-community",
                        AnInvoice.toFrenchCompany().taxed(INTRA).withGpuTime("a", "Narvik", 36_000_000L, "3")),
                new Case("zero rated", AnInvoice.british().taxed(ZERO).withGpuTime("a", "Loughton", 36_000_000L, "3")),
                new Case("exempt", AnInvoice.norwegian().taxed(EXEMPT).withGpuTime("a", "Narvik", 36_000_000L, "3")),
                new Case(
                        "outside the scope",
                        AnInvoice.norwegian().taxed(OUTSIDE).withGpuTime("a", "Narvik", 36_000_000L, "3"),
                        Set.of(DocumentFormat.XRECHNUNG_UBL, DocumentFormat.XRECHNUNG_CII)));
    }

    private static List<Case> allowances() {
        return List.of(
                new Case(
                        "mixed rates",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .taxed(REDUCED)
                                .withEnergy("a", "Glomfjord", 3_600_000_000_000L, "0.5")
                                .taxed(EXEMPT)
                                .withGpuTime("b", "Glomfjord", 3_600_000_000L, "24.90")),
                new Case(
                        "line allowances",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .withLineDiscount("12.5")
                                .withEnergy("a", "Glomfjord", 3_600_000_000_000L, "0.4128371")),
                new Case(
                        "document allowances of two rates",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .withLineDiscount("3")
                                .withDocumentDiscount("7.25")
                                .taxed(REDUCED)
                                .withEnergy("a", "Glomfjord", 3_600_000_000_000L, "0.5")
                                .withDocumentRebate("11.11")),
                new Case(
                        "settled in part by credit paid in advance",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .withDocumentRebate("900.00")
                                .withPrepaid("20000.01")),
                new Case(
                        "settled wholly by credit paid in advance",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .withPrepaid("31125.00")),
                new Case(
                        "credit note that gives back to a credit",
                        AnInvoice.norwegian()
                                .crediting("NO26-000007")
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .withPrepaid("31125.00")));
    }

    private static List<Case> others() {
        return List.of(
                new Case(
                        "negative line",
                        AnInvoice.norwegian()
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "24.90")
                                .withEnergy("a", "Narvik", 3_600_000_000_000L, "-0.0123")
                                .withAmount(BigDecimal.ONE, new BigDecimal("-100"))),
                new Case(
                        "credit note",
                        AnInvoice.norwegian().crediting("NO26-000007").withAMonthOfUsage("24.90", "0.4128371")),
                new Case(
                        "credit note that says why",
                        AnInvoice.norwegian()
                                .crediting("NO26-000007")
                                .because(
                                        CreditGround.Cause.PART_CREDITED,
                                        "#12# <b>12 %</b> & \"mer\" 東京 " + "x".repeat(400))
                                .withAMonthOfUsage("24.90", "0.4128371")),
                new Case(
                        "credit note to a German authority with allowances",
                        AnInvoice.toGermanAuthority()
                                .crediting("NO26-000008")
                                .because(CreditGround.Cause.CHARGES_CHANGED, null)
                                .withGpuTime("a", "Glomfjord", 3_600_000_000L, "2.20")
                                .withLineDiscount("10")
                                .withDocumentDiscount("5")),
                new Case(
                        "VAT in kroner on an invoice in euros",
                        AnInvoice.norwegian()
                                .in("EUR", "Europe/Oslo")
                                .withAMonthOfUsage("2.20", "0.03")
                                .statingVatAt("11.7835", "Norges Bank")),
                new Case(
                        "VAT in sterling on a credit note in dollars",
                        AnInvoice.british()
                                .in("USD", "Europe/London")
                                .crediting("GB26-000001")
                                .withAMonthOfUsage("2.20", "0.03")
                                .statingVatAt("0.7612", "HMRC")),
                new Case(
                        "a KID",
                        AnInvoice.norwegian()
                                .paidBy("000012300000000429")
                                .withGpuTime("språkmodell-æøå ЖΩ 東京", "Glomfjord", 36_000_000L, "3")),
                new Case(
                        "price of 12 decimals",
                        AnInvoice.norwegian().withGpuTime("a", "Narvik", 987_654_321_987L, "0.123456789012")),
                new Case(
                        "a million million",
                        AnInvoice.norwegian()
                                .withAmount(new BigDecimal("123456789"), new BigDecimal("1234567890123.455"))));
    }

    /** In each country in which a legal entity may sit, each rate that is in force there, as an invoice and a credit note. */
    private static List<Case> domesticRates() {
        List<Case> cases = new ArrayList<>();
        for (Domestic parties : List.of(
                new Domestic(Parties.norwegianSeller(), Parties.norwegianBuyer("nb-NO"), "NOK", "Europe/Oslo"),
                new Domestic(Parties.britishSeller(), Parties.britishBuyer(), "GBP", "Europe/London"),
                new Domestic(germanSeller(), germanCompany(), "EUR", "Europe/Berlin"),
                new Domestic(frenchSeller(), Parties.frenchBuyer(), "EUR", "Europe/Paris"))) {
            String country = parties.seller().identity().country();
            for (VatRates.Rate rate : VatRates.inForce(country, LocalDate.of(2026, 10, 31))) {
                VatTreatment vat = new VatTreatment(VatCategory.S, rate.percent(), null, null);
                String name = country + " to " + country + ", " + rate.name() + " rate of " + rate.percent() + " %";
                cases.add(new Case(name, parties.taxed(vat).withAMonthOfUsage("24.90", "0.4128371")));
                cases.add(new Case(
                        "credit note, " + name,
                        parties.taxed(vat).crediting("X-000007").withAMonthOfUsage("24.90", "0.4128371")));
            }
        }
        return cases;
    }

    /** A credit note of each treatment under which no VAT is charged, by the seller and to the buyer that meet it. */
    private static List<Case> creditsWithoutVat() {
        AnInvoice reverse = AnInvoice.toGermanAuthority().crediting("NO26-000007");
        AnInvoice export = AnInvoice.toFrenchCompany().crediting("NO26-000008");
        AnInvoice intra = AnInvoice.toFrenchCompany().taxed(INTRA).crediting("NO26-000009");
        AnInvoice domestic = AnInvoice.norwegian().taxed(AnInvoice.REVERSE_CHARGE);
        AnInvoice zero = AnInvoice.british().taxed(ZERO).crediting("GB26-000001");
        AnInvoice exempt = AnInvoice.british().taxed(EXEMPT).crediting("GB26-000002");
        AnInvoice outside = AnInvoice.norwegian().taxed(OUTSIDE).crediting("NO26-000010");
        return List.of(
                new Case("NO to NO, domestic reverse charge", domestic.withAMonthOfUsage("2.20", "0.03")),
                new Case("credit note, reverse charge", reverse.withAMonthOfUsage("2.20", "0.03")),
                new Case("credit note, export", export.withAMonthOfUsage("2.20", "0.03")),
                new Case("credit note, intra-community", intra.withGpuTime("a", "Narvik", 36_000_000L, "3")),
                new Case("credit note, zero rated", zero.withGpuTime("a", "Loughton", 36_000_000L, "3")),
                new Case("credit note, exempt", exempt.withGpuTime("a", "Loughton", 36_000_000L, "3")),
                new Case(
                        "credit note, outside the scope",
                        outside.withGpuTime("a", "Narvik", 36_000_000L, "3"),
                        Set.of(DocumentFormat.XRECHNUNG_UBL, DocumentFormat.XRECHNUNG_CII)));
    }

    private record Domestic(Seller seller, Buyer buyer, String currency, String timeZone) {

        AnInvoice taxed(VatTreatment vat) {
            return AnInvoice.norwegian()
                    .from(seller)
                    .to(buyer)
                    .in(currency, timeZone)
                    .taxed(vat);
        }
    }

    static Stream<Arguments> documents() {
        List<Arguments> documents = new ArrayList<>();
        for (Case one : Stream.of(treatments(), allowances(), others(), domesticRates(), creditsWithoutVat())
                .flatMap(List::stream)
                .toList()) {
            for (DocumentFormat format : DocumentFormat.values()) {
                documents.add(Arguments.of(one.name(), format, one));
            }
        }
        return documents.stream();
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("documents")
    void passesItsOfficialRulesWithoutErrorOrWarning(String name, DocumentFormat format, Case one) {
        Invoice invoice = one.invoice().build();
        RuleReport report = RULES.check(
                EInvoice.write(invoice, format),
                format,
                invoice.heading().type(),
                invoice.heading().issueDate());
        if (one.refusedIn().contains(format)) {
            assertThat(report.violations()).extracting(Violation::rule).contains("BR-DE-14");
        } else {
            assertThat(report.violations()).isEmpty();
        }
        assertThat(HouseRules.check(invoice).violations()).isEmpty();
    }

    private static VatTreatment vat(VatCategory category, String code, String reason) {
        return new VatTreatment(category, BigDecimal.ZERO, code, reason);
    }

    private static Seller germanSeller() {
        return new Seller(
                "nordlys-de",
                "Nordlys Compute GmbH",
                new LegalIdentity("DE", "HRB 99999", "DE999999903", null),
                new ElectronicAddress("9930", "DE999999903"),
                new PostalAddress("Werkstraße 1", null, "Lübeck", "23552", "DE"),
                new Contact("Rechnungswesen", "+49 451 000000", "billing@nordlys.example"),
                new BankAccount("DE89370400440532013000", "COBADEFFXXX", "Nordlys Compute GmbH"),
                Currency.getInstance("EUR"));
    }

    private static Seller frenchSeller() {
        return new Seller(
                "nordlys-fr",
                "Nordlys Compute SAS",
                new LegalIdentity("FR", "999990005", "FR05999990005", null),
                new ElectronicAddress("9957", "FR05999990005"),
                new PostalAddress("8 rue de l’Exemple", null, "Lyon", "69001", "FR"),
                new Contact("Comptabilité", "+33 4 00 00 00 00", "billing@nordlys.example"),
                new BankAccount("FR1420041010050500013M02606", "PSSTFRPPLYO", "Nordlys Compute SAS"),
                Currency.getInstance("EUR"));
    }

    private static Buyer germanCompany() {
        return new Buyer(
                "rechen-gmbh",
                "Rechenkünste Überlingen GmbH & Co. KG",
                BuyerKind.BUSINESS,
                new LegalIdentity("DE", "HRB 4711", "DE123456788", null),
                new ElectronicAddress("9930", "DE123456788"),
                new PostalAddress("Straße 1", null, "Überlingen", "88662", "DE"),
                "rechnung@rechen.example",
                "de-DE");
    }
}
