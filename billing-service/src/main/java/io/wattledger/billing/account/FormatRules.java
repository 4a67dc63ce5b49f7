package io.wattledger.billing.account;

import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.ContractReferences;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Seller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the electronic documents of a contract will ask for at issue. Whoever enters an account is told then, not when the first month
 * is parked. Nothing is asked of a contract whose documents name what they need themselves.
 */
final class FormatRules {

    private static final String OR_ELSE = "; or let the contract's documents name factur-x";

    private final Contract contract;
    private final Seller seller;
    private final List<DocumentFormat> formats;
    private final List<Flaw> flaws = new ArrayList<>();

    private FormatRules(Contract contract, Seller seller, Buyer buyer) {
        List<DocumentFormat> named = contract.references().documents();
        this.contract = contract;
        this.seller = seller;
        this.formats = named == null ? DocumentFormat.usual(buyer.identity().country(), buyer.kind()) : named;
    }

    /** What a contract and its seller lack. */
    static List<Flaw> flaws(Contract contract, Seller seller, Buyer buyer) {
        FormatRules rules = new FormatRules(contract, seller, buyer);
        rules.references();
        rules.seller();
        return rules.flaws;
    }

    /** Whether documents of the contract need an electronic address of the buyer, by the name of the first that does. */
    static Stream<String> addressed(Contract contract, Seller seller, Buyer buyer) {
        return new FormatRules(contract, seller, buyer).addressed().limit(1);
    }

    /** What an account asks for that its recipient would have twice. */
    static Stream<Flaw> doubled(Contract contract, Seller seller, Buyer buyer) {
        List<DocumentFormat> formats = new FormatRules(contract, seller, buyer).formats;
        boolean isMailedBeside = buyer.email() != null
                && formats.contains(DocumentFormat.FACTUR_X)
                && formats.stream().anyMatch(format -> format != DocumentFormat.FACTUR_X);
        return isMailedBeside
                ? Stream.of(new Flaw(
                        "/documents",
                        "name factur-x beside other forms, and the PDF that goes to the account's email would carry a"
                                + " second electronic invoice of the same claim; name one of them, or leave out email"))
                : Stream.empty();
    }

    private Stream<String> addressed() {
        return formats.stream()
                .filter(format -> format != DocumentFormat.FACTUR_X)
                .map(FormatRules::name);
    }

    private void references() {
        boolean isReferred = says(ContractReferences::buyerReference, DocumentGroup.References::buyerReference);
        boolean isOrdered = says(ContractReferences::orderReference, DocumentGroup.References::orderReference);
        if (formats.contains(DocumentFormat.PEPPOL_BIS) && !isReferred && !isOrdered) {
            flaws.add(new Flaw(
                    "/buyerReference",
                    "is missing, and so is orderReference: peppol-bis needs one of them (PEPPOL-EN16931-R003)"
                            + OR_ELSE));
        } else if (isXRechnung() && !isReferred) {
            flaws.add(new Flaw(
                    "/buyerReference",
                    "is missing: XRechnung needs it, of a German authority its Leitweg-ID (BR-DE-15)" + OR_ELSE));
        }
    }

    private void seller() {
        if (seller.electronicAddress() == null) {
            addressed()
                    .limit(1)
                    .forEach(format -> flaws.add(new Flaw(
                            "/legalEntity",
                            "'" + seller.legalEntity() + "' has no electronicAddress: " + format
                                    + " needs it (PEPPOL-EN16931-R020)" + OR_ELSE)));
        }
        Contact contact = seller.contact();
        boolean isReached = contact != null
                && Stream.of(contact.name(), contact.phone(), contact.email()).allMatch(Objects::nonNull);
        if (isXRechnung() && !isReached) {
            flaws.add(new Flaw(
                    "/legalEntity",
                    "'" + seller.legalEntity() + "' has no contact with name, phone and email: XRechnung needs it"
                            + " (BR-DE-2, BR-DE-5, BR-DE-6, BR-DE-7)" + OR_ELSE));
        }
    }

    private boolean isXRechnung() {
        return formats.contains(DocumentFormat.XRECHNUNG_UBL) || formats.contains(DocumentFormat.XRECHNUNG_CII);
    }

    /** Whether the contract says it, or any of the documents that its months go into. */
    private boolean says(
            Function<ContractReferences, @Nullable String> ofContract,
            Function<DocumentGroup.References, @Nullable String> ofGroup) {
        return ofContract.apply(contract.references()) != null
                || contract.billing().invoices().stream()
                        .map(InvoiceSplit::groups)
                        .flatMap(List::stream)
                        .anyMatch(group -> ofGroup.apply(group.references()) != null);
    }

    private static String name(DocumentFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
