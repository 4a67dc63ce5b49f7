package io.wattledger.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.billing.account.ContractVat;
import io.wattledger.billing.account.Resold;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.evidence.BundleParts;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.invoice.CreditRequest;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.tax.Determination;
import io.wattledger.contracts.WireJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An untouched bundle computes to its document. */
class VerifyBundleTest {

    private static final ARatedMonth MONTH = new ARatedMonth(7_200_000, 1);

    private static final SortedMap<String, byte[]> PARTS =
            ABundle.parts(ABundle.october(), ABundle.NUMBER, MONTH, Map.of());

    @Test
    void computesAnInvoiceOfEveryKindOfComponentAgain() {
        Report report = ABundle.verified(ABundle.archive(PARTS));

        assertThat(report.damage()).isEmpty();
        assertThat(report.records()).isEmpty();
        assertThat(report.lines()).allMatch(line -> line.check().equal()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(report.forms().computed())
                .allMatch(Report.Check::equal)
                .extracting(Report.Check::what)
                .containsExactly("documents/csv.csv", "documents/json.json", "documents/peppol-bis.xml");
        assertThat(report.forms().onlyHashed()).singleElement().asString().startsWith("documents/pdf.pdf ");
        assertThat(report.equal()).isTrue();
        assertThat(report.recordsEqual()).isEqualTo(MONTH.records().size()).isGreaterThan(10);
        assertThat(ReportText.of(report)).contains("line 1  ", "RESULT  EQUAL").doesNotContain("NOT EQUAL");
    }

    @Test
    void computesAgainWhatWasIssuedBeforeFormsHadEditions() {
        SortedMap<String, byte[]> parts = ABundle.parts(ABundle.emittingOctober(), ABundle.NUMBER, MONTH, Map.of());

        verifiesInEachOf(parts, null, 2);
    }

    /** The energy became dearer, and no more of it was used. */
    @Test
    void computesCorrectionsAgainInTheEditionOfTheirForms() {
        ARatedMonth month = new ARatedMonth(7_200_000, 1);
        ARatedMonth dearer = new ARatedMonth(7_200_000, "45.00", 2);
        InvoiceBasis.OfMonth october = ABundle.emittingOctober();
        Invoice invoice = ABundle.again(october, month.records(), Map.of()).document(ABundle.NUMBER, ABundle.ISSUED);
        MonthThen then =
                MonthThen.copied(ABundle.NUMBER, List.of(), month.records(), dearer.records(), october.names(), null);
        SortedMap<String, byte[]> parts = ABundle.parts(
                new InvoiceBasis.OfIncrease(then, null),
                "NO26-000002",
                dearer.with(month),
                Map.of(ABundle.NUMBER, invoice));

        assertThat(ABundle.verified(ABundle.archive(parts)).lines()).isNotEmpty();
        verifiesInEachOf(parts, 2, 3);
    }

    /** By either edition, each in its own bytes and not in those of the other. */
    private static void verifiesInEachOf(SortedMap<String, byte[]> parts, @Nullable Integer one, Integer other) {
        SortedMap<String, byte[]> first = ABundle.inEdition(one, parts);
        SortedMap<String, byte[]> second = ABundle.inEdition(other, parts);

        assertThat(ABundle.text(first.get(ABundle.UBL))).isNotEqualTo(ABundle.text(second.get(ABundle.UBL)));
        assertThat(ABundle.verified(ABundle.archive(first)).equal()).isTrue();
        assertThat(ABundle.verified(ABundle.archive(second)).equal()).isTrue();

        first.put(BundleParts.MODEL, second.get(BundleParts.MODEL));
        assertThat(ABundle.verified(ABundle.archive(first)).forms().computed())
                .filteredOn(check -> !check.equal())
                .extracting(Report.Check::what)
                .contains(ABundle.UBL);
    }

    @Test
    void computesAgainWhatIsBilledToAReseller() {
        Resold resold = new Resold(ARatedMonth.TENANT, "Havvik kommune", Instant.EPOCH, null, "market", "c-2026");
        InvoiceBasis.OfMonth unnamed = ABundle.october();
        SortedMap<String, String> users = new TreeMap<>();
        MONTH.records().forEach(record -> users.put(resold.billed(record).project(), "Havvik kommune"));
        InvoiceBasis.OfMonth basis = new InvoiceBasis.OfMonth(
                unnamed.legalEntity(),
                unnamed.buyer(),
                unnamed.contract(),
                unnamed.month(),
                unnamed.names().usedBy(users),
                unnamed.corrected(),
                unnamed.commercial(),
                unnamed.decided());
        SortedMap<String, byte[]> parts = ABundle.parts(basis, ABundle.NUMBER, MONTH, Map.of(), resold::billed);

        assertThat(ABundle.text(parts.get("documents/json.json"))).contains("\"usedBy\":\"Havvik kommune\"");
        Report report = ABundle.verified(ABundle.archive(parts));

        assertThat(report.records()).isEmpty();
        assertThat(report.recordsEqual()).isEqualTo(MONTH.records().size());
        assertThat(report.lines())
                .extracting(line -> line.check().what())
                .anyMatch(what -> what.contains("project " + ARatedMonth.TENANT + " › "));
        assertThat(report.equal()).isTrue();
    }

    @Test
    void computesADocumentAgainWhoseTaxTheRulesDecided() {
        InvoiceBasis.OfMonth stated = ABundle.october();
        Contract c = stated.contract();
        Contract silent = new Contract(
                c.id(), c.legalEntity(), c.term(), c.tariff(), c.currency(), c.billing(), c.references(), null);
        Determination decided =
                ContractVat.on(silent, stated.legalEntity().seller(), stated.buyer(), LocalDate.of(2026, 10, 31));
        InvoiceBasis.OfMonth basis = new InvoiceBasis.OfMonth(
                stated.legalEntity(),
                stated.buyer(),
                silent,
                stated.month(),
                stated.names(),
                stated.corrected(),
                stated.commercial(),
                new InvoiceBasis.Decided(((Determination.Decided) decided).treatment(), null));
        SortedMap<String, byte[]> parts = ABundle.parts(basis, ABundle.NUMBER, MONTH, Map.of());

        assertThat(ABundle.text(parts.get("documents/json.json"))).contains("\"rule\":\"no-domestic\"");
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isTrue();

        parts.put(
                BundleParts.BASIS,
                ABundle.bytes(ABundle.text(parts.get(BundleParts.BASIS))
                        .replace("\"ratePercent\":\"25\"", "\"ratePercent\":\"15\"")));
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isFalse();
    }

    @Test
    void givesTheSameBytesForTheSameParts() {
        SortedMap<String, byte[]> again =
                ABundle.parts(ABundle.october(), ABundle.NUMBER, new ARatedMonth(7_200_000, 1), Map.of());
        assertThat(ABundle.archive(again)).isEqualTo(ABundle.archive(PARTS));
    }

    @Test
    void computesCorrectionsAndCreditNotesAgain() {
        Invoice invoice =
                ABundle.again(ABundle.october(), MONTH.records(), Map.of()).document(ABundle.NUMBER, ABundle.ISSUED);
        ARatedMonth dearer = new ARatedMonth(8_100_000, 2);
        ARatedMonth cheaper = new ARatedMonth(6_300_000, 2);
        Map<String, Invoice> related = Map.of(ABundle.NUMBER, invoice);

        verify(new InvoiceBasis.OfIncrease(then(dearer), null), dearer, related);
        verify(
                new InvoiceBasis.OfDecrease(
                        ABundle.NUMBER,
                        Remainder.whole(invoice).left(),
                        then(cheaper),
                        Remainder.whole(invoice).across(),
                        new InvoiceBasis.Saying(null)),
                cheaper,
                related);
        verify(
                new InvoiceBasis.OfCredit(
                        ABundle.NUMBER,
                        Remainder.whole(invoice).left(),
                        new CreditRequest.ByAmount(new BigDecimal("100.00")),
                        Remainder.whole(invoice).across(),
                        new InvoiceBasis.Saying("Agreed on 12 October.")),
                MONTH,
                related);
    }

    /** What was issued before credit notes said why has a basis without a word of it, and is computed as it was. */
    @Test
    void computesACreditNoteAgainByWhetherItSaidWhy() {
        Invoice invoice =
                ABundle.again(ABundle.october(), MONTH.records(), Map.of()).document(ABundle.NUMBER, ABundle.ISSUED);
        InvoiceBasis.OfCredit saying = new InvoiceBasis.OfCredit(
                ABundle.NUMBER,
                Remainder.whole(invoice).left(),
                new CreditRequest.InFull(),
                Remainder.whole(invoice).across(),
                new InvoiceBasis.Saying("Agreed."));
        InvoiceBasis.OfCredit silent =
                new InvoiceBasis.OfCredit(saying.number(), saying.left(), saying.request(), saying.across(), null);
        Map<String, Invoice> related = Map.of(ABundle.NUMBER, invoice);
        SortedMap<String, byte[]> parts = ABundle.parts(saying, "NO26-000002", MONTH, related);
        SortedMap<String, byte[]> before = ABundle.parts(silent, "NO26-000002", MONTH, related);

        assertThat(ABundle.text(parts.get("documents/json.json")))
                .contains(
                        "\"ground\":{\"cause\":\"ALL_CREDITED\",\"words\":\"Faktura NO26-000001 krediteres i sin helhet.\""
                                + ",\"statement\":\"Agreed.\"}");
        assertThat(ABundle.text(before.get(BundleParts.BASIS))).doesNotContain("saying");
        assertThat(ABundle.text(before.get(BundleParts.MODEL))).doesNotContain("\"cause\"");
        assertThat(ABundle.text(before.get("documents/json.json"))).doesNotContain("\"cause\"");
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isTrue();
        assertThat(ABundle.verified(ABundle.archive(before)).equal()).isTrue();

        before.put(BundleParts.BASIS, parts.get(BundleParts.BASIS));
        assertThat(ABundle.verified(ABundle.archive(before)).equal()).isFalse();
        parts.put(
                BundleParts.BASIS,
                ABundle.bytes(ABundle.text(parts.get(BundleParts.BASIS)).replace("Agreed.", "Promised.")));
        assertThat(ABundle.verified(ABundle.archive(parts)).equal()).isFalse();
    }

    @Test
    void computesCorrectionsAgainWhoseUsageTheBooksHave() {
        Invoice invoice =
                ABundle.again(ABundle.october(), MONTH.records(), Map.of()).document(ABundle.NUMBER, ABundle.ISSUED);
        ARatedMonth dearer = new ARatedMonth(8_100_000, 2);
        MonthThen copied = then(dearer);
        SortedMap<String, byte[]> parts = ABundle.parts(
                new InvoiceBasis.OfIncrease(copied, null),
                "NO26-000002",
                dearer.with(MONTH),
                Map.of(ABundle.NUMBER, invoice));
        MonthThen inBooks = MonthThen.inBooks(
                copied.number(),
                copied.effects(),
                copied.names(),
                null,
                new MonthThen.InBooks(List.of(ABundle.NUMBER), null, null),
                null);
        parts.put(BundleParts.BASIS, WireJson.write(new InvoiceBasis.OfIncrease(inBooks, null), InvoiceBasis.class));
        parts.put(BundleParts.invoiced(ABundle.NUMBER), WireJson.write(new BundleParts.Usage(copied.copiedInvoiced())));
        parts.put(BundleParts.rated(ABundle.NUMBER), WireJson.write(new BundleParts.Usage(copied.copiedRated())));

        Report report = ABundle.verified(ABundle.archive(parts));
        assertThat(report.equal()).isTrue();
        assertThat(report.recordsEqual())
                .isEqualTo(Set.copyOf(Stream.concat(copied.copiedInvoiced().stream(), copied.copiedRated().stream())
                                .toList())
                        .size());

        String rated = ABundle.text(parts.get(BundleParts.rated(ABundle.NUMBER)));
        parts.put(
                BundleParts.rated(ABundle.NUMBER),
                ABundle.bytes(rated.replaceFirst("\"amount\":\"(\\d)", "\"amount\":\"9$1")));
        Report changed = ABundle.verified(ABundle.archive(parts));
        assertThat(changed.records())
                .singleElement()
                .satisfies(check -> assertThat(check.difference()).startsWith("/charges/0/amount: stated 9"));
        assertThat(changed.lines()).anyMatch(line -> !line.check().equal());

        parts.remove(BundleParts.invoiced(ABundle.NUMBER));
        assertThat(ABundle.verified(ABundle.archive(parts)).damage())
                .containsExactly(
                        "part '" + BundleParts.invoiced(ABundle.NUMBER) + "' is missing and not in the manifest");
    }

    private static MonthThen then(ARatedMonth revised) {
        return MonthThen.copied(
                ABundle.NUMBER,
                List.of(),
                MONTH.records(),
                revised.records(),
                ABundle.october().names(),
                null);
    }

    private static void verify(InvoiceBasis basis, ARatedMonth month, Map<String, Invoice> related) {
        SortedMap<String, byte[]> parts = ABundle.parts(basis, "NO26-000002", month.with(MONTH), related);
        Report report = ABundle.verified(ABundle.archive(parts));
        assertThat(report.damage()).isEmpty();
        assertThat(report.records()).isEmpty();
        assertThat(report.equal()).as(basis.getClass().getSimpleName()).isTrue();
        assertThat(report.recordsEqual())
                .isEqualTo(basis.months().isEmpty() ? 0 : month.records().size());
    }
}
