-- Watermarks came from metering itself, and could be ahead of the usage that pricing had still to rate. Pricing passes them on from
-- now on, once all before them is rated (docs/decisions/0071). What came the old way holds its months until pricing has passed on
-- the same or a later one, which it does as soon as it runs.
ALTER TABLE usage_watermark ADD COLUMN rated boolean NOT NULL DEFAULT false;
