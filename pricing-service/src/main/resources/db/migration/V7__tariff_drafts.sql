-- Proposed tariff versions; one is gone once it was approved or withdrawn.
CREATE TABLE tariff_draft (
    draft_id   text PRIMARY KEY,
    tariff_id  text        NOT NULL,
    name       text        NOT NULL,
    currency   text        NOT NULL,
    valid_from date        NOT NULL,
    components text        NOT NULL,
    author     text        NOT NULL,
    drafted_at timestamptz NOT NULL
);
-- Who did what to a tariff version and when, with the version as it was then.
CREATE TABLE tariff_step (
    step_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tariff_id  text        NOT NULL,
    valid_from date        NOT NULL,
    components text        NOT NULL,
    action     text        NOT NULL
        CHECK (action IN ('DRAFTED', 'APPROVED', 'WITHDRAWN', 'APPLIED', 'REMOVED')),
    person     text        NOT NULL,
    done_at    timestamptz NOT NULL,
    draft_id   text
);
CREATE INDEX tariff_step_tariff ON tariff_step (tariff_id, step_id);

GRANT SELECT, INSERT, DELETE ON tariff_draft TO ${service}_app;
GRANT SELECT ON tariff_draft TO ${service}_operator;
-- Append-only: the service itself can neither change nor remove what was done.
GRANT SELECT, INSERT ON tariff_step TO ${service}_app;
GRANT SELECT ON tariff_step TO ${service}_operator;
