package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.AnsweredService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import looks at before it reads a file. */
class ImportCommandTest {

    /** Usage of a tenant whose name was mistyped is metered and never invoiced. */
    @Test
    void refusesATenantThatNobodyKnows(@TempDir Path data) throws IOException {
        try (var billing = new AnsweredService("billing", data)) {
            billing.answer("/api/v1/accounts/havik", exchange -> AnsweredService.json(exchange, "{}"));
            billing.save();

            assertThat(faultOf(data, "haavik"))
                    .isInstanceOf(InputFault.class)
                    .hasMessage("--tenant: there is no tenant 'haavik'; the accounts of the catalog name them");
            assertThat(faultOf(data, "havik")).hasMessage(data.resolve("mapping.yaml") + ": there is no such file");
        }
    }

    private static Exception faultOf(Path data, String tenant) throws IOException {
        Path usage = Files.writeString(data.resolve("usage.csv"), "");
        return OptionFormsTest.fault(
                "import",
                usage.toString(),
                "--mapping",
                data.resolve("mapping.yaml").toString(),
                "--tenant",
                tenant,
                "--data",
                data.toString());
    }
}
