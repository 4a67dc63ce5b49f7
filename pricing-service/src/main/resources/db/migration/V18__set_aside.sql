-- A day or month that cannot be rated is set aside, so that those of others are; docs/decisions/0058 says why. It rests, and longer each
-- time. The reason is kept where the mark is, and goes with it.
ALTER TABLE dirty_day ADD COLUMN failures int NOT NULL DEFAULT 0;
ALTER TABLE dirty_day ADD COLUMN failure text;
ALTER TABLE dirty_month ADD COLUMN failures int NOT NULL DEFAULT 0;
ALTER TABLE dirty_month ADD COLUMN failure text;
