package io.wattledger.billing.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads business terms back out of a document, by paths of local names: the first element of the path that has text. */
final class ReadBack {

    private final Map<String, String> terms = new TreeMap<>();

    private ReadBack() {}

    static Map<String, String> ubl(byte[] xml) throws Exception {
        Element root = parse(xml);
        ReadBack read = new ReadBack();
        boolean credit = root.getLocalName().equals("CreditNote");
        read.all(root, "", """
                BT-1 ID; BT-2 IssueDate; BT-5 DocumentCurrencyCode; BT-6 TaxCurrencyCode; BT-10 BuyerReference
                BT-12 ContractDocumentReference/ID; BT-13 OrderReference/ID; BT-72 Delivery/ActualDeliveryDate
                BT-73 InvoicePeriod/StartDate; BT-74 InvoicePeriod/EndDate
                BT-25 BillingReference/InvoiceDocumentReference/ID
                BT-26 BillingReference/InvoiceDocumentReference/IssueDate
                BT-81 PaymentMeans/PaymentMeansCode; BT-83 PaymentMeans/PaymentID
                BT-84 PaymentMeans/PayeeFinancialAccount/ID; BT-85 PaymentMeans/PayeeFinancialAccount/Name
                BT-86 PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID
                BT-106 LegalMonetaryTotal/LineExtensionAmount; BT-107 LegalMonetaryTotal/AllowanceTotalAmount; BT-113 LegalMonetaryTotal/PrepaidAmount
                BT-109 LegalMonetaryTotal/TaxExclusiveAmount; BT-112 LegalMonetaryTotal/TaxInclusiveAmount
                BT-115 LegalMonetaryTotal/PayableAmount
                """);
        read.one(root, "", "BT-3", credit ? "CreditNoteTypeCode" : "InvoiceTypeCode");
        read.one(root, "", "BT-9", credit ? "PaymentMeans/PaymentDueDate" : "DueDate");
        read.ublParty(child(root, "AccountingSupplierParty/Party"), 27, 30, 31, 34, 35);
        read.ublParty(child(root, "AccountingCustomerParty/Party"), 44, 47, 48, 49, 50);
        read.all(child(root, "AccountingSupplierParty/Party"), "", """
                BT-41 Contact/Name; BT-42 Contact/Telephone; BT-43 Contact/ElectronicMail
                """);
        read.one(child(root, "AccountingCustomerParty/Party"), "", "BT-58", "Contact/ElectronicMail");
        List<Element> totals = children(root, "TaxTotal");
        read.one(totals.getFirst(), "", "BT-110", "TaxAmount");
        if (totals.size() > 1) {
            read.one(totals.get(1), "", "BT-111", "TaxAmount");
        }
        read.each(totals.getFirst(), "TaxSubtotal", "vat ", """
                BT-116 TaxableAmount; BT-117 TaxAmount; BT-118 TaxCategory/ID; BT-119 TaxCategory/Percent
                BT-120 TaxCategory/TaxExemptionReason; BT-121 TaxCategory/TaxExemptionReasonCode
                """);
        read.each(root, "AllowanceCharge", "allowance ", UBL_ALLOWANCE);
        String quantity = credit ? "CreditedQuantity" : "InvoicedQuantity";
        String line = credit ? "CreditNoteLine" : "InvoiceLine";
        read.each(root, line, "line ", "BT-129 " + quantity + """
                ; BT-126 ID; BT-131 LineExtensionAmount; BT-134 InvoicePeriod/StartDate; BT-135 InvoicePeriod/EndDate
                BT-151 Item/ClassifiedTaxCategory/ID; BT-152 Item/ClassifiedTaxCategory/Percent
                BT-154 Item/Description; BT-155 Item/SellersItemIdentification/ID; BT-133 AccountingCost
                """);
        int number = 0;
        for (Element one : children(root, line)) {
            number++;
            read.each(one, "AllowanceCharge", "line " + number + " allowance ", UBL_ALLOWANCE);
            for (Element property : children(child(one, "Item"), "AdditionalItemProperty")) {
                read.property(number, text(property, "Name"), text(property, "Value"));
            }
        }
        return read.terms;
    }

    private static final String UBL_ALLOWANCE = """
            BT-92 Amount; BT-93 BaseAmount; BT-94 MultiplierFactorNumeric; BT-97 AllowanceChargeReason
            BT-98 AllowanceChargeReasonCode; BT-95 TaxCategory/ID; BT-96 TaxCategory/Percent
            """;

    private static final String CII_ALLOWANCE = """
            BT-92 ActualAmount; BT-93 BasisAmount; BT-94 CalculationPercent; BT-97 Reason; BT-98 ReasonCode
            BT-95 CategoryTradeTax/CategoryCode; BT-96 CategoryTradeTax/RateApplicablePercent
            """;

    private void ublParty(Element party, int name, int register, int vat, int endpoint, int address) {
        one(party, "", "BT-" + name, "PartyLegalEntity/RegistrationName");
        one(party, "", "BT-" + register, "PartyLegalEntity/CompanyID");
        one(party, "", "BT-" + endpoint, "EndpointID");
        put("BT-" + endpoint + "-1", child(party, "EndpointID").getAttribute("schemeID"));
        one(party, "", "BT-" + address, "PostalAddress/StreetName");
        one(party, "", "BT-" + (address + 1), "PostalAddress/AdditionalStreetName");
        one(party, "", "BT-" + (address + 2), "PostalAddress/CityName");
        one(party, "", "BT-" + (address + 3), "PostalAddress/PostalZone");
        one(party, "", "BT-" + (address + 5), "PostalAddress/Country/IdentificationCode");
        for (Element scheme : children(party, "PartyTaxScheme")) {
            boolean isVat = text(scheme, "TaxScheme/ID").equals("VAT");
            put("BT-" + (isVat ? vat : vat + 1), text(scheme, "CompanyID"));
        }
    }

    static Map<String, String> cii(byte[] xml) throws Exception {
        Element root = parse(xml);
        ReadBack read = new ReadBack();
        Element trade = child(root, "SupplyChainTradeTransaction");
        Element settlement = child(trade, "ApplicableHeaderTradeSettlement");
        Element agreement = child(trade, "ApplicableHeaderTradeAgreement");
        read.all(root, "", """
                BT-1 ExchangedDocument/ID; BT-3 ExchangedDocument/TypeCode
                BT-2 ExchangedDocument/IssueDateTime/DateTimeString
                """);
        read.all(agreement, "", """
                BT-10 BuyerReference; BT-12 ContractReferencedDocument/IssuerAssignedID
                BT-13 BuyerOrderReferencedDocument/IssuerAssignedID
                """);
        read.one(
                trade,
                "",
                "BT-72",
                "ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString");
        read.all(settlement, "", """
                BT-5 InvoiceCurrencyCode; BT-6 TaxCurrencyCode; BT-83 PaymentReference
                BT-81 SpecifiedTradeSettlementPaymentMeans/TypeCode
                BT-84 SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID
                BT-85 SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/AccountName
                BT-86 SpecifiedTradeSettlementPaymentMeans/PayeeSpecifiedCreditorFinancialInstitution/BICID
                BT-9 SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString
                BT-73 BillingSpecifiedPeriod/StartDateTime/DateTimeString
                BT-74 BillingSpecifiedPeriod/EndDateTime/DateTimeString
                BT-25 InvoiceReferencedDocument/IssuerAssignedID
                BT-26 InvoiceReferencedDocument/FormattedIssueDateTime/DateTimeString
                """);
        read.ciiSums(child(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation"));
        read.ciiParties(agreement);
        read.each(settlement, "ApplicableTradeTax", "vat ", """
                BT-116 BasisAmount; BT-117 CalculatedAmount; BT-118 CategoryCode; BT-119 RateApplicablePercent
                BT-120 ExemptionReason; BT-121 ExemptionReasonCode
                """);
        read.each(settlement, "SpecifiedTradeAllowanceCharge", "allowance ", CII_ALLOWANCE);
        read.ciiLines(trade);
        return read.terms;
    }

    private void ciiSums(Element sums) {
        all(sums, "", """
                BT-106 LineTotalAmount; BT-107 AllowanceTotalAmount; BT-113 TotalPrepaidAmount; BT-109 TaxBasisTotalAmount
                BT-112 GrandTotalAmount; BT-115 DuePayableAmount
                """);
        for (Element total : children(sums, "TaxTotalAmount")) {
            boolean own = total.getAttribute("currencyID").equals(terms.get("BT-5"));
            put(own ? "BT-110" : "BT-111", total.getTextContent());
        }
    }

    private void ciiParties(Element agreement) {
        ciiParty(child(agreement, "SellerTradeParty"), 27, 30, 31, 34, 35);
        ciiParty(child(agreement, "BuyerTradeParty"), 44, 47, 48, 49, 50);
        all(child(agreement, "SellerTradeParty"), "", """
                BT-41 DefinedTradeContact/PersonName
                BT-42 DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber
                BT-43 DefinedTradeContact/EmailURIUniversalCommunication/URIID
                """);
        one(
                child(agreement, "BuyerTradeParty"),
                "",
                "BT-58",
                "DefinedTradeContact/EmailURIUniversalCommunication/URIID");
    }

    private void ciiLines(Element trade) {
        each(trade, "IncludedSupplyChainTradeLineItem", "line ", """
                BT-126 AssociatedDocumentLineDocument/LineID; BT-129 SpecifiedLineTradeDelivery/BilledQuantity
                BT-131 SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount
                BT-134 SpecifiedLineTradeSettlement/BillingSpecifiedPeriod/StartDateTime/DateTimeString
                BT-135 SpecifiedLineTradeSettlement/BillingSpecifiedPeriod/EndDateTime/DateTimeString
                BT-151 SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode
                BT-152 SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent
                BT-154 SpecifiedTradeProduct/Description; BT-155 SpecifiedTradeProduct/SellerAssignedID
                BT-133 SpecifiedLineTradeSettlement/ReceivableSpecifiedTradeAccountingAccount/ID
                """);
        int number = 0;
        for (Element line : children(trade, "IncludedSupplyChainTradeLineItem")) {
            number++;
            each(
                    child(line, "SpecifiedLineTradeSettlement"),
                    "SpecifiedTradeAllowanceCharge",
                    "line " + number + " allowance ",
                    CII_ALLOWANCE);
            for (Element property : children(child(line, "SpecifiedTradeProduct"), "ApplicableProductCharacteristic")) {
                property(number, text(property, "Description"), text(property, "Value"));
            }
        }
    }

    private void ciiParty(Element party, int name, int register, int vat, int endpoint, int address) {
        one(party, "", "BT-" + name, "Name");
        one(party, "", "BT-" + register, "SpecifiedLegalOrganization/ID");
        one(party, "", "BT-" + endpoint, "URIUniversalCommunication/URIID");
        put(
                "BT-" + endpoint + "-1",
                child(party, "URIUniversalCommunication/URIID").getAttribute("schemeID"));
        one(party, "", "BT-" + address, "PostalTradeAddress/LineOne");
        one(party, "", "BT-" + (address + 1), "PostalTradeAddress/LineTwo");
        one(party, "", "BT-" + (address + 2), "PostalTradeAddress/CityName");
        one(party, "", "BT-" + (address + 3), "PostalTradeAddress/PostcodeCode");
        one(party, "", "BT-" + (address + 5), "PostalTradeAddress/CountryID");
        for (Element registration : children(party, "SpecifiedTaxRegistration")) {
            boolean isVat = child(registration, "ID").getAttribute("schemeID").equals("VA");
            put("BT-" + (isVat ? vat : vat + 1), text(registration, "ID"));
        }
    }

    /** JSON names things as people do: pairs of a term and a pointer. */
    static Map<String, String> json(JsonNode document) {
        ReadBack read = new ReadBack();
        read.pointers(document, "", """
                BT-1 /number; BT-2 /issueDate; BT-5 /currency; BT-9 /dueDate; BT-10 /references/buyerReference
                BT-12 /references/contractReference; BT-13 /references/orderReference
                BT-72 /period/lastDate; BT-73 /period/firstDate; BT-74 /period/lastDate
                BT-25 /credits/number; BT-26 /credits/issueDate; BT-83 /paymentReference
                BT-27 /seller/name; BT-30 /seller/identity/registrationNumber; BT-31 /seller/identity/vatNumber
                BT-32 /seller/identity/registerNote; BT-34 /seller/electronicAddress/id
                BT-34-1 /seller/electronicAddress/scheme; BT-35 /seller/address/street
                BT-36 /seller/address/additionalStreet; BT-37 /seller/address/city
                BT-38 /seller/address/postalCode; BT-40 /seller/address/country; BT-41 /seller/contact/name
                BT-42 /seller/contact/phone; BT-43 /seller/contact/email; BT-44 /buyer/name
                BT-47 /buyer/identity/registrationNumber; BT-48 /buyer/identity/vatNumber
                BT-49 /buyer/electronicAddress/id; BT-49-1 /buyer/electronicAddress/scheme
                BT-50 /buyer/address/street; BT-51 /buyer/address/additionalStreet; BT-52 /buyer/address/city
                BT-53 /buyer/address/postalCode; BT-55 /buyer/address/country; BT-58 /buyer/email
                BT-84 /seller/bank/iban; BT-85 /seller/bank/accountName; BT-86 /seller/bank/bic
                BT-106 /totals/lines/amount; BT-107 /totals/allowances/amount; BT-113 /totals/prepaid/amount; BT-109 /totals/withoutVat/amount
                BT-110 /totals/vat/amount; BT-112 /totals/withVat/amount; BT-115 /totals/payable/amount
                BT-6 /totals/vatInTaxCurrency/vat/currency; BT-111 /totals/vatInTaxCurrency/vat/amount
                """);
        read.put("BT-3", document.at("/type").asText().equals("CREDIT_NOTE") ? "381" : "380");
        read.put("BT-81", document.at("/currency").asText().equals("EUR") ? "58" : "30");
        for (int i = 0; i < document.at("/vatBreakdown").size(); i++) {
            read.pointers(document.at("/vatBreakdown/" + i), "vat " + (i + 1) + " ", """
                    BT-116 /taxable/amount; BT-117 /tax/amount; BT-118 /vat/category; BT-119 /vat/ratePercent
                    BT-120 /vat/exemptionReason; BT-121 /vat/exemptionCode
                    """);
        }
        for (int i = 0; i < document.at("/allowances").size(); i++) {
            JsonNode entry = document.at("/allowances/" + i);
            read.pointers(entry.at("/allowance"), "allowance " + (i + 1) + " ", JSON_ALLOWANCE);
            read.pointers(entry, "allowance " + (i + 1) + " ", "BT-95 /vat/category; BT-96 /vat/ratePercent");
        }
        for (int i = 0; i < document.at("/lines").size(); i++) {
            JsonNode line = document.at("/lines/" + i);
            read.pointers(line, "line " + (i + 1) + " ", """
                    BT-126 /number; BT-129 /quantity/invoiced; BT-131 /net/amount; BT-151 /vat/category
                    BT-152 /vat/ratePercent; BT-154 /item/description; BT-155 /item/sku; site /item/siteName
                    project /item/project; BT-133 /item/costCentre
                    """);
            for (int a = 0; a < line.at("/allowances").size(); a++) {
                String at = "line " + (i + 1) + " allowance " + (a + 1) + " ";
                read.pointers(line.at("/allowances/" + a), at, JSON_ALLOWANCE);
            }
        }
        return read.terms;
    }

    private static final String JSON_ALLOWANCE = """
            BT-92 /amount/amount; BT-93 /base/amount; BT-94 /percent; BT-97 /reason; BT-98 /reasonCode
            """;

    private void pointers(JsonNode node, String at, String table) {
        for (String entry : table.split("[;\n]")) {
            if (!entry.isBlank()) {
                String[] pair = entry.strip().split(" ");
                put(at + pair[0], node.at(pair[1]).asText());
            }
        }
    }

    private void property(int line, String name, String value) {
        if (name.equals("Site") || name.equals("Project")) {
            put("line " + line + " " + name.toLowerCase(java.util.Locale.ROOT), value);
        }
    }

    private void each(Element parent, String name, String at, String table) {
        int number = 0;
        for (Element element : children(parent, name)) {
            all(element, at + ++number + " ", table);
        }
    }

    private void all(Element parent, String at, String table) {
        for (String entry : table.split("[;\n]")) {
            if (!entry.isBlank()) {
                String[] pair = entry.strip().split(" ");
                one(parent, at, pair[0], pair[1]);
            }
        }
    }

    private void one(Element parent, String at, String term, String path) {
        String found = text(parent, path);
        boolean date = path.endsWith("DateTimeString") && !found.isEmpty();
        put(at + term, date ? found.replaceFirst("(....)(..)(..)", "$1-$2-$3") : found);
    }

    private void put(String term, String value) {
        if (!value.isEmpty()) {
            terms.put(term, value);
        }
    }

    private static String text(Element parent, String path) {
        Element found = child(parent, path);
        return found == null ? "" : found.getTextContent();
    }

    private static Element child(Element parent, String path) {
        Element found = parent;
        for (String name : path.split("/")) {
            List<Element> next = found == null ? List.of() : children(found, name);
            found = next.isEmpty() ? null : next.getFirst();
        }
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new java.util.ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getLocalName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element parse(byte[] xml) throws Exception {
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml));
        return document.getDocumentElement();
    }
}
