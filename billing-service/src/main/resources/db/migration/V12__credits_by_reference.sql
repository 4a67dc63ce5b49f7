-- The journal asks of each credit note what was owed of its invoice before it.
CREATE INDEX receivable_entry_credit ON receivable_entry (tenant_id, reference) WHERE kind = 'CREDITED';
