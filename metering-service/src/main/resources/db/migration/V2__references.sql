-- Copies of the sites and SKUs that pricing owns. They hold no tenant data.
CREATE TABLE site_copy (
    site          text COLLATE "C" PRIMARY KEY,
    name          text             NOT NULL,
    country       text             NOT NULL,
    bidding_zone  text             NOT NULL,
    time_zone     text             NOT NULL,
    state         text             NOT NULL,
    retired_since timestamptz,
    revision      bigint           NOT NULL
);
CREATE TABLE sku_copy (
    sku        text COLLATE "C" PRIMARY KEY,
    name       text             NOT NULL,
    gpu_model  text             NOT NULL,
    memory_gib int              NOT NULL,
    revision   bigint           NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON site_copy, sku_copy TO ${service}_app;
GRANT SELECT ON site_copy, sku_copy TO ${service}_operator;
