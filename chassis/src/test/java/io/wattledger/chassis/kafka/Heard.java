package io.wattledger.chassis.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a logger tells, until it is closed. */
final class Heard extends Handler implements AutoCloseable {

    private final Logger log;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    Heard(String name) {
        log = Logger.getLogger(name);
        log.addHandler(this);
    }

    List<LogRecord> records() {
        return records;
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
    }
}
