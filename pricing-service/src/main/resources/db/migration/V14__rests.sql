-- A day or month that still runs rests between two ratings; docs/decisions/0048 says why. Kept where it was rated last, and copied to
-- the mark when something comes: what waits is then found without looking at anything else.
ALTER TABLE rated_day ADD COLUMN rests_until timestamptz;
ALTER TABLE rated_month ADD COLUMN rests_until timestamptz;
ALTER TABLE rated_month ADD COLUMN times_rated bigint NOT NULL DEFAULT 0;
ALTER TABLE dirty_day ADD COLUMN rests_until timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE dirty_month ADD COLUMN rests_until timestamptz NOT NULL DEFAULT '-infinity';
