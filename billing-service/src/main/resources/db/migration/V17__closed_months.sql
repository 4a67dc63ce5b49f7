-- Billing months that a legal entity has closed: what is issued later belongs to a later month of FOCUS exports.
CREATE TABLE closed_month (
    legal_entity text        NOT NULL,
    month        text        NOT NULL CHECK (month ~ '^\d{4}-\d\d$'),
    closed_by    text        NOT NULL,
    closed_at    timestamptz NOT NULL,
    PRIMARY KEY (legal_entity, month)
);
GRANT SELECT, INSERT ON closed_month TO ${service}_app;
GRANT SELECT ON closed_month TO ${service}_operator;
CREATE TRIGGER closed_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON closed_month
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();
