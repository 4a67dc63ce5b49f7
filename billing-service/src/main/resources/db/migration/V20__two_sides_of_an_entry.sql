-- Every entry of an invoice's ledger debits one account and credits another, those of its kind: so debits are credits, whoever
-- writes. Checked without holding up writers while what is there is looked through.
ALTER TABLE receivable_entry ADD CONSTRAINT receivable_entry_has_two_sides CHECK (
    CASE kind
        WHEN 'ISSUED' THEN debit = 'RECEIVABLE' AND credit = 'BILLED'
        WHEN 'PAID' THEN debit = 'BANK' AND credit = 'RECEIVABLE'
        WHEN 'CREDITED' THEN debit = 'BILLED' AND credit = 'RECEIVABLE'
        WHEN 'WRITTEN_OFF' THEN debit = 'LOSS' AND credit = 'RECEIVABLE'
        ELSE debit = 'RECEIVABLE' AND credit = 'BANK'
    END) NOT VALID;
ALTER TABLE receivable_entry VALIDATE CONSTRAINT receivable_entry_has_two_sides;
