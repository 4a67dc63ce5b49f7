-- What a correction or withdrawal has hit, as the class CorrectionState names it: one that names an event which never comes, or one that
-- nothing can take the place of, changes nothing, and somebody has to see that. A copy of the service that is older and still runs notes
-- all of its corrections as awaited; who reads those asks whether the event has come.
ALTER TABLE event_correction
    ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'awaited'
        CHECK (state IN ('known', 'awaited', 'without-effect', 'mutual'));
GRANT UPDATE (state) ON event_correction TO ${service}_app;

ALTER TABLE event_correction NO FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_event NO FORCE ROW LEVEL SECURITY;
UPDATE event_correction AS correction
SET state = CASE
    WHEN target.kind IN (7, 8) THEN 'without-effect'
    WHEN NOT correction.withdraws AND target.corrects_key = correction.event_key THEN 'mutual'
    ELSE 'known' END
FROM usage_event AS target
WHERE target.tenant_id = correction.tenant_id AND target.event_key = correction.target_key;
ALTER TABLE usage_event FORCE ROW LEVEL SECURITY;
ALTER TABLE event_correction FORCE ROW LEVEL SECURITY;

CREATE INDEX correction_to_see_to ON event_correction (tenant_id, received_at) WHERE state <> 'known';
