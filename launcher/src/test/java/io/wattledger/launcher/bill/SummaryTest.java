package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.001", "1500, 1.5", "3521082502000, 3521082502", "100000, 100"})
    void writesMilliGpuSecondsAsPlainDecimals(long milli, String expected) {
        assertThat(UsageFigures.gpuSeconds(BigInteger.valueOf(milli))).isEqualTo(expected);
    }

    /** The documented shape: a change here changes docs/cli.md. */
    @Test
    void hasTheDocumentedShape() {
        var invoice = new Invoice(
                "NO26-000001",
                "invoice",
                "t",
                "le",
                "2026-10",
                "NOK",
                new Summary.Amounts("100.00", "25.00", "125.00"),
                List.of("json", "pdf", "xml", "csv"));
        var summary = new Summary(
                new Summary.Usage(
                        new Summary.Total("1.5"),
                        List.of(new Summary.TenantDay("t", "2026-10-01", "1.5")),
                        List.of(new Summary.BySku("gpu", "1.5")),
                        List.of(new Summary.BySite("here", "1.5"))),
                List.of(Summary.InvoiceEntry.of(invoice)),
                List.of(),
                new Books(
                        new Books.Events(2, 1, 1, 0, 0),
                        new Books.GpuTime(
                                BigInteger.valueOf(1500),
                                BigInteger.valueOf(1500),
                                BigInteger.ZERO,
                                BigInteger.ZERO,
                                BigInteger.valueOf(1500),
                                BigInteger.ZERO,
                                BigInteger.ZERO),
                        new Books.Differences(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO)));

        assertThat(new String(WireJson.write(summary), StandardCharsets.UTF_8))
                .isEqualTo("{\"usage\":{\"total\":{\"gpuSeconds\":\"1.5\"},"
                        + "\"byTenantDay\":[{\"tenant\":\"t\",\"day\":\"2026-10-01\",\"gpuSeconds\":\"1.5\"}],"
                        + "\"bySku\":[{\"sku\":\"gpu\",\"gpuSeconds\":\"1.5\"}],"
                        + "\"bySite\":[{\"site\":\"here\",\"gpuSeconds\":\"1.5\"}]},"
                        + "\"invoices\":[{\"number\":\"NO26-000001\",\"kind\":\"invoice\",\"tenant\":\"t\",\"legalEntity\":\"le\","
                        + "\"period\":\"2026-10\",\"currency\":\"NOK\",\"net\":\"100.00\",\"tax\":\"25.00\","
                        + "\"payable\":\"125.00\",\"files\":[\"NO26-000001.json\",\"NO26-000001.pdf\","
                        + "\"NO26-000001.xml\",\"NO26-000001.csv\"]}],\"held\":[],"
                        + "\"balance\":{\"events\":{\"received\":2,\"metered\":1,\"duplicate\":1,\"conflicting\":0,"
                        + "\"refused\":0},\"milliGpuSeconds\":{\"metered\":1500,\"rated\":1500,\"unrated\":0,\"resting\":0,"
                        + "\"invoiced\":1500,\"open\":0,\"held\":0},\"differences\":{\"events\":0,\"meteredToPricing\":0,"
                        + "\"insidePricing\":0,\"ratedToBilling\":0,\"insideBilling\":0}}}");
    }

    @Test
    void namesDifferencesThatAreNotZero() {
        assertThat(new Books.Differences(
                                0, BigInteger.valueOf(5), BigInteger.ZERO, BigInteger.ZERO, BigInteger.valueOf(-1))
                        .broken())
                .containsExactly("meteredToPricing 5", "insideBilling -1");
    }
}
