-- What others have published and invoices state with its source; no tenant data. Issued invoices hold their own copy.
CREATE TABLE tax_exchange_rate (
    base   text    NOT NULL,
    quote  text    NOT NULL,
    day    date    NOT NULL,
    rate   numeric NOT NULL CHECK (rate > 0),
    source text    NOT NULL,
    PRIMARY KEY (base, quote, day)
);
GRANT SELECT, INSERT, UPDATE ON tax_exchange_rate TO ${service}_app;
GRANT SELECT ON tax_exchange_rate TO ${service}_operator;

CREATE TABLE emission_factor (
    site                    text    NOT NULL,
    valid_from              date    NOT NULL,
    grams_per_kilowatt_hour numeric NOT NULL CHECK (grams_per_kilowatt_hour >= 0),
    source                  text    NOT NULL,
    PRIMARY KEY (site, valid_from)
);
GRANT SELECT, INSERT, UPDATE ON emission_factor TO ${service}_app;
GRANT SELECT ON emission_factor TO ${service}_operator;
