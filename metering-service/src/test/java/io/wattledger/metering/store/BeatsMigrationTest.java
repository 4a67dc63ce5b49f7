package io.wattledger.metering.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.EarlierSchema;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.metering.allocation.BeatFigures;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.event.AllocationName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was kept of heartbeats by what they say is kept by allocation, with all that it comes to. */
@QuarkusTest
@WithSuite
class BeatsMigrationTest {

    private static final EarlierSchema SCHEMA = new EarlierSchema("before_beat_allocations", "metering", "one");

    /** In the order of their UTF-16: the first lies above U+FFFF, the second below it and above the surrogates. */
    private static final List<String> ODD_DEVICES = List.of("GPU-\uD83D\uDE00", "GPU-\uFF21");

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @Test
    void areKeptByAllocation() throws SQLException {
        SCHEMA.migration().target("27").load().migrate();
        SCHEMA.work(write -> {
            write.execute(stream("alone", 1_000, List.of(), 300, "02", 500, 1, 600, -1));
            write.execute(aside("alone", 1_000, List.of(), 500, "01", 100, 1, 200, -1, 300, 1, 500, -1));
            write.execute(stream("devices", 2_000, ODD_DEVICES, 300, "01", 100, 1, 200, -1));
            write.execute(event("devices", 2_000, ODD_DEVICES.reversed()));
            write.execute(event("devices", 2_000, List.of("b", "a")));
            write.execute(stream("changing", 8_000, List.of(), 300, "02", 300, 2, 400, -2));
            write.execute(aside("changing", 8_000, List.of(), 300, "01", 100, 1, 200, -1, 250, 1, 300, -1));
            write.execute(stream("changing", 4_000, List.of(), 200, "01", 200, 1, 250, -1));
            write.execute(stream("changing", 1_000, List.of("a"), 300, "01", 300, 1, 310, -1));
            write.execute(event("changing", 1_000, List.of("a")));
            write.execute(stream("changing", 5_000, List.of(), 300, "01"));
            write.execute(stream("withdrawn", 1_000, List.of("gone"), 300, "01"));
        });

        SCHEMA.migration().load().migrate();

        Map<String, BeatTimeline> kept = kept();
        assertThat(kept).containsOnlyKeys("alone", "devices", "changing", "withdrawn");
        BeatTimeline alone = kept.get("alone");
        assertThat(alone.reachesAside(500)).isTrue();
        assertThat(text(alone)).isEqualTo("1000[]:500..600");
        assertThat(alone.takeIn(aside())).isTrue();
        assertThat(text(alone)).isEqualTo("1000[]:100..200 1000[]:200..300~ 1000[]:300..600");
        assertThat(text(kept.get("devices"))).isEqualTo("2000" + ODD_DEVICES + ":100..200");
        BeatTimeline changing = kept.get("changing");
        assertThat(changing.isByOlderRule()).isTrue();
        assertThat(text(changing))
                .isEqualTo("1000[a]:300..310 4000[]:200..250 8000[]:100..200 8000[]:200..250~ 8000[]:250..400");
        changing.leaveOlderRule();
        assertThat(text(changing)).isEqualTo("1000[a]:300..310 4000[]:200..250 8000[]:100..200 8000[]:250..400");
        assertThat(text(kept.get("withdrawn"))).isEmpty();
    }

    @Test
    void isNotGuessedWhatNoEventSays() throws SQLException {
        SCHEMA.migration().target("27").load().migrate();
        SCHEMA.work(write -> write.execute(stream("lost", 1_000, List.of("a"), 300, "01", 100, 1, 200, -1)));

        assertThatThrownBy(() -> SCHEMA.migration().load().migrate()).hasMessageContaining("allocation \"lost\"");
    }

    private static String stream(
            String allocation, long size, List<String> devices, long fill, String form, long... entries) {
        return """
                INSERT INTO beat_stream (tenant_id, stream_key, source, allocation, project, site, sku, gpu_thousandths,
                    fill_up_to_millis, windows)
                VALUES ('one', '\\x%s', '/s', '%s', 'p', 'x', 'h100', %d, %d, '\\x%s')""".formatted(key(allocation, size, devices), allocation, size, fill, windows(form, entries));
    }

    private static String aside(
            String allocation, long size, List<String> devices, long until, String form, long... entries) {
        return "INSERT INTO beat_windows_aside VALUES ('one', '\\x%s', %d, '\\x%s')"
                .formatted(key(allocation, size, devices), until, windows(form, entries));
    }

    private static String event(String allocation, long size, List<String> devices) {
        return """
                INSERT INTO usage_event (tenant_id, event_key, content_hash, source, event_id, kind, allocation, project, site,
                    sku, gpu_thousandths, starts_at, ends_at, received_at, data)
                VALUES ('one', uuid_send(gen_random_uuid()), sha256(''), '/s', gen_random_uuid()::text, 4, '%s', 'p', 'x', 'h100', %d,
                    now(), now() + interval '1 s', now(), convert_to('{"devices":["%s"],"job":null}', 'UTF8'))""".formatted(allocation, size, String.join("\",\"", devices));
    }

    private static String windows(String form, long... entries) {
        ByteBuffer buffer = ByteBuffer.allocate(entries.length / 2 * (Long.BYTES + Integer.BYTES));
        for (int i = 0; i < entries.length; i += 2) {
            buffer.putLong(entries[i]).putInt((int) entries[i + 1]);
        }
        return form + HexFormat.of().formatHex(buffer.array());
    }

    /** The key that a stream had. */
    private static String key(String allocation, long size, List<String> devices) {
        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        List<String> names = new ArrayList<>(List.of("/s", allocation, "p", "x", "h100"));
        names.forEach(name -> put(buffer, name));
        buffer.putInt(Long.BYTES).putLong(size);
        devices.forEach(device -> put(buffer, device));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(buffer.array(), buffer.position()));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void put(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(bytes.length).put(bytes);
    }

    private static Map<String, BeatTimeline> kept() throws SQLException {
        Map<String, BeatTimeline> kept = new TreeMap<>();
        SCHEMA.work(read -> {
            try (ResultSet row =
                    read.executeQuery("SELECT source, site, allocation, allocation_key, beats FROM beat_allocation")) {
                while (row.next()) {
                    AllocationName name =
                            new AllocationName("one", row.getString(1), row.getString(2), row.getString(3));
                    assertThat(row.getBytes(4)).isEqualTo(name.key().bytes());
                    kept.put(name.allocation(), BeatTimeline.of(row.getBytes(5)));
                }
            }
        });
        return kept;
    }

    private static List<BeatTimeline.Part> aside() throws SQLException {
        List<BeatTimeline.Part> parts = new ArrayList<>();
        SCHEMA.work(read -> {
            try (ResultSet row = read.executeQuery("""
                    SELECT until_millis, aside.beats FROM beats_aside AS aside JOIN beat_allocation USING (tenant_id, allocation_key)
                    WHERE allocation = 'alone'""")) {
                while (row.next()) {
                    parts.add(new BeatTimeline.Part(row.getLong(1), BeatTimeline.of(row.getBytes(2))));
                }
            }
        });
        return parts;
    }

    private static String text(BeatTimeline beats) {
        List<String> text = new ArrayList<>();
        beats.stretches("one", "x")
                .forEach((figures, stretches) -> stretches.forEach(one -> text.add(size(figures) + ":" + one.start()
                        + ".." + one.end() + (one.what().isEstimated() ? "~" : ""))));
        return String.join(" ", text);
    }

    private static String size(BeatFigures figures) {
        return figures.gpuThousandths() + figures.devices().toString();
    }
}
