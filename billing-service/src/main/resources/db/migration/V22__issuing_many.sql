-- What every invoice writes, cheaper.
--
-- That billed usage has its invoice was looked up for every row; now once for each statement. It is as good as a foreign key:
-- invoices are never deleted nor renumbered.
ALTER TABLE invoiced_usage DROP CONSTRAINT invoiced_usage_tenant_id_number_fkey;
CREATE FUNCTION billed_usage_has_its_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT tenant_id, number FROM billed) AS named
               WHERE NOT EXISTS (SELECT FROM invoice WHERE (invoice.tenant_id, invoice.number)
                                 = (named.tenant_id, named.number))) THEN
        RAISE EXCEPTION 'usage is billed by an invoice that does not exist' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER billed_usage_has_its_invoice AFTER INSERT ON invoiced_usage
    REFERENCING NEW TABLE AS billed FOR EACH STATEMENT EXECUTE FUNCTION billed_usage_has_its_invoice();

-- No question asks for billed usage by its key alone any more: by its invoice, or by tenant and time.
DROP INDEX invoiced_usage_by_key;
