-- Whether a new row is of one of the transaction's tenants is asked for every row of a batch, which names hundreds of them: so
-- it is looked up in a hash of them, once made for each statement, and not compared with one after the other. What a row may
-- be seen by stays as it was, since an index serves that.
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['usage_slot', 'slot_change', 'tally_journal', 'source_tally']
    LOOP
        EXECUTE format('ALTER POLICY tenant_rows ON %I WITH CHECK (tenant_id IN (SELECT unnest(app_tenants())))',
            tenant_table);
    END LOOP;
END
$$;
