package io.wattledger.billing;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.InvoiceSeries;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.BillingTerms;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.contract.Term;
import io.wattledger.billing.contract.UnpricedUsage;
import io.wattledger.billing.contract.VatTerms;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/** Legal entities, accounts and contracts for tests. */
public final class AnAccount {

    public static final VatTreatment NORWEGIAN_VAT =
            TaxDetermination.treatment(VatCategory.S, new BigDecimal("25"), null, null);

    private AnAccount() {}

    /** The Norwegian legal entity with a series of its own. */
    public static LegalEntity norwegianEntity(String id, String prefix) {
        Seller seller = new Seller(
                id,
                "Nordlys Compute AS",
                new LegalIdentity("NO", "999001122", "NO999001122MVA", "Foretaksregisteret"),
                new ElectronicAddress("0192", "999001122"),
                new PostalAddress("Fykanveien 1", null, "Glomfjord", "8161", "NO"),
                new Contact("Billing desk", "+47 75 00 00 00", "billing@nordlys.example"),
                new BankAccount("NO9386011117947", "DNBANOKKXXX", "Nordlys Compute AS"),
                Currency.getInstance("NOK"));
        return new LegalEntity(seller, new InvoiceSeries(prefix, 6));
    }

    /** A Norwegian municipality with the given contracts. */
    public static Account municipality(String tenant, Contract... contracts) {
        return new Account(municipalBuyer(tenant, "Havvik kommune"), List.of(contracts));
    }

    /** A Norwegian municipality as a buyer. */
    public static Buyer municipalBuyer(String tenant, String name) {
        return new Buyer(
                tenant,
                name,
                BuyerKind.PUBLIC,
                new LegalIdentity("NO", "999002234", null, null),
                new ElectronicAddress("0192", "999002234"),
                new PostalAddress("Postboks 319", null, "Havvik", "8001", "NO"),
                "faktura@havvik.example",
                "nb-NO");
    }

    /** A contract in kroner with 25 % VAT and 30 days to pay, for days of Oslo. */
    public static Contract contract(String id, String legalEntity, Term term) {
        return contract(id, legalEntity, term, "NOK", NORWEGIAN_VAT);
    }

    /** A contract in any currency under any VAT; where none is charged, with a reason, since a rule may decide otherwise. */
    public static Contract contract(String id, String legalEntity, Term term, String currency, VatTreatment vat) {
        return new Contract(
                id,
                legalEntity,
                term,
                "nordic",
                Currency.getInstance(currency),
                new BillingTerms(ZoneId.of("Europe/Oslo"), 30, UnpricedUsage.HOLD),
                new ContractReferences("4711 Ola Nordmann", "PO-2026-0117", null),
                new VatTerms(
                        vat.category(),
                        vat.ratePercent(),
                        vat.exemptionCode(),
                        vat.exemptionReason(),
                        vat.category().charged() ? null : "Ruling of 3 March 2026"));
    }

    /** From 2026 on, without end. */
    public static Term since2026() {
        return new Term(LocalDate.of(2026, 1, 1), null);
    }

    /**
     * These terms, and a reference for a project that uses nothing: the catalog asks for one where no document has any, and those of all
     * others still have none.
     */
    public static BillingTerms referredElsewhere(BillingTerms terms) {
        return new BillingTerms(
                terms.timeZone(),
                30,
                UnpricedUsage.HOLD,
                null,
                null,
                List.of(new InvoiceSplit(
                        YearMonth.of(2026, 1),
                        InvoiceSplit.Mode.PER_PROJECT,
                        List.of(new InvoiceSplit.Group(
                                "another", List.of("another"), new DocumentGroup.References("4711", null, null))),
                        null)));
    }
}
