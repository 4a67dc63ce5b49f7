-- The devices of an allocation's last run, one per line; null where none are known. The claim of an open allocation grows
-- with what is metered of it.
ALTER TABLE allocation ADD COLUMN devices text COLLATE "C";
-- Streams of heartbeats need no column for theirs: beats bring them, and stream_key covers them where there are any.
