package io.wattledger.launcher.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.suite.ServiceRefusal;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceUploadTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file | no4.xml:32: resolution 'PT5M': must be PT15M | in/no4.xml:32: resolution 'PT5M': must be PT15M",
                "file | no4.xml: has no prices | in/no4.xml: has no prices",
                "/series | is not in the catalog | in/no4.xml: /series: is not in the catalog",
                "'' | is too large | in/no4.xml: is too large"
            })
    void namesTheFileOnce(String pointer, String detail, String expected) {
        assertThat(PriceUpload.placed(Path.of("in/no4.xml"), new ServiceRefusal.Item(pointer, detail)))
                .isEqualTo(expected);
    }
}
