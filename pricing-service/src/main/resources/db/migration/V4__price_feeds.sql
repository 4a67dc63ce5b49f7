-- Price feeds as they are administered, in the form of the catalog.
CREATE TABLE price_feed (
    feed_id    text PRIMARY KEY,
    form       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
-- What became of fetching a delivery day; next_at is absent when nothing more happens by itself.
CREATE TABLE price_fetch (
    feed_id      text        NOT NULL REFERENCES price_feed,
    delivery_day date        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('waiting', 'taken', 'failed')),
    attempts     int         NOT NULL,
    last_at      timestamptz NOT NULL,
    next_at      timestamptz,
    detail       text        NOT NULL,
    etag         text,
    document     text,
    PRIMARY KEY (feed_id, delivery_day)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON price_feed, price_fetch TO ${service}_app;
GRANT SELECT ON price_feed, price_fetch TO ${service}_operator;
