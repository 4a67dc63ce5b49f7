-- A value may be preliminary: used and marked until the final one replaces it. A final value outranks any preliminary
-- one, whenever its document was made.
ALTER TABLE quotation ADD COLUMN preliminary boolean NOT NULL DEFAULT false;
ALTER TABLE current_quotation ADD COLUMN preliminary boolean NOT NULL DEFAULT false;

-- Carbon factors of grid electricity are an index of their own kind; their unit is always g/kWh.
CREATE TABLE carbon_series (
    series_id  text PRIMARY KEY,
    zone       text NOT NULL,
    resolution text NOT NULL,
    publisher  text NOT NULL,
    time_zone  text NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON carbon_series TO ${service}_app;
GRANT SELECT ON carbon_series TO ${service}_operator;

ALTER TABLE price_document DROP CONSTRAINT price_document_index_kind_check;
ALTER TABLE price_document ADD CONSTRAINT price_document_index_kind_check
    CHECK (index_kind IN ('price', 'rate', 'carbon'));
ALTER TABLE input_change DROP CONSTRAINT input_change_kind_check;
ALTER TABLE input_change ADD CONSTRAINT input_change_kind_check
    CHECK (kind IN ('price', 'rate', 'carbon', 'tariff', 'site', 'sku', 'account'));
