package io.wattledger.billing.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.flow.ApplyCatalog.Catalog;
import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What billing keeps is shown as a catalog that says it again, to the last member. */
class CatalogViewTest {

    /** Every member of the schema that billing takes. */
    private static final String FULL = """
            {"legalEntities": [{
               "id": "e", "name": "Nordlys Compute AS", "country": "NO", "registrationNumber": "999001122",
               "vatNumber": "NO999001122MVA", "registerNote": "Foretaksregisteret",
               "electronicAddress": {"scheme": "0192", "id": "999001122"},
               "address": {"street": "Fykanveien 1", "additionalStreet": "Bygg 2", "city": "Glomfjord", "postalCode": "8161",
                 "country": "NO"},
               "contact": {"name": "Billing desk", "phone": "+47 75 00 00 00", "email": "billing@nordlys.example"},
               "bank": {"iban": "NO9386011117947", "bic": "DNBANOKKXXX", "accountName": "Nordlys Compute AS",
                 "kid": {"customerDigits": 7, "invoiceDigits": 10, "checkDigit": "mod11"}},
               "accountingCurrency": "NOK", "invoiceSeries": {"prefix": "E-", "digits": 6}, "retentionYears": 10,
               "chart": {"receivable": "1500", "bank": "1920", "loss": "7830", "rounding": "7770", "allowances": "3090",
                 "prepaid": "2900", "revenue": [{"account": "3010", "kinds": ["gpu-time", "energy"], "vatCategory": "S"},
                   {"account": "3000"}],
                 "vat": [{"category": "S", "rate": "25", "account": "2700", "taxCode": "3"},
                   {"category": "G", "rate": "0", "taxCode": "52"}],
                 "reminders": {"fee": "3950", "interest": "8050"},
                 "accounts": [{"account": "1500", "name": "Kundefordringer", "groupingCategory": "x", "groupingCode": "1500"}]}}],
             "accounts": [{
               "tenant": "t", "name": "Havvik kommune", "kind": "public", "country": "NO",
               "registrationNumber": "999002234", "vatNumber": "NO999002234MVA",
               "electronicAddress": {"scheme": "0192", "id": "999002234"},
               "address": {"country": "NO"}, "email": "faktura@havvik.example", "language": "nb-NO",
               "documents": ["peppol-bis", "factur-x"], "customerNumber": "42",
               "contracts": [{
                 "id": "c-2026", "legalEntity": "e", "validFrom": "2026-03-29", "validTo": "2027-01-01",
                 "tariff": "nordic-nok", "currency": "NOK", "billingTimeZone": "Europe/Oslo", "paymentTermsDays": 30,
                 "buyerReference": "4711", "orderReference": "PO", "contractReference": "K", "unpricedUsage": "hold",
                 "graceDays": 5, "corrections": "credit-note",
                 "vat": {"category": "E", "rate": "0", "exemptionCode": "VATEX-EU-132", "exemptionReason": "Exempt",
                   "overrideReason": "Ruling"},
                 "invoices": [{"from": "2026-10", "mode": "per-project",
                     "groups": [{"name": "a", "orderReference": "PO-77", "costCentre": "1"}], "contractWide": "a"},
                   {"from": "2026-12", "mode": "by-groups", "contractWide": "rest",
                     "groups": [{"name": "research", "projects": ["a", "b"], "buyerReference": "Institute 3"}]}],
                 "costCentres": [{"project": "a", "from": "2026-10", "costCentre": "4711"},
                   {"project": "a", "from": "2027-01"}]}],
               "discounts": [
                 {"id": "v", "words": "Volume", "percent": "10", "kinds": ["gpu-time"], "skus": ["h100"],
                   "sites": ["glomfjord"], "contracts": ["c-2026"], "firstMonth": "2026-04", "untilMonth": "2026-10",
                   "cap": "1200.00", "commitment": "floor", "reasonCode": "102"},
                 {"id": "s", "words": "Start", "amountPerMonth": "500.00", "firstMonth": "2026-04"}],
               "commitments": [
                 {"id": "floor", "words": "Minimum", "amount": "1200000.00", "currency": "NOK", "every": "quarter",
                   "firstMonth": "2026-04", "untilMonth": "2026-10", "kinds": ["reservation"], "overagePercent": "90"}],
               "invoicedTo": [{"from": "2027-01", "reseller": "m", "contract": "m-2026"}, {"from": "2027-07"}]}]}
            """;

    /** The least that a catalog must say. */
    private static final String BARE = """
            {"legalEntities": [{
               "id": "e", "name": "Nordlys Compute AS", "country": "NO", "address": {"country": "NO"},
               "bank": {"iban": "NO9386011117947"}, "accountingCurrency": "NOK",
               "invoiceSeries": {"prefix": "E-", "digits": 6}}],
             "accounts": [{
               "tenant": "t", "name": "Havvik kommune", "kind": "business", "country": "NO", "address": {"country": "NO"},
               "contracts": [{
                 "id": "c-2026", "legalEntity": "e", "validFrom": "2026-03-29", "tariff": "nordic-nok",
                 "currency": "NOK", "billingTimeZone": "Europe/Oslo", "paymentTermsDays": 30}]}]}
            """;

    @ParameterizedTest
    @ValueSource(strings = {FULL, BARE})
    void isReadBackAsWhatItShows(String json) throws IOException {
        Catalog kept = read(json.getBytes(StandardCharsets.UTF_8));

        byte[] shown = WireJson.write(new CatalogBody(
                kept.legalEntities().stream().map(CatalogView::legalEntity).toList(),
                kept.accounts().stream().map(CatalogView::account).toList(),
                List.of(),
                List.of()));

        assertThat(read(shown)).isEqualTo(kept);
    }

    private static Catalog read(byte[] json) throws IOException {
        CatalogForm.FromWire form = CatalogForm.fromWire(WireJson.read(json, CatalogBody.class));
        assertThat(form.errors()).isEmpty();
        return form.catalog();
    }
}
