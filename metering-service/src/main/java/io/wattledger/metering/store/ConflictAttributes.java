package io.wattledger.metering.store;

import com.fasterxml.jackson.databind.ObjectReader;
import io.wattledger.contracts.WireJson;
import io.wattledger.metering.event.Correction;
import io.wattledger.metering.event.EventKind;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.UsageBooks.Attributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Attributes of events at odds, of which the one lies in usage_event and the other only with the conflict. */
final class ConflictAttributes {

    /** The columns and joins by which {@link #standing} reads. */
    static final String COLUMNS = """
            stands.kind AS standing_kind, stands.source AS standing_source, stands.event_id AS standing_id,
            stands.event_type AS standing_type, stands.subject AS standing_subject,
            correction.target_id AS standing_target, correction.reason AS standing_reason, other_attributes""";

    static final String JOINS = """
            LEFT JOIN usage_event AS stands
                ON stands.tenant_id = event_conflict.tenant_id AND stands.event_key = event_conflict.standing_key
            LEFT JOIN event_correction AS correction
                ON correction.tenant_id = stands.tenant_id AND correction.target_key = stands.corrects_key
                    AND correction.event_key = stands.event_key AND NOT correction.withdraws""";

    private static final ObjectReader JSON = WireJson.newMapper().readerFor(Attributes.class);

    private ConflictAttributes() {}

    /** Those of the event that does not stand. */
    static String json(Assessed.Fit event) {
        UsageReport report = event.report();
        String own = EventKind.of(report).type();
        Correction correction = event.correction();
        Attributes attributes = new Attributes(
                own == null && report instanceof MeterEvent meterEvent ? meterEvent.type() : own,
                report.identity().source(),
                report.identity().id(),
                report instanceof MeterEvent meterEvent ? meterEvent.subject() : null,
                correction == null ? null : correction.target().id(),
                correction == null ? null : correction.reason());
        return new String(WireJson.write(attributes), StandardCharsets.UTF_8);
    }

    static @Nullable Attributes other(ResultSet row) throws SQLException {
        String json = row.getString("other_attributes");
        try {
            return json == null ? null : JSON.readValue(json);
        } catch (IOException e) {
            throw new IllegalStateException("attributes of a conflict are not the JSON object that was stored", e);
        }
    }

    static @Nullable Attributes standing(ResultSet row) throws SQLException {
        String source = row.getString("standing_source");
        if (source == null) {
            return null;
        }
        String own = EventKind.numbered(row.getInt("standing_kind")).type();
        return new Attributes(
                own == null ? row.getString("standing_type") : own,
                source,
                row.getString("standing_id"),
                row.getString("standing_subject"),
                row.getString("standing_target"),
                row.getString("standing_reason"));
    }
}
