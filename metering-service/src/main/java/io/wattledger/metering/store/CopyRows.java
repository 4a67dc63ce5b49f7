package io.wattledger.metering.store;

import io.wattledger.metering.event.EventKey;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Writes rows in PostgreSQL's binary COPY format, field by field, straight into the buffer that is sent: the server does
 * not parse, and there is no object per field. The format is that of the page on COPY in PostgreSQL's manual.
 */
final class CopyRows {

    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TRAILER = -1;
    private static final int ABSENT = -1;
    private static final int BUFFER = 64 * 1024;
    private static final int ASCII = 0x80;

    /** PostgreSQL counts microseconds from 2000-01-01T00:00:00Z. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final long EPOCH_MILLI = EPOCH.toEpochMilli();
    private static final long MICROS_PER_MILLI = 1000;

    private final CopyIn target;
    private final byte[] buffer = new byte[BUFFER];
    private int length;

    private CopyRows(CopyIn target) {
        this.target = target;
    }

    /** Writes all rows of a COPY. */
    @FunctionalInterface
    interface Filling {
        void fill(CopyRows rows) throws SQLException;
    }

    /**
     * Runs a COPY … FROM STDIN (FORMAT binary).
     *
     * @throws SQLException when the server refuses the rows; nothing of them is there then
     */
    static void copy(CopyManager manager, String sql, Filling filling) throws SQLException {
        CopyIn target = manager.copyIn(sql);
        try {
            CopyRows rows = new CopyRows(target);
            rows.raw(HEADER, HEADER.length);
            filling.fill(rows);
            rows.shortNumber(TRAILER);
            rows.send();
            target.endCopy();
        } finally {
            if (target.isActive()) {
                target.cancelCopy();
            }
        }
    }

    /** Begins a row of so many fields. */
    CopyRows row(int fields) throws SQLException {
        shortNumber(fields);
        return this;
    }

    CopyRows text(@Nullable String value) throws SQLException {
        if (value == null) {
            return absent();
        }
        int characters = value.length();
        if (characters > BUFFER / 2) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }
        room(Integer.BYTES + characters);
        int at = length + Integer.BYTES;
        for (int i = 0; i < characters; i++) {
            char c = value.charAt(i);
            if (c >= ASCII) {
                return bytes(value.getBytes(StandardCharsets.UTF_8));
            }
            buffer[at + i] = (byte) c;
        }
        put(characters, Integer.BYTES);
        length += characters;
        return this;
    }

    CopyRows bytes(byte[] value) throws SQLException {
        number(value.length, Integer.BYTES);
        raw(value, value.length);
        return this;
    }

    /** A bytea of 16 bytes. */
    CopyRows key(long high, long low) throws SQLException {
        room(Integer.BYTES + 2 * Long.BYTES);
        put(2 * Long.BYTES, Integer.BYTES);
        put(high, Long.BYTES);
        put(low, Long.BYTES);
        return this;
    }

    /** A bytea of 16 bytes, or none. */
    CopyRows keyOrNull(@Nullable EventKey key) throws SQLException {
        return key == null ? absent() : key(key.high(), key.low());
    }

    /** A boolean. */
    CopyRows flag(boolean value) throws SQLException {
        room(Integer.BYTES + Byte.BYTES);
        put(Byte.BYTES, Integer.BYTES);
        put(value ? 1 : 0, Byte.BYTES);
        return this;
    }

    private CopyRows whole(long value) throws SQLException {
        room(Integer.BYTES + Long.BYTES);
        put(Long.BYTES, Integer.BYTES);
        put(value, Long.BYTES);
        return this;
    }

    CopyRows bigint(@Nullable Long value) throws SQLException {
        return value == null ? absent() : whole(value);
    }

    CopyRows smallint(int value) throws SQLException {
        room(Integer.BYTES + Short.BYTES);
        put(Short.BYTES, Integer.BYTES);
        put(value, Short.BYTES);
        return this;
    }

    /** A timestamptz from milliseconds since the epoch. */
    CopyRows milli(@Nullable Long epochMilli) throws SQLException {
        return epochMilli == null ? absent() : whole((epochMilli - EPOCH_MILLI) * MICROS_PER_MILLI);
    }

    /** A timestamptz, to the microsecond. */
    CopyRows instant(Instant value) throws SQLException {
        return whole(EPOCH.until(value, ChronoUnit.MICROS));
    }

    /** A timestamptz, to the microsecond, or none. */
    CopyRows instantOrNull(@Nullable Instant value) throws SQLException {
        return value == null ? absent() : instant(value);
    }

    private CopyRows absent() throws SQLException {
        number(ABSENT, Integer.BYTES);
        return this;
    }

    private void shortNumber(int value) throws SQLException {
        number(value, Short.BYTES);
    }

    private void number(long value, int size) throws SQLException {
        room(size);
        put(value, size);
    }

    private void put(long value, int size) {
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    private void raw(byte[] value, int size) throws SQLException {
        if (size > BUFFER) {
            send();
            target.writeToCopy(value, 0, size);
            return;
        }
        room(size);
        System.arraycopy(value, 0, buffer, length, size);
        length += size;
    }

    private void room(int size) throws SQLException {
        if (length + size > BUFFER) {
            send();
        }
    }

    private void send() throws SQLException {
        target.writeToCopy(buffer, 0, length);
        length = 0;
    }
}
