package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.KeptSums;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The counts of all time of {@link PostgresTallyBook} beside what they are of: events metered and late beside the events, GPU
 * time beside the slots. No row is kept of every duplicate, conflict and refusal, nor of the GPU time that an event brought;
 * those counts are compared with the same by hour, which are added up apart.
 */
@ApplicationScoped
public class KeptTallies implements KeptSums {

    /**
     * Of the events some count for nothing: they correct what another has corrected before. They are in the books as conflicts,
     * under their own key and content.
     */
    private static final String COMPARISON = """
            WITH journal AS (SELECT * FROM (%2$s) AS told WHERE %1$s),
            counted AS (
                SELECT tenant_id, received, duplicate, conflicting, refused, milli_gpu_seconds, 0 AS metered, 0 AS late,
                    0 AS in_slots
                FROM event_tally WHERE %1$s
                UNION ALL SELECT tenant_id, received, duplicate, conflicting, refused, milli_gpu_seconds, 0, 0, 0 FROM journal
                UNION ALL
                SELECT tenant_id, 0, 0, 0, 0, 0, count(*), count(*) FILTER (WHERE late), 0
                FROM usage_event AS event
                WHERE %1$s AND NOT EXISTS (
                    SELECT FROM event_conflict AS second
                    WHERE (second.tenant_id, second.event_key, second.content_hash)
                        = (event.tenant_id, event.event_key, event.content_hash))
                GROUP BY tenant_id
                UNION ALL
                SELECT tenant_id, 0, 0, 0, 0, 0, 0, 0, sum(milli_gpu_seconds) FROM usage_slot WHERE %1$s GROUP BY tenant_id),
            kept AS (
                SELECT tenant_id, received, duplicate, conflicting, refused, milli_gpu_seconds, metered, late, in_slots
                FROM tenant_tally WHERE %1$s
                UNION ALL SELECT tenant_id, received, duplicate, conflicting, refused, milli_gpu_seconds, metered, late, 0
                FROM journal
                UNION ALL SELECT tenant_id, 0, 0, 0, 0, 0, 0, 0, in_slots FROM tally_journal WHERE %1$s)
            SELECT tenant_id, figure, unit, NULL AS contract_id, NULL AS period_start,
                coalesce(sum(value) FILTER (WHERE is_kept), 0) AS kept,
                coalesce(sum(value) FILTER (WHERE NOT is_kept), 0) AS counted
            FROM (SELECT true AS is_kept, kept.* FROM kept UNION ALL SELECT false, counted.* FROM counted) AS told
                CROSS JOIN LATERAL (VALUES ('received', 'events', received), ('metered', 'events', metered),
                    ('duplicate', 'events', duplicate), ('conflicting', 'events', conflicting),
                    ('refused', 'events', refused), ('late', 'events', late),
                    ('events', 'milliGpuSeconds', milli_gpu_seconds), ('metered', 'milliGpuSeconds', in_slots))
                    AS one (figure, unit, value)
            GROUP BY tenant_id, figure, unit
            """;

    @Override
    public String comparison() {
        return COMPARISON.formatted("%1$s", PostgresTallyBook.JOURNAL);
    }
}
