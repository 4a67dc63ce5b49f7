package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import org.jspecify.annotations.Nullable;

/** The two parties of a UBL invoice (BG-4, BG-7). */
final class UblParties {

    private final UblElements ubl;
    private final boolean outsideScope;

    /** Writes to {@code ubl}; {@code outsideScope} leaves out VAT identifiers, which BR-O-02 and its kin forbid. */
    UblParties(UblElements ubl, boolean outsideScope) {
        this.ubl = ubl;
        this.outsideScope = outsideScope;
    }

    void seller(Seller seller) {
        ubl.component(
                "AccountingSupplierParty",
                () -> ubl.component("Party", () -> {
                    endpoint(seller.electronicAddress());
                    address(seller.address());
                    taxScheme(seller.identity().vatNumber(), "VAT");
                    taxScheme(seller.identity().statedNote(), "TAX");
                    legalEntity(seller.name(), seller.identity());
                    contact(seller.contact());
                }));
    }

    void buyer(Buyer buyer) {
        ubl.component(
                "AccountingCustomerParty",
                () -> ubl.component("Party", () -> {
                    endpoint(buyer.electronicAddress());
                    address(buyer.address());
                    taxScheme(buyer.identity().vatNumber(), "VAT");
                    legalEntity(buyer.name(), buyer.identity());
                    if (buyer.email() != null) {
                        contact(new Contact(null, null, buyer.email()));
                    }
                }));
    }

    private void endpoint(@Nullable ElectronicAddress address) {
        if (address != null) {
            ubl.field("EndpointID", address.id(), "schemeID", address.scheme());
        }
    }

    private void address(PostalAddress address) {
        ubl.component(
                "PostalAddress",
                () -> ubl.field("StreetName", address.street())
                        .field("AdditionalStreetName", address.additionalStreet())
                        .field("CityName", address.city())
                        .field("PostalZone", address.postalCode())
                        .component("Country", () -> ubl.field("IdentificationCode", address.country())));
    }

    private void taxScheme(@Nullable String id, String scheme) {
        if (id != null && !(outsideScope && scheme.equals("VAT"))) {
            ubl.component(
                    "PartyTaxScheme",
                    () -> ubl.field("CompanyID", id).component("TaxScheme", () -> ubl.field("ID", scheme)));
        }
    }

    private void legalEntity(String name, LegalIdentity identity) {
        ubl.component(
                "PartyLegalEntity",
                () -> ubl.field("RegistrationName", name)
                        .field(
                                "CompanyID",
                                identity.registrationNumber(),
                                "schemeID",
                                HeaderTerms.registerCode(identity).orElse(null)));
    }

    private void contact(@Nullable Contact contact) {
        if (contact != null) {
            ubl.component(
                    "Contact",
                    () -> ubl.field("Name", contact.name())
                            .field("Telephone", contact.phone())
                            .field("ElectronicMail", contact.email()));
        }
    }
}
