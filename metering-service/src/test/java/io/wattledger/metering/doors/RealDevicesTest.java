package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real cluster's jobs by physical GPU: no GPU was given away twice, and one that is moved in time is found. */
@QuarkusTest
@WithSuite
class RealDevicesTest {

    private static final Path SAMPLE =
            Path.of(System.getProperty("wattledger.root"), "../shared/data/usage/rich-sample-per-gpu.csv.gz");
    private static final long OVERLAP_SECONDS = 37;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void findsNothingInTheSampleAndExactlyTheIntervalThatIsMoved() throws IOException {
        assumeTrue(Files.exists(SAMPLE), () -> "no sample at " + SAMPLE);
        List<Slice> slices = slices();
        String untouched = "untouched-" + Usage.newTenant();
        String moved = "moved-" + Usage.newTenant();

        send(untouched, slices);
        Slice before = aSliceWithOneAfterIt(slices);
        Slice after = next(before, slices);
        List<Slice> withOneMoved = new ArrayList<>(slices);
        withOneMoved.set(slices.indexOf(after), after.startingAt(before.end - OVERLAP_SECONDS));
        send(moved, withOneMoved);

        assertThat(slices).hasSize(600);
        assertThat(Books.read("/api/v1/double-allocations?site=" + untouched).getList("items"))
                .isEmpty();
        JsonPath found = Books.read("/api/v1/double-allocations?site=" + moved);
        assertThat(found.getList("items")).hasSize(1);
        assertThat(found.getString("items[0].device")).isEqualTo(before.device);
        assertThat(found.getString("items[0].name")).isEqualTo(after.id);
        assertThat(found.getString("items[0].against.name")).isEqualTo(before.id);
        assertThat(found.getLong("items[0].milliGpuSeconds")).isEqualTo(OVERLAP_SECONDS * 1000);
        assertThat(Instant.parse(found.getString("items[0].to")).getEpochSecond())
                .isEqualTo(before.end);
        assertThat(Instant.parse(found.getString("items[0].from")).getEpochSecond())
                .isEqualTo(before.end - OVERLAP_SECONDS);
    }

    private static void send(String site, List<Slice> slices) {
        Fleet.publishSite(site);
        Map<String, List<CloudEvent>> events = new HashMap<>();
        for (Slice slice : slices) {
            events.computeIfAbsent(slice.tenant + "-" + site, absent -> new ArrayList<>())
                    .add(Fleet.claim(
                            slice.id,
                            site,
                            slice.device,
                            Instant.ofEpochSecond(slice.start).toString(),
                            Instant.ofEpochSecond(slice.end).toString()));
        }
        events.forEach(
                (tenant, ofTenant) -> assertThat(Fleet.send(tenant, ofTenant)).containsOnly("metered"));
        Books.awaitNothingPending();
    }

    private static Slice aSliceWithOneAfterIt(List<Slice> slices) {
        return slices.stream()
                .filter(one -> one.end - one.start > OVERLAP_SECONDS)
                .filter(one -> slices.stream().anyMatch(other -> other.isAfter(one)))
                .findFirst()
                .orElseThrow();
    }

    /** The next slice of the same GPU. */
    private static Slice next(Slice before, List<Slice> slices) {
        return slices.stream()
                .filter(other -> other.isAfter(before))
                .min((one, other) -> Long.compare(one.start, other.start))
                .orElseThrow();
    }

    private static List<Slice> slices() throws IOException {
        List<Slice> slices = new ArrayList<>();
        try (Reader text = new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(SAMPLE)), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
            rows.forEach(row -> slices.add(new Slice(
                    row.getField("job_id") + "/" + row.getField("node") + "/" + row.getField("gpu_pci_id"),
                    row.getField("tenant"),
                    row.getField("node") + "/" + row.getField("gpu_pci_id"),
                    Long.parseLong(row.getField("start_epoch_s")),
                    Long.parseLong(row.getField("end_epoch_s")))));
        }
        return slices;
    }

    private record Slice(String id, String tenant, String device, long start, long end) {

        boolean isAfter(Slice other) {
            return device.equals(other.device) && start >= other.end;
        }

        Slice startingAt(long moved) {
            return new Slice(id, tenant, device, moved, end);
        }
    }
}
