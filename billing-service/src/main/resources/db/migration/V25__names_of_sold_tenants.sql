-- A reseller's invoice names the tenants that it sells to. It sees of their accounts what stands here and nothing else, so their
-- legal names stand here too, as the newest revision of each account has them.
ALTER TABLE resale ADD COLUMN legal_name text;

-- The owner has to see all tenants for this once.
ALTER TABLE resale NO FORCE ROW LEVEL SECURITY;
ALTER TABLE account NO FORCE ROW LEVEL SECURITY;
UPDATE resale SET legal_name = (
    SELECT account.definition::jsonb -> 'buyer' ->> 'name' FROM account
    WHERE account.tenant_id = resale.tenant_id ORDER BY account.revision DESC LIMIT 1);
ALTER TABLE account FORCE ROW LEVEL SECURITY;
ALTER TABLE resale FORCE ROW LEVEL SECURITY;

ALTER TABLE resale ALTER COLUMN legal_name SET NOT NULL;
