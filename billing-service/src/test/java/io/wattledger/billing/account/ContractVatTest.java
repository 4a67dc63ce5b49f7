package io.wattledger.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.AnAccount;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.Determination;
import io.wattledger.billing.tax.VatCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractVatTest {

    private static final Seller SELLER =
            AnAccount.norwegianEntity("nordlys-no", "NO26-").seller();

    @ParameterizedTest
    @CsvSource({
        // buyer's country, kind, category stated, rate, reason; what is said against it
        "NO, PUBLIC,   S,  25, , ''",
        "DE, BUSINESS, G,  0,  , ''",
        "DE, BUSINESS, AE, 0,  , 'states AE at 0 %, but rule no-export version 2 decides G at 0 % on 2026-01-01: '",
        "DE, BUSINESS, AE, 0,  Agreed with the access point of the buyer, ''",
        "DE, BUSINESS, S,  25, , merverdiavgiftsloven § 6-22 (2)",
        "DE, BUSINESS, S,  25, 'Used in Norway, mval. § 6-22 does not apply', ''",
        "NO, BUSINESS, AE, 0,  , 'rule no-domestic version 1 decides S at 25 %'",
        "NO, BUSINESS, S,  15, , leave vat out",
        "NO, BUSINESS, S,  24, , not in force in NO",
        "NO, BUSINESS, AE, 0,  Emission quotas § 11-1, ''",
        "NO, BUSINESS, AE, 0,  ' ', overrideReason is blank",
        "NO, BUSINESS, S,  24, Because, not in force in NO",
        "DE, CONSUMER, S,  25, , ''"
    })
    void takesWhatAContractStatesWhereItHolds(
            String country, BuyerKind kind, VatCategory category, String rate, String reason, String words) {
        String code = category == VatCategory.S ? null : "VATEX-EU-" + category;
        VatTerms stated = new VatTerms(category, new BigDecimal(rate), code, null, reason);

        String flaws = String.join("; ", ContractVat.flaws(contract(stated), SELLER, buyer(country, kind, null)));

        if (words.isEmpty()) {
            assertThat(flaws).isEmpty();
        } else {
            assertThat(flaws).contains(words);
        }
    }

    /** Documents between French businesses would lack what French law wants; whoever states a treatment says why that will do. */
    @ParameterizedTest
    @CsvSource({"FR, BUSINESS, , false", "FR, BUSINESS, Sent through our platform, true", "DE, BUSINESS, Ruling, true"})
    void takesWhatIsNotSupportedWithAReasonOnly(String country, BuyerKind kind, String reason, boolean holds) {
        Seller french = new Seller(
                SELLER.legalEntity(),
                SELLER.name(),
                new LegalIdentity("FR", "999990005", "FR05999990005", null),
                SELLER.electronicAddress(),
                SELLER.address(),
                SELLER.contact(),
                SELLER.bank(),
                Currency.getInstance("EUR"));
        VatTerms stated = new VatTerms(VatCategory.S, new BigDecimal("20"), null, null, reason);

        List<String> flaws = ContractVat.flaws(contract(stated), french, buyer(country, kind, null));

        assertThat(flaws).hasSize(holds ? 0 : 1).allMatch(flaw -> flaw.contains("not supported"));
        // A contract that was stored before is not asked about its flaws any more.
        assertThat(ContractVat.on(contract(stated), french, buyer(country, kind, null), LocalDate.parse("2026-10-31")))
                .isInstanceOf(holds ? Determination.Decided.class : Determination.Undecided.class);
    }

    @Test
    void tellsOneFlawOnce() {
        VatTerms unknown = new VatTerms(VatCategory.S, new BigDecimal("24"), null, null, null);

        assertThat(ContractVat.flaws(contract(unknown), SELLER, buyer("NO", BuyerKind.BUSINESS, null)))
                .singleElement()
                .asString()
                .contains("not in force in NO");
    }

    @Test
    void decidesWhereTheContractStatesNothing() {
        Buyer buyer = buyer("DE", BuyerKind.PUBLIC, null);

        assertThat(ContractVat.flaws(contract(null), SELLER, buyer)).isEmpty();
        assertThat(ContractVat.on(contract(null), SELLER, buyer, LocalDate.of(2026, 10, 31)))
                .isInstanceOfSatisfying(Determination.Decided.class, decided -> {
                    assertThat(decided.treatment().category()).isEqualTo(VatCategory.G);
                    assertThat(decided.treatment().exemptionReason()).isEqualTo("Ausfuhr von Dienstleistungen");
                });
    }

    @Test
    void refusesAtTheCatalogWhatNoRuleDecides() {
        assertThat(ContractVat.flaws(contract(null), SELLER, buyer("DE", BuyerKind.CONSUMER, null)))
                .singleElement()
                .asString()
                .contains("a consumer in DE", "One Stop Shop", "overrideReason");
    }

    @Test
    void keepsTheReasonOfAnOverrideAsItsGround() {
        VatTerms stated = new VatTerms(VatCategory.Z, BigDecimal.ZERO, null, null, "Ruling of 3 March 2026");

        assertThat(stated.treatment().ground().explanation())
                .isEqualTo("The contract states the treatment: Ruling of 3 March 2026");
        assertThat(stated.treatment().ground().rule()).isNull();
        assertThat(VatTerms.stating(AnAccount.NORWEGIAN_VAT).treatment().ground())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "DE, DE136695976, true",
        "DE, DE136695977, false",
        "DE, DE999999903, true",
        "DE, DE13669597, false",
        "FR, FR83404833048, true",
        "FR, FR82404833048, false",
        "FR, FR05999990005, true",
        "FR, FRXX999990005, true",
        "GR, EL123456789, true",
        "GR, GR123456789, false",
        "NL, NL123456789B01, true",
        "NO, NO999001122MVA, true",
        "GB, GB123456783, false",
        "US, US123, false"
    })
    void provesVatNumbers(String country, String number, boolean valid) {
        assertThat(VatNumbers.valid(country, number)).isEqualTo(valid);
    }

    private static Contract contract(@Nullable VatTerms vat) {
        Contract c = AnAccount.contract("c", "nordlys-no", AnAccount.since2026());
        return new Contract(
                c.id(), c.legalEntity(), c.term(), c.tariff(), c.currency(), c.billing(), c.references(), vat);
    }

    private static Buyer buyer(String country, BuyerKind kind, @Nullable String vatNumber) {
        return new Buyer(
                "t",
                "Somebody",
                kind,
                new LegalIdentity(country, null, vatNumber, null),
                null,
                new PostalAddress(null, null, null, null, country),
                null,
                "de-DE");
    }
}
