package io.wattledger.billing.document;

import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import java.util.Currency;

/** Sellers and buyers of the invoices that tests make. */
final class Parties {

    private Parties() {}

    static Seller norwegianSeller() {
        return new Seller(
                "nordlys-no",
                "Nordlys Compute AS",
                new LegalIdentity("NO", "999001122", "NO999001122MVA", "Foretaksregisteret"),
                new ElectronicAddress("0192", "999001122"),
                new PostalAddress("Fykanveien 1", null, "Glomfjord", "8161", "NO"),
                new Contact("Billing desk", "+47 75 00 00 00", "billing@nordlys.example"),
                new BankAccount("NO9386011117947", "DNBANOKKXXX", "Nordlys Compute AS"),
                Currency.getInstance("NOK"));
    }

    static Seller britishSeller() {
        return new Seller(
                "nordlys-gb",
                "Nordlys Compute Ltd",
                new LegalIdentity("GB", "12345678", "GB123456782", null),
                new ElectronicAddress("9932", "GB123456782"),
                new PostalAddress("1 Langston Road", null, "Loughton", "IG10 3TS", "GB"),
                new Contact("Billing desk", "+44 20 0000 0000", "billing@nordlys.example"),
                new BankAccount("GB29NWBK60161331926819", "NWBKGB2LXXX", "Nordlys Compute Ltd"),
                Currency.getInstance("GBP"));
    }

    static Buyer norwegianBuyer(String language) {
        return new Buyer(
                "bodo-kommune",
                "Bodø kommune",
                BuyerKind.PUBLIC,
                new LegalIdentity("NO", "999002234", null, null),
                new ElectronicAddress("0192", "999002234"),
                new PostalAddress("Postboks 319", null, "Bodø", "8001", "NO"),
                "faktura@bodo.example",
                language);
    }

    static Buyer britishBuyer() {
        return new Buyer(
                "thames-ai",
                "Thames & Sons <AI> Ltd",
                BuyerKind.BUSINESS,
                new LegalIdentity("GB", "87654321", "GB987654325", null),
                new ElectronicAddress("9932", "GB987654325"),
                new PostalAddress("10 Wharf Street", "Floor 3", "London", "E1 6AN", "GB"),
                "accounts@thames.example",
                "en-GB");
    }

    static Buyer germanAuthority() {
        return new Buyer(
                "rechenamt",
                "Landesamt für Straßenbau Überlingen",
                BuyerKind.PUBLIC,
                new LegalIdentity("DE", "HRA 4711", "DE123456788", null),
                new ElectronicAddress("0204", "04011000-1234512345-06"),
                new PostalAddress("Große Straße 5", null, "Überlingen", "88662", "DE"),
                "rechnung@amt.example",
                "de-DE");
    }

    static Buyer frenchBuyer() {
        return new Buyer(
                "ecole",
                "École des données à Orléans SAS",
                BuyerKind.BUSINESS,
                new LegalIdentity("FR", "73282932000074", "FR44732829320", null),
                new ElectronicAddress("0009", "73282932000074"),
                new PostalAddress("12 rue de l’Été", null, "Orléans", "45000", "FR"),
                "factures@ecole.example",
                "fr-FR");
    }
}
