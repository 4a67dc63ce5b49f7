-- Who runs a site, and what is declared of its energy: tax classes and carbon method, JSON in the form of the domain.
ALTER TABLE site ADD COLUMN legal_entity text;
ALTER TABLE site ADD COLUMN currency text;
ALTER TABLE site ADD COLUMN declared text NOT NULL
    DEFAULT '{"taxClasses":[],"carbon":{"certificates":[],"residualMix":[]}}';
ALTER TABLE site ALTER COLUMN declared DROP DEFAULT;
-- A PUE was one value from a day on; now it has a method, of which the plain value is the contractual one.
UPDATE site SET pue = coalesce((
    SELECT jsonb_agg(jsonb_build_object('validFrom', one -> 'validFrom',
            'method', jsonb_build_object('kind', 'contractual', 'value', one -> 'value')) ORDER BY place)
    FROM jsonb_array_elements(pue::jsonb) WITH ORDINALITY AS stated (one, place)), '[]'::jsonb)::text;

ALTER TABLE sku ADD COLUMN interconnect text;
ALTER TABLE sku ADD COLUMN idle_watts_per_gpu numeric;
