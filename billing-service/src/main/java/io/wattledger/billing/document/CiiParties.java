package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import org.jspecify.annotations.Nullable;

/** The two parties of a Cross Industry Invoice (BG-4, BG-7). */
final class CiiParties {

    private static final String VAT_NUMBER = "VA";
    private static final String TAX_REGISTER = "FC";

    private final CiiElements cii;
    private final boolean outsideScope;

    /** Writes to {@code cii}; {@code outsideScope} leaves out VAT identifiers, which BR-O-02 and its kin forbid. */
    CiiParties(CiiElements cii, boolean outsideScope) {
        this.cii = cii;
        this.outsideScope = outsideScope;
    }

    void seller(Seller seller) {
        cii.entity("SellerTradeParty", () -> {
            organization(seller.name(), seller.identity());
            contact(seller.contact());
            address(seller.address());
            electronicAddress(seller.electronicAddress());
            vatNumber(seller.identity());
            cii.nested("SpecifiedTaxRegistration", "ID", seller.identity().statedNote(), TAX_REGISTER);
        });
    }

    void buyer(Buyer buyer) {
        cii.entity("BuyerTradeParty", () -> {
            organization(buyer.name(), buyer.identity());
            if (buyer.email() != null) {
                contact(new Contact(null, null, buyer.email()));
            }
            address(buyer.address());
            electronicAddress(buyer.electronicAddress());
            vatNumber(buyer.identity());
        });
    }

    private void organization(String name, LegalIdentity identity) {
        cii.field("Name", name)
                .nested(
                        "SpecifiedLegalOrganization",
                        "ID",
                        identity.registrationNumber(),
                        HeaderTerms.registerCode(identity).orElse(null));
    }

    private void contact(@Nullable Contact contact) {
        if (contact != null) {
            cii.entity(
                    "DefinedTradeContact",
                    () -> cii.field("PersonName", contact.name())
                            .nested("TelephoneUniversalCommunication", "CompleteNumber", contact.phone())
                            .nested("EmailURIUniversalCommunication", "URIID", contact.email()));
        }
    }

    private void address(PostalAddress address) {
        cii.entity(
                "PostalTradeAddress",
                () -> cii.field("PostcodeCode", address.postalCode())
                        .field("LineOne", address.street())
                        .field("LineTwo", address.additionalStreet())
                        .field("CityName", address.city())
                        .field("CountryID", address.country()));
    }

    private void electronicAddress(@Nullable ElectronicAddress address) {
        if (address != null) {
            cii.nested("URIUniversalCommunication", "URIID", address.id(), address.scheme());
        }
    }

    private void vatNumber(LegalIdentity identity) {
        if (!outsideScope) {
            cii.nested("SpecifiedTaxRegistration", "ID", identity.vatNumber(), VAT_NUMBER);
        }
    }
}
