package io.wattledger.launcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattledger.launcher.intake.UsageInputs.Overrides;
import io.wattledger.launcher.slurm.SacctFile;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.RowFault;
import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageFile;
import io.wattledger.launcher.usage.UsageInput;
import io.wattledger.launcher.usage.UsageSink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletePlacesTest {

    private static final URI SOURCE = URI.create("//test.example/portal");
    private static final String HEADER = "job_id,tenant,site,gpu_count,start_epoch_s,end_epoch_s\n";
    private static final Set<TenantSite> WAITED_FOR = Set.of(
            new TenantSite("a", "glomfjord"),
            new TenantSite("b", "glomfjord"),
            new TenantSite("b", "svartisen"),
            new TenantSite("c", "svartisen"));

    @TempDir
    Path folder;

    /** Each with the tenant of all rows and the site where a row says none, '-' for neither. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            those of the rows where the mapping names nobody,  -, -,         '1,d,bodo,1,0,60',                    d at bodo
            who is waited for at a site of a row,              -, -,         '1,a,glomfjord,1,0,60',               a at glomfjord+b at glomfjord
            at a site of the mapping without any row,          -, glomfjord, -,                                    a at glomfjord+b at glomfjord
            of all sites with rows,                            -, glomfjord, '1,d,svartisen,1,0,60',               a at glomfjord+b at glomfjord+b at svartisen+c at svartisen+d at svartisen
            nobody else where all is one tenant's,             b, glomfjord, -,                                    b at glomfjord
            that tenant's at each site with rows,              b, glomfjord, '1,b,svartisen,1,0,60',               b at glomfjord+b at svartisen
            """)
    void areOfTableRows(String which, String tenant, String site, String row, String expected) throws IOException {
        String defaults = site == null ? "{}" : "{\"site\": \"" + site + "\"}";
        UsageInput file = inputs("{\"source\": \"" + SOURCE + "\", \"defaults\": " + defaults + "}")
                .with(new Overrides(tenant, null, null))
                .open(Files.writeString(folder.resolve("portal.csv"), HEADER + (row == null ? "" : row + "\n")));

        assertThat(file).isInstanceOf(UsageFile.class);
        assertThat(text(complete(List.of(file)))).as(which).isEqualTo(expected);
    }

    @Test
    void areOfEachFileByItself() throws IOException {
        UsageInputs inputs = inputs("{\"source\": \"" + SOURCE + "\"}");
        UsageInput first = inputs.with(new Overrides("a", null, null))
                .open(Files.writeString(folder.resolve("first.csv"), HEADER + "1,,svartisen,1,0,60\n"));
        UsageInput second =
                inputs.open(Files.writeString(folder.resolve("second.csv"), HEADER + "1,d,glomfjord,1,0,60\n"));

        assertThat(text(complete(List.of(first, second))))
                .isEqualTo("a at glomfjord+a at svartisen+b at glomfjord+d at glomfjord");
    }

    /** Tenants must all be listed, and sites need not. */
    @Test
    void areOfRecordsOfSlurm() throws IOException {
        UsageInput file = inputs("""
                        {"source": "%s", "skuByGpuType": {"h100": "h100-sxm"},
                         "sacct": {"site": {"from": "Cluster"},
                                   "tenant": {"from": "Account", "values": {"x": "a", "y": "b"}}}}
                        """.formatted(SOURCE))
                .open(Files.writeString(
                        folder.resolve("sacct.txt"),
                        "JobIDRaw|Cluster|Account|Start|End|AllocTRES\n7|svartisen|x|0|60|gres/gpu:h100=1\n"));

        assertThat(file).isInstanceOf(SacctFile.class);
        assertThat(text(complete(List.of(file)))).isEqualTo("a at svartisen+b at svartisen");
    }

    private static Set<TenantSite> complete(List<UsageInput> files) {
        var places = new CompletePlaces(files);
        for (UsageInput file : files) {
            file.read(new UsageSink() {
                @Override
                public void event(ReportedEvent event) {
                    places.add(event);
                }

                @Override
                public void refused(RowFault fault) {
                    throw new AssertionError(fault.toString());
                }

                @Override
                public void skipped(String reason) {
                    throw new AssertionError(reason);
                }
            });
        }
        assertThat(places.sources()).containsExactly(SOURCE);
        return places.of(SOURCE, WAITED_FOR);
    }

    private static String text(Set<TenantSite> places) {
        return places.stream()
                .map(place -> place.tenant() + " at " + place.site())
                .collect(Collectors.joining("+"));
    }

    private static UsageInputs inputs(String mapping) throws IOException {
        var section = (ObjectNode) new ObjectMapper().readTree(mapping);
        section.withObjectProperty("defaults").put("sku", "h100-sxm");
        return new UsageInputs("mapping.yaml", section);
    }
}
