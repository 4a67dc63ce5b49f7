-- A change of a device concerns its counters as well as its node: what they show of a time in which their reader did not have
-- the device does not count. What does not count is kept in node_share, under a key of the device's own that is no node's:
-- counted_... is taken off what counters say, and nothing stands in its place.
ALTER TABLE node_change
    ADD COLUMN site text COLLATE "C",
    ADD COLUMN device text COLLATE "C";

-- A reading that those before and after it show to be false is passed over. Those that are here already have been charged
-- without that being looked at, and what they come to stays as it is.
ALTER TABLE energy_reading ADD COLUMN is_weighed boolean NOT NULL DEFAULT false;
ALTER TABLE energy_reading ALTER COLUMN is_weighed SET DEFAULT true;

-- Gaps between heartbeats that are filled are estimated GPU time. What of it is held is not used, so it is taken off there as well.
-- gaps are those of a claim, one per line, where each begins and ends in milliseconds since the epoch; null where there are none.
ALTER TABLE device_claim ADD COLUMN gaps text COLLATE "C";
ALTER TABLE node_share ADD COLUMN held_estimated_milli_gpu_seconds bigint NOT NULL DEFAULT 0
    CHECK (held_estimated_milli_gpu_seconds >= 0);
