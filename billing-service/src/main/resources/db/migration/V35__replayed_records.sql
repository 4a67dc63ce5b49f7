-- A record that could not be read is tried again by younger code, and lies aside no longer once it has taken effect
-- (docs/decisions/0088). A person may discard one; then its bytes stay, with who decided.
ALTER TABLE unreadable_record ADD COLUMN discarded_at timestamptz;
ALTER TABLE unreadable_record ADD COLUMN discarded_by text;
ALTER TABLE unreadable_record ADD CHECK ((discarded_at IS NULL) = (discarded_by IS NULL));
GRANT DELETE, UPDATE (discarded_at, discarded_by) ON unreadable_record TO ${service}_app;

-- Whose months wait for it: the key of rated usage begins with the tenant, which has no '/'. In bytes, since nothing says that a key is a text.
ALTER TABLE unreadable_record ADD COLUMN named_tenant bytea GENERATED ALWAYS AS (
    CASE WHEN topic = 'rated-usage.v1' AND position('/'::bytea IN record_key) > 0
         THEN decode(split_part(encode(record_key, 'escape'), '/', 1), 'escape') END) STORED;
-- The tenant sees what names it, and a reseller what names a tenant that it sells to, as with watermarks.
CREATE POLICY named_tenant_reads ON unreadable_record FOR SELECT USING (named_tenant IN (
    SELECT convert_to(tenant, 'UTF8') FROM unnest(app_tenants()) AS tenant
    UNION ALL
    SELECT convert_to(resale.tenant_id, 'UTF8') FROM resale WHERE resale.reseller = ANY ((SELECT app_tenants())::text[])));
