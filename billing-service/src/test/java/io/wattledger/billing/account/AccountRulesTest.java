package io.wattledger.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.AnAccount;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountRulesTest {

    private static final LegalEntity ENTITY = AnAccount.norwegianEntity("nordlys-no", "NO26-");
    private static final Map<String, LegalEntity> ENTITIES = Map.of(ENTITY.id(), ENTITY);

    @Test
    void findsNothingWrongWithAGoodAccount() {
        Account account = AnAccount.municipality("havvik", contract("c", "2026-01-01", null));

        assertThat(AccountRules.flaws(account, ENTITIES)).isEmpty();
        assertThat(LegalEntityRules.flaws(ENTITY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // two terms; whether they overlap
        "2026-01-01, 2026-07-01, 2026-07-01, , false",
        "2026-07-01, , 2026-01-01, 2026-07-01, false",
        "2026-01-01, 2026-07-02, 2026-07-01, , true",
        "2026-01-01, , 2027-01-01, , true",
        "2026-01-01, 2027-01-01, 2026-03-01, 2026-04-01, true"
    })
    void allowsNoTwoContractsAtOneInstant(String from, String to, String otherFrom, String otherTo, boolean overlap) {
        Account account =
                AnAccount.municipality("havvik", contract("one", from, to), contract("other", otherFrom, otherTo));

        List<Flaw> flaws = AccountRules.flaws(account, ENTITIES);

        assertThat(flaws).hasSize(overlap ? 1 : 0);
        assertThat(flaws).allSatisfy(flaw -> {
            assertThat(flaw.pointer()).isEqualTo("/contracts");
            assertThat(flaw.detail()).contains("'one'").contains("'other'").contains("overlap");
        });
    }

    @Test
    void namesTheMemberTheValueAndTheRule() {
        VatTreatment unknownRate = new VatTreatment(VatCategory.S, new BigDecimal("24"), null, null);
        Contract wrong = AnAccount.contract("c", "nordlys-no", AnAccount.since2026(), "EUR", unknownRate);
        Contract nobody = contract("d", "2025-01-01", "2025-01-01");
        Account account = AnAccount.municipality("havvik", nobody, wrong);

        assertThat(AccountRules.flaws(account, Map.of("nordlys-no", ENTITY)))
                .extracting(flaw -> flaw.pointer() + ": " + flaw.detail())
                .containsExactly(
                        "/contracts/0/validTo: 2025-01-01 is not after validFrom 2025-01-01",
                        "/contracts/1/vat: a rate of 24 % is not in force in NO on 2026-01-01; "
                                + "in force: 25, 15, 12, 11.11");
        assertThat(AccountRules.flaws(account, Map.of()))
                .extracting(Flaw::pointer)
                .containsExactly("/contracts/0/legalEntity", "/contracts/1/legalEntity");
    }

    @ParameterizedTest
    @CsvSource({"NO, EUR, NOK", "GB, EUR, GBP", "DE, GBP, EUR", "SE, EUR, SEK", "BG, BGN,", "BG, EUR,", "US, USD,"})
    void tieTheAccountingCurrencyToTheCountry(String country, String currency, String wanted) {
        Seller s = ENTITY.seller();
        Seller abroad = new Seller(
                s.legalEntity(),
                s.name(),
                new LegalIdentity(country, country.equals("NO") ? "999001122" : "4711", null, "Foretaksregisteret"),
                s.electronicAddress(),
                s.address(),
                s.contact(),
                s.bank(),
                Currency.getInstance(currency));

        List<Flaw> flaws = LegalEntityRules.flaws(new LegalEntity(abroad, ENTITY.invoiceSeries()));

        assertThat(flaws).hasSize(wanted == null ? 0 : 1).allSatisfy(flaw -> {
            assertThat(flaw.pointer()).isEqualTo("/accountingCurrency");
            assertThat(flaw.detail()).contains("'" + currency + "'", "write " + wanted);
        });
    }

    @Test
    void allowsAnotherCurrencyWhereNoVatIsCharged() {
        Contract euros = AnAccount.contract(
                "c",
                "nordlys-no",
                AnAccount.since2026(),
                "EUR",
                TaxDetermination.treatment(VatCategory.AE, BigDecimal.ZERO, null, null));

        assertThat(AccountRules.flaws(AnAccount.municipality("havvik", euros), ENTITIES))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NO, 999002235, , , /registrationNumber",
        "NO, , NO999002234, , /vatNumber",
        "GB, 12345678, GB123456783, , /vatNumber",
        "XX, , , , /country",
        "DE, , , 0204:04011000-1234512345-07, /electronicAddress/id",
        "NO, , , 0192:123, /electronicAddress/id",
        "GB, , , 9932:GB1, /electronicAddress/id",
        "FR, , , 99570:x, /electronicAddress/scheme",
        "FR, , , '9957: ', /electronicAddress/id",
        "NO, ' ', , , /registrationNumber",
        "DE, HRB 1, DE123456789, , /vatNumber",
        "DE, , DE12345678, , /vatNumber",
        "DE, , ' ', , /vatNumber",
        "FR, 732829321, , , /registrationNumber",
        "FR, 73282932000075, , , /registrationNumber",
        "FR, , FR45732829320, , /vatNumber",
        "SE, , SE5560360793, , /vatNumber",
        "GR, , GR123456789, , /vatNumber",
        "IM, , GB123456783, , /vatNumber",
        "GB, , , 0088:5790000435969, /electronicAddress/id",
        "FR, , , 0002:732829321, /electronicAddress/id",
        "FR, , , 0009:73282932000075, /electronicAddress/id",
        "FR, , , 0225:73282932, /electronicAddress/id",
        "FR, , , 0225:732829320x, /electronicAddress/id",
        "FR, , , 9957:FR45732829320, /electronicAddress/id",
        "BE, , , 0208:0123456789, /electronicAddress/id",
        "DE, , , 9930:DE123456789, /electronicAddress/id"
    })
    void provesIdentities(String country, String registration, String vat, String address, String pointer) {
        ElectronicAddress electronic = address == null
                ? null
                : new ElectronicAddress(
                        address.substring(0, address.indexOf(':')), address.substring(address.indexOf(':') + 1));
        Buyer buyer = new Buyer(
                "t",
                "Somebody",
                BuyerKind.BUSINESS,
                new LegalIdentity(country, registration, vat, null),
                electronic,
                new PostalAddress(null, null, null, null, "NO"),
                null,
                "en-GB");

        assertThat(AccountRules.flaws(new Account(buyer, List.of()), ENTITIES))
                .extracting(Flaw::pointer)
                .isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "FR, 732829320, FR44732829320, 0002:732829320",
        "FR, 73282932000074, FR44732829320, 0009:73282932000074",
        "FR, , FRXX732829320, 0225:732829320_SERVICE",
        "FR, , FR44732829320, 9957:FR44732829320",
        "DE, HRB 1, DE123456788, 9930:DE123456788",
        "BE, , BE0123456749, 0208:0123456749",
        "GB, , , 0088:5790000435968",
        "GR, , EL123456789, ",
        "SE, , SE556036079301, 0007:5560360793",
        "CH, CHE-1, CHE-123.456.788 MWST, "
    })
    void takesWhatIsProvenAndWhatCannotBe(String country, String registration, String vat, String address) {
        provesIdentities(country, registration, vat, address, null);
    }

    @Test
    void wantsAProvenLeitwegIdOfAGermanAuthority() {
        Buyer authority = new Buyer(
                "stadt",
                "Stadt Musterau",
                BuyerKind.PUBLIC,
                new LegalIdentity("DE", null, null, null),
                null,
                new PostalAddress(null, null, null, null, "DE"),
                null,
                "de-DE");
        Account account = new Account(authority, List.of(contract("c", "2026-01-01", null)));

        assertThat(AccountRules.flaws(account, ENTITIES))
                .extracting(Flaw::pointer)
                .containsExactly("/contracts/0/buyerReference", "/contracts/0/vat", "/electronicAddress");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # documents, whether there is a reference, an order, an address of the buyer; the pointers
            PEPPOL_BIS    | true  | false | true  |
            PEPPOL_BIS    | false | true  | true  |
            PEPPOL_BIS    | false | false | true  | /contracts/0/buyerReference
            PEPPOL_BIS    | true  | true  | false | /electronicAddress
            XRECHNUNG_UBL | false | true  | true  | /contracts/0/buyerReference
            XRECHNUNG_CII | true  | false | false | /electronicAddress
            FACTUR_X      | false | false | false |
            """)
    void askForWhatTheDocumentsWillNeed(
            DocumentFormat format, boolean isReferred, boolean isOrdered, boolean isAddressed, String pointer) {
        Contract contract = referring(new ContractReferences(
                isReferred ? "4711" : null, isOrdered ? "PO-1" : null, null, List.of(format), null, null));
        Buyer b = AnAccount.municipalBuyer("havvik", "Havvik kommune");
        Buyer buyer = new Buyer(
                b.tenant(),
                b.name(),
                b.kind(),
                b.identity(),
                isAddressed ? b.electronicAddress() : null,
                b.address(),
                b.email(),
                b.language());

        assertThat(AccountRules.flaws(new Account(buyer, List.of(contract)), ENTITIES))
                .extracting(Flaw::pointer)
                .isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    /** The PDF of an account with an email is mailed, with Factur-X inside. */
    @ParameterizedTest
    @CsvSource({
        "FACTUR_X PEPPOL_BIS, faktura@havvik.example, /documents",
        "XRECHNUNG_CII FACTUR_X, faktura@havvik.example, /documents",
        "FACTUR_X PEPPOL_BIS, , ",
        "FACTUR_X, faktura@havvik.example, ",
        "PEPPOL_BIS XRECHNUNG_CII, faktura@havvik.example, "
    })
    void refuseDocumentsThatWouldComeTwice(String documents, String email, String pointer) {
        List<DocumentFormat> formats =
                Stream.of(documents.split(" ")).map(DocumentFormat::valueOf).toList();
        Contract contract = referring(new ContractReferences("4711", null, null, formats, null, null));
        Buyer b = AnAccount.municipalBuyer("havvik", "Havvik kommune");
        Buyer buyer = new Buyer(
                b.tenant(), b.name(), b.kind(), b.identity(), b.electronicAddress(), b.address(), email, b.language());

        assertThat(AccountRules.flaws(new Account(buyer, List.of(contract)), ENTITIES))
                .extracting(Flaw::pointer)
                .isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    private static Contract referring(ContractReferences references) {
        Contract c = contract("c", "2026-01-01", null);
        return new Contract(
                c.id(), c.legalEntity(), c.term(), c.tariff(), c.currency(), c.billing(), references, c.vat());
    }

    @ParameterizedTest
    @CsvSource({"NO, Foretaksregisteret, true", "NO, none, true", "NO, , false", "NO, Brreg, false", "GB, , true"})
    void wantTheNorwegianRegisterNamedOrSaidToBeNone(String country, String note, boolean holds) {
        LegalIdentity identity = new LegalIdentity(country, "999001122", null, note);

        assertThat(identity.noteFlaw() == null).isEqualTo(holds);
        assertThat(identity.statedNote()).isEqualTo("none".equals(note) ? null : note);
    }

    @ParameterizedTest
    @CsvSource({
        "NO26-, 6, ''",
        "NO26/, 6, /invoiceSeries/prefix",
        "NO26-, 2, /invoiceSeries/digits",
        "NO26-, 13, /invoiceSeries/digits"
    })
    void wantsASeriesThatCanStandInAnAddress(String prefix, int digits, String pointer) {
        LegalEntity entity = new LegalEntity(ENTITY.seller(), new InvoiceSeries(prefix, digits));

        assertThat(LegalEntityRules.flaws(entity))
                .extracting(Flaw::pointer)
                .containsExactlyElementsOf(pointer.isEmpty() ? List.of() : List.of(pointer));
    }

    @Test
    void lendsNobodysPrefixToAnother() {
        LegalEntity other = AnAccount.norwegianEntity("nordlys-gb", "NO26-");

        assertThat(LegalEntityRules.sharedPrefix(other, List.of(ENTITY, other)))
                .extracting(Flaw::detail)
                .containsExactly("'NO26-' is already the prefix of legal entity nordlys-no");
    }

    /** The other's series is NO26- with 6 digits. */
    @ParameterizedTest
    @CsvSource({
        "NO26-0, 5, true",
        "NO-26-, 6, true",
        "no26, 6, true",
        "NO2, 7, true",
        "NO26-0, 6, false",
        "NO27-, 6, false",
        "NO26-, 7, true",
        "NO26-A, 5, false"
    })
    void lendsNobodysNumbersToAnother(String prefix, int digits, boolean meets) {
        LegalEntity other = new LegalEntity(
                AnAccount.norwegianEntity("nordlys-gb", "X").seller(), new InvoiceSeries(prefix, digits));

        assertThat(LegalEntityRules.sharedPrefix(other, List.of(ENTITY, other))).hasSize(meets ? 1 : 0);
    }

    @Test
    void fillsNumbersUpWithZeros() {
        assertThat(new InvoiceSeries("NO26-", 6).number(42)).isEqualTo("NO26-000042");
        assertThat(new InvoiceSeries("A", 3).number(12345)).isEqualTo("A12345");
    }

    private static Contract contract(String id, String from, String to) {
        return AnAccount.contract(
                id, "nordlys-no", new Term(LocalDate.parse(from), to == null ? null : LocalDate.parse(to)));
    }
}
