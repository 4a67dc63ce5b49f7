-- Whether a row is of one of the transaction's tenants is asked for every row of a batch, which names hundreds of them: so it
-- is looked up in a hash of them, made once for each statement, and not compared with one after the other. No index serves
-- that; whatever reads these tables names the tenants, or the places of the rows, beside.
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY
        ARRAY['usage_slot', 'slot_change', 'tally_journal', 'source_tally', 'allocation', 'beat_stream']
    LOOP
        EXECUTE format('ALTER POLICY tenant_rows ON %I'
            ' USING (tenant_id IN (SELECT unnest(app_tenants())))'
            ' WITH CHECK (tenant_id IN (SELECT unnest(app_tenants())))', tenant_table);
    END LOOP;
END
$$;
