-- What the data of two events at odds does not tell: a customer's own events may differ in type or subject alone, corrections in
-- what they correct and why, and a second correction of an event stands against the first one, which has another id. Null in
-- conflicts that were kept before.
ALTER TABLE event_conflict
    ADD COLUMN standing_key bytea CHECK (octet_length(standing_key) = 16),
    ADD COLUMN other_attributes jsonb;
