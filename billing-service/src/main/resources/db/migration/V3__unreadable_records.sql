-- The name under which the chassis keeps what cannot be read, in every service that reads topics with it.
ALTER TABLE unreadable_message RENAME TO unreadable_record;
