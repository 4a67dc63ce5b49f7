-- What of the measured energy metering itself has estimated, as what a counter shows that began anew: charged as the rest, and told.
ALTER TABLE metered_slot ADD COLUMN estimated_millijoules bigint NOT NULL DEFAULT 0;
ALTER TABLE metered_slot ALTER COLUMN estimated_millijoules DROP DEFAULT;
