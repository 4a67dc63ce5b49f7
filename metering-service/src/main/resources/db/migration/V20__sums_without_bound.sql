-- GPU time of all time, of an hour and of a batch. Each figure that is added up fits 64 bits, and what many reports come to does
-- not: some 2,900 of the largest allocation over a year, all of them within the rules. The tables are small but for source_tally.
ALTER TABLE tally_journal ALTER COLUMN in_slots TYPE numeric;
ALTER TABLE source_tally ALTER COLUMN milli_gpu_seconds TYPE numeric;
ALTER TABLE event_tally ALTER COLUMN milli_gpu_seconds TYPE numeric;
ALTER TABLE tenant_tally
    ALTER COLUMN milli_gpu_seconds TYPE numeric,
    ALTER COLUMN in_slots TYPE numeric;
