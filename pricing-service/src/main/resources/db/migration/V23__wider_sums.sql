-- The GPU time of all time that a tenant may report within the rules is more than 64 bits hold; rolling up such a sum failed, for all
-- tenants that were rolled up with it.
ALTER TABLE balance_change ALTER COLUMN received TYPE numeric, ALTER COLUMN rated TYPE numeric;
ALTER TABLE balance_total ALTER COLUMN received TYPE numeric, ALTER COLUMN rated TYPE numeric;
