package io.wattledger.metering.store;

import io.wattledger.metering.event.Correction;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.EventKind;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.UsageLedger.Standing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Enters events into {@code usage_event} and finds those that are there already. Large batches are copied: COPY is twice as
 * fast as INSERT, but refuses the whole batch for one event that is known. So what {@link RecentKeys} have is looked up
 * first and the rest copied; if that is refused, all of the batch is looked up, and for a while those after it, too. Where
 * even then one is refused, another copy of the service has entered it since the look, and an INSERT passes over it.
 */
final class EventEntry {

    private static final String COLUMNS = """
            tenant_id, event_key, content_hash, source, event_id, kind, project, site, sku, gpu_thousandths, starts_at,
            ends_at, energy_millijoules, received_at, data, allocation, device, event_type, subject, detail, late,
            corrects_key""";

    private static final int FIELDS = 22;
    private static final String COPY = "COPY usage_event (" + COLUMNS + ") FROM STDIN (FORMAT binary)";
    private static final String INSERT = """
            INSERT INTO usage_event (%1$s)
            SELECT tenant_id, event_key, content_hash, source, event_id, kind, project, site, sku, gpu_thousandths,
                timestamptz 'epoch' + start_milli * interval '1 millisecond',
                timestamptz 'epoch' + end_milli * interval '1 millisecond',
                energy_millijoules, ?::timestamptz, data, allocation, device, event_type, subject, detail, late = 1,
                corrects_key
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::text[], ?::text[],
                ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bytea[])
                AS given (tenant_id, event_key, content_hash, source, event_id, kind, project, site, sku,
                    gpu_thousandths, start_milli, end_milli, energy_millijoules, data, allocation, device,
                    event_type, subject, detail, late, corrects_key)
            ON CONFLICT (tenant_id, event_key) DO NOTHING
            RETURNING event_key
            """.formatted(COLUMNS);

    /**
     * As the operator, whose policy costs nothing: that of the tenants would be compared with every tenant of the batch
     * for every key. What is read is named by tenant and key, and all of it is of this transaction's tenants. One look
     * into the index for each key must not become a look at the whole table, however small it was when last counted.
     */
    private static final String BEGIN_LOOK = "SET LOCAL ROLE metering_operator; SET LOCAL enable_seqscan = off";

    private static final String END_LOOK = "SET LOCAL ROLE NONE; SET LOCAL enable_seqscan = on";
    private static final String STANDING = """
            SELECT event.tenant_id, event.event_key, event.content_hash, event.source, event.event_id
            FROM unnest(?::text[], ?::bytea[]) AS given (tenant_id, event_key)
            CROSS JOIN LATERAL (
                SELECT * FROM usage_event AS one
                WHERE one.tenant_id = given.tenant_id AND one.event_key = given.event_key
                LIMIT 1) AS event
            """;

    private final Connection connection;
    private final RecentKeys recent;
    private final Instant receivedAt;
    private final Instant lateBefore;

    /** Works on the connection of the transaction around it; what ended before {@code lateBefore} is marked as late. */
    EventEntry(Connection connection, RecentKeys recent, Instant receivedAt, Instant lateBefore) {
        this.connection = connection;
        this.recent = recent;
        this.receivedAt = receivedAt;
        this.lateBefore = lateBefore;
    }

    /**
     * Enters what is new and tells what stands under the keys that are not.
     *
     * @param events in the order of the index, each key once
     */
    Map<EventKey, Standing> enter(List<Assessed.Fit> events) throws SQLException {
        if (!Intake.takes(connection, events.size())) {
            return insertOrFind(events);
        }
        Map<EventKey, Standing> standing = recent.isTrusted() ? enterAtOnce(events) : null;
        if (standing == null) {
            standing = enterAfterLook(events);
        }
        events.forEach(event -> recent.add(event.key()));
        return standing;
    }

    /** Looks up only what came not long ago; null where that was not all that is known, and then nothing is entered. */
    private @Nullable Map<EventKey, Standing> enterAtOnce(List<Assessed.Fit> events) throws SQLException {
        List<Assessed.Fit> again =
                events.stream().filter(event -> recent.mayKnow(event.key())).toList();
        Map<EventKey, Standing> standing = again.isEmpty() ? Map.of() : find(again);
        List<Assessed.Fit> unknown = without(standing.keySet(), events);
        return unknown.isEmpty() || copy(unknown) ? standing : null;
    }

    private Map<EventKey, Standing> enterAfterLook(List<Assessed.Fit> events) throws SQLException {
        Map<EventKey, Standing> standing = find(events);
        recent.learn(standing.keySet().stream().anyMatch(key -> !recent.mayKnow(key)));
        List<Assessed.Fit> unknown = without(standing.keySet(), events);
        if (!unknown.isEmpty() && !copy(unknown)) {
            standing.putAll(insertOrFind(unknown));
        }
        return standing;
    }

    private Map<EventKey, Standing> insertOrFind(List<Assessed.Fit> events) throws SQLException {
        Set<EventKey> entered = insert(events);
        if (entered.size() == events.size()) {
            return Map.of();
        }
        List<Assessed.Fit> known = without(entered, events);
        Map<EventKey, Standing> standing = find(known);
        if (standing.size() != known.size()) {
            throw new IllegalStateException("of " + known.size() + " events that could not be entered only "
                    + standing.size() + " are there; the batch must be tried again");
        }
        return standing;
    }

    private static List<Assessed.Fit> without(Set<EventKey> keys, List<Assessed.Fit> events) {
        if (keys.isEmpty()) {
            return events;
        }
        List<Assessed.Fit> rest = new ArrayList<>(events.size());
        for (Assessed.Fit event : events) {
            if (!keys.contains(event.key())) {
                rest.add(event);
            }
        }
        return rest;
    }

    /** Whether all were entered; if not, none was. */
    private boolean copy(List<Assessed.Fit> events) throws SQLException {
        return Intake.copy(connection, COPY, rows -> {
            for (Assessed.Fit event : events) {
                write(rows.row(FIELDS), event);
            }
        });
    }

    private void write(CopyRows row, Assessed.Fit fit) throws SQLException {
        UsageReport report = fit.report();
        row.text(fit.tenant())
                .key(fit.key().high(), fit.key().low())
                .bytes(fit.contentHash())
                .text(report.identity().source())
                .text(report.identity().id())
                .smallint(EventKind.of(report).number())
                .text(EventColumns.project(report))
                .text(EventColumns.site(report))
                .text(EventColumns.sku(report))
                .bigint(EventColumns.gpuThousandths(report))
                .milli(EventColumns.startMilli(report))
                .milli(EventColumns.endMilli(report))
                .bigint(EventColumns.energyMillijoules(report))
                .instant(receivedAt)
                .bytes(fit.data())
                .text(EventColumns.allocation(report))
                .text(EventColumns.device(report))
                .text(EventColumns.eventType(report))
                .text(EventColumns.subject(report))
                .text(EventColumns.detail(report))
                .flag(fit.isLate(lateBefore))
                .keyOrNull(correctsKey(fit));
    }

    /** The event in whose place this one is. */
    private static @Nullable EventKey correctsKey(Assessed.Fit fit) {
        Correction correction = fit.correction();
        return correction == null ? null : correction.target().key();
    }

    private Set<EventKey> insert(List<Assessed.Fit> events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, receivedAt.atOffset(ZoneOffset.UTC));
            new Columns<>(connection, insert, 2, events)
                    .texts(Assessed.Fit::tenant)
                    .bytes(fit -> fit.key().bytes())
                    .bytes(Assessed.Fit::contentHash)
                    .texts(fit -> fit.report().identity().source())
                    .texts(fit -> fit.report().identity().id())
                    .numbers(fit -> EventKind.of(fit.report()).number())
                    .texts(fit -> EventColumns.project(fit.report()))
                    .texts(fit -> EventColumns.site(fit.report()))
                    .texts(fit -> EventColumns.sku(fit.report()))
                    .numbersOrNull(fit -> EventColumns.gpuThousandths(fit.report()))
                    .numbersOrNull(fit -> EventColumns.startMilli(fit.report()))
                    .numbersOrNull(fit -> EventColumns.endMilli(fit.report()))
                    .numbersOrNull(fit -> EventColumns.energyMillijoules(fit.report()))
                    .bytes(Assessed.Fit::data)
                    .texts(fit -> EventColumns.allocation(fit.report()))
                    .texts(fit -> EventColumns.device(fit.report()))
                    .texts(fit -> EventColumns.eventType(fit.report()))
                    .texts(fit -> EventColumns.subject(fit.report()))
                    .texts(fit -> EventColumns.detail(fit.report()))
                    .numbers(fit -> fit.isLate(lateBefore) ? 1 : 0)
                    .bytes(fit -> {
                        EventKey corrected = correctsKey(fit);
                        return corrected == null ? null : corrected.bytes();
                    });
            Set<EventKey> entered = HashSet.newHashSet(events.size());
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    entered.add(EventKey.of(row.getBytes(1)));
                }
            }
            return entered;
        }
    }

    private Map<EventKey, Standing> find(List<Assessed.Fit> events) throws SQLException {
        Map<EventKey, Standing> standing = new HashMap<>();
        execute(BEGIN_LOOK);
        try (PreparedStatement select = connection.prepareStatement(STANDING)) {
            new Columns<>(connection, select, 1, events)
                    .texts(Assessed.Fit::tenant)
                    .bytes(fit -> fit.key().bytes());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    EventIdentity identity = new EventIdentity(row.getString(1), row.getString(4), row.getString(5));
                    standing.put(EventKey.of(row.getBytes(2)), new Standing(identity, row.getBytes(3)));
                }
            }
        }
        execute(END_LOOK);
        return standing;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
