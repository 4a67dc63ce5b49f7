-- Who recorded a revision of an account or a legal entity: a bank account or a VAT number does not change by itself. Of
-- revisions from before, nobody was written down.
ALTER TABLE account ADD COLUMN recorded_by text;
ALTER TABLE legal_entity ADD COLUMN recorded_by text;
