-- Where a run is given no issue date, each document is dated by the day on which it is asked for where its seller is: at half past
-- midnight on 1 January in Oslo it is still December in UTC. Items without a date have that of their run.
ALTER TABLE invoice_run_item ADD COLUMN issue_date date;
