-- Whether a row is of one of the transaction's tenants is asked for every row of a batch, which names hundreds of them: so it
-- is looked up in a hash of them, made once for each statement, and not compared with one after the other. No index serves
-- that; whatever reads these tables for tenants names them, or the places of the rows, beside.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['metered_slot', 'dirty_day', 'dirty_month', 'rated_day', 'open_usage', 'rating_input', 'rating_basis'] LOOP
        EXECUTE format('ALTER POLICY tenant_rows ON %I USING (tenant_id IN (SELECT unnest(app_tenants())))'
            ' WITH CHECK (tenant_id IN (SELECT unnest(app_tenants())))', t);
    END LOOP;
END $$;

-- Records of a day are found by their charge period, whose key begins with the series. By this index all of the tenant's series were
-- looked at for each.
DROP INDEX rated_day_date;
