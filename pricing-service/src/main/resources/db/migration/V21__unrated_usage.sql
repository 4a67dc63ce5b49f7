-- Usage under a contract that cannot be rated at all yet was kept here and told to nobody, so that a month was invoiced without it.
-- It is published from now on as a record with a gap (docs/decisions/0070): its days are rated again.
ALTER TABLE open_usage NO FORCE ROW LEVEL SECURITY;
ALTER TABLE dirty_day NO FORCE ROW LEVEL SECURITY;
INSERT INTO dirty_day (tenant_id, project, site, sku, site_date, dirty_since, touched_at)
SELECT DISTINCT tenant_id, project, site, sku, site_date, now(), now() FROM open_usage WHERE missing <> 'contract'
ON CONFLICT (tenant_id, project, site, sku, site_date) DO UPDATE SET rests_until = excluded.rests_until;
ALTER TABLE dirty_day FORCE ROW LEVEL SECURITY;
ALTER TABLE open_usage FORCE ROW LEVEL SECURITY;
