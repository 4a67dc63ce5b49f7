-- A record that could not be read is tried again by younger code, and lies aside no longer once it has taken effect
-- (docs/decisions/0088). A person may discard one; then its bytes stay, with who decided.
ALTER TABLE unreadable_record ADD COLUMN discarded_at timestamptz;
ALTER TABLE unreadable_record ADD COLUMN discarded_by text;
ALTER TABLE unreadable_record ADD CHECK ((discarded_at IS NULL) = (discarded_by IS NULL));
GRANT DELETE, UPDATE (discarded_at, discarded_by) ON unreadable_record TO ${service}_app;
