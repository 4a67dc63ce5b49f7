-- Which day's rate holds for a delivery day, in the form of the catalog.
ALTER TABLE exchange_rate ADD COLUMN rate_day text NOT NULL DEFAULT '{"kind":"delivery-day"}';
ALTER TABLE exchange_rate ALTER COLUMN rate_day DROP DEFAULT;
