package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two documents of one invoice can both be valid and say different things. So every business term is read back out of
 * each and held to the model, for random invoices; seeds are fixed, so a failure can be repeated.
 */
class BusinessTermsTest {

    private static final int INVOICES = 60;
    private static final VatTreatment REDUCED = new VatTreatment(VatCategory.S, new BigDecimal("15"), null, null);
    private static final VatTreatment OUTSIDE =
            new VatTreatment(VatCategory.O, BigDecimal.ZERO, "VATEX-EU-O", "Not subject to VAT");

    static LongStream seeds() {
        return new Random(20_261_128L).longs(INVOICES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areReadBackAsTheModelHasThem(long seed) throws Exception {
        Invoice invoice = random(seed);
        Map<String, String> expected = BusinessTerms.of(invoice);
        for (DocumentFormat format : DocumentFormat.values()) {
            byte[] xml = EInvoice.write(invoice, format);
            boolean ubl = format == DocumentFormat.PEPPOL_BIS || format == DocumentFormat.XRECHNUNG_UBL;
            assertThat(ubl ? ReadBack.ubl(xml) : ReadBack.cii(xml))
                    .as("%s", format)
                    .isEqualTo(expected);
        }
        Map<String, String> json = ReadBack.json(new ObjectMapper().readTree(InvoiceJson.write(invoice)));
        assertThat(json).isEqualTo(inJson(invoice, expected));
    }

    /** JSON tells the charge period as instants, and the VAT numbers and rates of what is outside the scope of VAT too. */
    private static Map<String, String> inJson(Invoice invoice, Map<String, String> expected) {
        Map<String, String> json = new TreeMap<>(expected);
        json.keySet().removeIf(term -> term.endsWith("BT-134") || term.endsWith("BT-135"));
        if (invoice.lines().getFirst().vat().equals(OUTSIDE)) {
            json.put("BT-31", invoice.seller().identity().vatNumber());
            if (invoice.buyer().identity().vatNumber() != null) {
                json.put("BT-48", invoice.buyer().identity().vatNumber());
            }
            for (int i = 1; i <= invoice.lines().size(); i++) {
                json.put("line " + i + " BT-152", "0");
            }
            json.put("vat 1 BT-119", "0");
            for (int i = 1; i <= invoice.allowances().size(); i++) {
                json.put("allowance " + i + " BT-96", "0");
            }
        }
        return json;
    }

    private static Invoice random(long seed) {
        Random random = new Random(seed);
        List<AnInvoice> kinds = List.of(
                AnInvoice.norwegian(),
                AnInvoice.british(),
                AnInvoice.toGermanAuthority(),
                AnInvoice.toFrenchCompany(),
                AnInvoice.norwegian().in("EUR", "Europe/Oslo").statingVatAt("11.7835", "Norges Bank"),
                AnInvoice.norwegian().taxed(OUTSIDE));
        int kind = random.nextInt(kinds.size());
        AnInvoice invoice = kinds.get(kind);
        if (random.nextInt(3) == 0) {
            invoice.crediting("NO26-" + random.nextInt(1_000));
        }
        if (random.nextInt(4) == 0) {
            invoice.paidBy("000012300000000429");
        }
        int lines = 1 + random.nextInt(6);
        for (int i = 0; i < lines; i++) {
            String price = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 1 + random.nextInt(12))
                    .toPlainString();
            long size = random.nextLong(1L << (1 + random.nextInt(40)));
            String project = "prøve " + random.nextInt(3) + " & <ö>";
            if (random.nextBoolean()) {
                invoice.withGpuTime(project, "Glomfjord", size, price);
            } else {
                invoice.withEnergy(project, "Narvik", size * 1_000, random.nextInt(4) == 0 ? "-" + price : price);
            }
            if (random.nextInt(3) == 0) {
                invoice.withLineDiscount(Integer.toString(1 + random.nextInt(40)));
            }
        }
        invoice.filing("prøve 1 & <ö>", new ProjectFiling("4711 & <Ø>", null));
        if (random.nextBoolean()) {
            invoice.withDocumentDiscount("7.25");
        }
        if (kind == 0 && random.nextBoolean()) {
            invoice.taxed(REDUCED).withGpuTime("b", "Narvik", 3_600_000L, "100").withDocumentRebate("3.50");
        }
        return invoice.build();
    }
}
