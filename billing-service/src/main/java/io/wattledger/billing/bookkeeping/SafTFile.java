package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.bookkeeping.ChartOfAccounts.VatAccount;
import io.wattledger.billing.bookkeeping.LedgerBalances.Balance;
import io.wattledger.billing.bookkeeping.LedgerBalances.Customer;
import io.wattledger.billing.bookkeeping.SafTXml.Length;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a SAF-T Financial file of the general ledger, version 1.30 of the Norwegian Tax Administration: header, master files
 * and the journals that {@link SafTEntries} wrote before, since the totals and balances stand ahead of them.
 */
public final class SafTFile {

    /** The country whose format it is. */
    public static final String COUNTRY = "NO";

    static final String VALUE_ADDED_TAX = "MVA";

    private static final String VERSION = "1.30";
    private static final String SOFTWARE = "Wattledger";
    private static final String SOFTWARE_VERSION = "0.1.0";
    private static final String TAX_AUTHORITY = "Skatteetaten";
    private static final String COMMENT =
            "The part of the general ledger that billing keeps: sales, payments matched to them, and reminders.";

    private final SafTXml xml;
    private final AuditSelection selection;
    private final LedgerBalances balances;

    private SafTFile(SafTXml xml, AuditSelection selection, LedgerBalances balances) {
        this.xml = xml;
        this.selection = selection;
        this.balances = balances;
    }

    /** Writes the file. {@code journals} are those whose vouchers {@code balances} has added up. */
    public static void write(AuditSelection selection, LedgerBalances balances, InputStream journals, OutputStream out)
            throws IOException {
        SafTXml xml = new SafTXml(out, 0);
        SafTFile file = new SafTFile(xml, selection, balances);
        xml.root("AuditFile");
        file.header();
        file.masterFiles();
        xml.begin("GeneralLedgerEntries");
        xml.element("NumberOfEntries", Long.toString(balances.vouchers()));
        xml.number("TotalDebit", balances.debit());
        xml.number("TotalCredit", balances.credit());
        xml.flush();
        journals.transferTo(out);
        xml.end();
        xml.end();
        xml.flush();
    }

    private void header() {
        Seller seller = selection.seller();
        xml.begin("Header");
        xml.element("AuditFileVersion", VERSION);
        xml.element("AuditFileCountry", COUNTRY);
        xml.element("AuditFileDateCreated", selection.createdOn().toString());
        xml.element("SoftwareCompanyName", SOFTWARE);
        xml.element("SoftwareID", SOFTWARE);
        xml.element("SoftwareVersion", SOFTWARE_VERSION);
        xml.begin("Company");
        xml.element("RegistrationNumber", seller.identity().registrationNumber());
        xml.words("Name", seller.name(), Length.LONG);
        address(seller.address());
        contact(seller.contact(), seller.name());
        taxRegistration(seller.identity());
        xml.begin("BankAccount");
        xml.element("IBANNumber", seller.bank().iban());
        xml.element("BIC", seller.bank().bic());
        xml.element("GeneralLedgerAccountID", selection.chart().bank());
        xml.end();
        xml.end();
        xml.element("DefaultCurrencyCode", seller.accountingCurrency().getCurrencyCode());
        xml.begin("SelectionCriteria");
        xml.element("SelectionStartDate", selection.from().toString());
        xml.element("SelectionEndDate", selection.to().toString());
        xml.end();
        xml.element("HeaderComment", COMMENT);
        xml.element("TaxAccountingBasis", "A");
        xml.end();
    }

    private void masterFiles() {
        xml.begin("MasterFiles");
        xml.begin("GeneralLedgerAccounts");
        selection.ledger().accounts().stream()
                .sorted(Comparator.comparing(LedgerAccount::account))
                .forEach(this::account);
        xml.end();
        if (!balances.customers().isEmpty()) {
            xml.begin("Customers");
            balances.customers().forEach(this::customer);
            xml.end();
        }
        xml.begin("TaxTable");
        xml.begin("TaxTableEntry");
        xml.element("TaxType", VALUE_ADDED_TAX);
        xml.element("Description", "Merverdiavgift");
        Set<String> written = new HashSet<>();
        selection.chart().vat().stream()
                .filter(one -> written.add(one.taxCode()))
                .forEach(this::taxCode);
        xml.end();
        xml.end();
        xml.end();
    }

    private void account(LedgerAccount account) {
        xml.begin("Account");
        xml.element("AccountID", account.account());
        xml.words("AccountDescription", account.name(), Length.LONG);
        xml.element("GroupingCategory", account.groupingCategory());
        xml.element("GroupingCode", account.groupingCode());
        xml.element("AccountType", "GL");
        balance(balances.account(account.account()));
        xml.end();
    }

    private void customer(Customer customer) {
        Buyer buyer = customer.buyer();
        xml.begin("Customer");
        xml.element("RegistrationNumber", buyer.identity().registrationNumber());
        xml.words("Name", buyer.name(), Length.LONG);
        address(buyer.address());
        if (buyer.email() != null) {
            contact(new Contact(null, null, buyer.email()), buyer.name());
        }
        taxRegistration(buyer.identity());
        xml.element("CustomerID", buyer.tenant());
        xml.begin("BalanceAccount");
        xml.element("AccountID", selection.chart().receivable());
        balance(customer.receivable());
        xml.end();
        xml.begin("PartyInfo");
        xml.element("Type", buyer.kind() == BuyerKind.PUBLIC ? "Government" : "Company");
        xml.end();
        xml.end();
    }

    private void taxCode(VatAccount vat) {
        xml.begin("TaxCodeDetails");
        xml.element("TaxCode", vat.taxCode());
        xml.element("Description", vat.category().words());
        xml.number("TaxPercentage", vat.ratePercent());
        xml.element("Country", COUNTRY);
        xml.element("StandardTaxCode", vat.taxCode());
        xml.element("BaseRate", "100");
        xml.end();
    }

    private void balance(Balance balance) {
        xml.side("OpeningDebitBalance", "OpeningCreditBalance", balance.opening());
        xml.side("ClosingDebitBalance", "ClosingCreditBalance", balance.closing());
    }

    private void address(PostalAddress address) {
        xml.begin("Address");
        xml.words("StreetName", address.street(), Length.LONG);
        xml.words("AdditionalAddressDetail", address.additionalStreet(), Length.LONG);
        xml.words("City", address.city(), Length.LONG);
        xml.words("PostalCode", address.postalCode(), Length.MIDDLE_2);
        xml.element("Country", address.country());
        xml.element("AddressType", "PostalAddress");
        xml.end();
    }

    /** A name whose parts are not known stands whole in LastName, with a fixed word before it, as the schema asks. */
    private void contact(@Nullable Contact contact, String otherwise) {
        xml.begin("Contact");
        xml.begin("ContactPerson");
        xml.element("FirstName", "NotUsed");
        xml.words(
                "LastName",
                contact == null ? otherwise : Objects.requireNonNullElse(contact.name(), otherwise),
                Length.MIDDLE_2);
        xml.end();
        if (contact != null) {
            xml.words("Telephone", contact.phone(), Length.SHORT);
            xml.words("Email", contact.email(), Length.MIDDLE_2);
        }
        xml.end();
    }

    private void taxRegistration(LegalIdentity identity) {
        if (identity.vatNumber() != null) {
            boolean isNorwegian = identity.country().equals(COUNTRY);
            xml.begin("TaxRegistration");
            xml.element(
                    "TaxRegistrationNumber",
                    isNorwegian && identity.registrationNumber() != null
                            ? identity.registrationNumber() + VALUE_ADDED_TAX
                            : identity.vatNumber());
            xml.element("TaxAuthority", isNorwegian ? TAX_AUTHORITY : null);
            xml.end();
        }
    }
}
