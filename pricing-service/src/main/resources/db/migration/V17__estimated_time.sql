-- What of the GPU time metering itself has estimated, as a gap between heartbeats that it filled: charged as the rest, and told.
ALTER TABLE metered_slot ADD COLUMN estimated_milli_gpu_seconds bigint NOT NULL DEFAULT 0;
ALTER TABLE metered_slot ALTER COLUMN estimated_milli_gpu_seconds DROP DEFAULT;
