-- A vacuum reads all of the index of allocations, which are never deleted: it is due after a fifth of them have changed, as of
-- other tables, not after a twentieth. What a page has of old versions of a row is cleared when the page is next written.
ALTER TABLE allocation RESET (autovacuum_vacuum_scale_factor);
