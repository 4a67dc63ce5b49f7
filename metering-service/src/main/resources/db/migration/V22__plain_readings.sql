-- Whether the readings of an instant agree. What a reading changes follows from the nearest instants at which they do, and those at which
-- they do not may be a hundred thousand in a row. All readings of one instant say the same.
ALTER TABLE energy_reading ADD COLUMN is_plain boolean NOT NULL DEFAULT true;
ALTER TABLE energy_reading NO FORCE ROW LEVEL SECURITY;
UPDATE energy_reading AS reading SET is_plain = false
FROM (
    SELECT tenant_id, counter_key, read_at FROM energy_reading
    GROUP BY tenant_id, counter_key, read_at
    HAVING min(millijoules) <> max(millijoules) OR min(boot) IS DISTINCT FROM max(boot)) AS instant
WHERE reading.tenant_id = instant.tenant_id AND reading.counter_key = instant.counter_key
    AND reading.read_at = instant.read_at;
ALTER TABLE energy_reading FORCE ROW LEVEL SECURITY;
CREATE INDEX energy_reading_plain ON energy_reading (tenant_id, counter_key, read_at) WHERE is_plain;
GRANT UPDATE (is_plain) ON energy_reading TO ${service}_app;
