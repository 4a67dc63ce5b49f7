-- Events that keep every rule and could not be stored hold the watermarks of their site until a person has decided on them. So they are
-- looked for several times a second among all refusals, and mostly there is none.
CREATE INDEX refusal_not_storable ON refusal (tenant_id, site) WHERE state = 'open' AND code = 'not-storable';
