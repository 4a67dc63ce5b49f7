package io.wattledger.metering.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.WireJson;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.flow.Origin;
import io.wattledger.metering.flow.RefusalBook.Action;
import io.wattledger.metering.flow.RefusalBook.Named;
import io.wattledger.metering.flow.RefusalBook.Step;
import io.wattledger.metering.flow.RefusalBook.Why;
import io.wattledger.metering.flow.RefusalEntry;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows of refusals and of what was done about them. */
final class RefusalRow {

    static final String COLUMNS = """
            tenant_id, refusal_key, state, attempts, first_refused_at, last_refused_at, code, field, value, rule, source,
            event_id, event_type, site, door, structured, topic, partition_id, record_offset, written_at, value_length,
            headers
            """;

    private static final ObjectReader HEADERS =
            WireJson.newMapper().readerFor(new TypeReference<Map<String, String>>() {});

    private RefusalRow() {}

    static RefusalEntry entry(ResultSet row, boolean withContents) throws SQLException {
        Refused why = new Refused(
                code(row.getString("code")), row.getString("field"), row.getString("value"), row.getString("rule"));
        return new RefusalEntry(
                row.getString("tenant_id"),
                EventKey.of(row.getBytes("refusal_key")),
                RefusalEntry.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                why,
                new RefusalEntry.Trace(
                        Rows.instant(row, "first_refused_at"),
                        Rows.instant(row, "last_refused_at"),
                        row.getLong("attempts"),
                        Origin.Door.valueOf(row.getString("door").toUpperCase(Locale.ROOT)),
                        place(row)),
                new RefusalEntry.Event(
                        row.getString("source"),
                        row.getString("event_id"),
                        row.getString("event_type"),
                        row.getString("site")),
                new RefusalEntry.Kept(
                        row.getBoolean("structured"),
                        withContents ? row.getBytes("record_key") : null,
                        withContents ? row.getBytes("record_value") : null,
                        row.getLong("value_length"),
                        headers(row.getString("headers"))));
    }

    private static RefusalCode code(String code) {
        return Arrays.stream(RefusalCode.values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("refusal with a code that is on no list: " + code));
    }

    private static Origin.@Nullable Place place(ResultSet row) throws SQLException {
        String topic = row.getString("topic");
        return topic == null
                ? null
                : new Origin.Place(
                        topic,
                        row.getInt("partition_id"),
                        row.getLong("record_offset"),
                        Rows.instant(row, "written_at"));
    }

    private static Map<String, String> headers(String json) {
        try {
            return HEADERS.readValue(json);
        } catch (IOException e) {
            throw new IllegalStateException("headers of a refusal are not the JSON object that was stored", e);
        }
    }

    static Step step(ResultSet row) throws SQLException {
        String code = row.getString("code");
        String source = row.getString("event_source");
        return new Step(
                Rows.instant(row, "at"),
                row.getString("actor"),
                Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT).replace('-', '_')),
                row.getLong("attempt"),
                code == null ? null : new Why(code, row.getString("detail")),
                row.getString("reason"),
                source == null ? null : new Named(row.getString("event_tenant"), source, row.getString("event_id")),
                row.getBytes("repaired_value"));
    }
}
