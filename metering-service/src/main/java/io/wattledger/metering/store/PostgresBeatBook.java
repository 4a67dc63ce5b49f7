package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.metering.allocation.Windows;
import io.wattledger.metering.event.BeatStream;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.BeatBook;
import io.wattledger.metering.flow.Contended;
import io.wattledger.metering.store.LockedRows.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Streams of heartbeats in PostgreSQL, locked, read and written in sets, in the order of their keys. */
@ApplicationScoped
public class PostgresBeatBook implements BeatBook {

    private static final String TAKE =
            LockedRows.statement("beat_stream", "stream_key", "found.windows, found.fill_up_to_millis");
    private static final String COLUMNS = """
            tenant_id, stream_key, source, allocation, project, site, sku, gpu_thousandths, fill_up_to_millis, windows""";

    private static final int FIELDS = 10;
    private static final String COPY = "COPY beat_stream (" + COLUMNS + ") FROM STDIN (FORMAT binary)";
    private static final String BEGIN = """
            INSERT INTO beat_stream (%s)
            SELECT * FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                ?::bigint[], ?::bytea[])
            ON CONFLICT (tenant_id, stream_key) DO NOTHING
            """.formatted(COLUMNS);
    private static final String GO_ON = """
            UPDATE beat_stream AS stream SET windows = given.windows
            FROM unnest(?::tid[], ?::bytea[], ?::bytea[]) AS given (place, stream_key, windows)
            WHERE stream.ctid = given.place AND stream.stream_key = given.stream_key
            """;

    private final DataSource dataSource;

    PostgresBeatBook(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Taken take(Collection<BeatStream> streams) {
        try (Connection connection = dataSource.getConnection()) {
            return new Locked(LockedRows.lock(
                    connection,
                    TAKE,
                    streams,
                    stream -> stream.key().tenant(),
                    BeatStream::streamKey,
                    row -> new Known(Windows.of(row.getBytes(3)), row.getLong(4))));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private final class Locked implements Taken {
        private final LockedRows<BeatStream, Known> rows;

        Locked(LockedRows<BeatStream, Known> rows) {
            this.rows = rows;
        }

        @Override
        public @Nullable Known known(BeatStream stream) {
            return rows.known(stream);
        }

        @Override
        public void keep(Collection<State> states) {
            List<Written<BeatStream, Known, State>> fresh = rows.written(states, State::stream, false);
            List<Written<BeatStream, Known, State>> known = rows.written(states, State::stream, true);
            try (Connection connection = dataSource.getConnection()) {
                if (!fresh.isEmpty() && !begin(connection, fresh)) {
                    throw new Contended("a stream of heartbeats was begun by another copy at the same moment");
                }
                if (!known.isEmpty() && goOn(connection, known) != known.size()) {
                    throw new IllegalStateException("a stream of heartbeats that is locked cannot be written");
                }
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        }
    }

    /** Whether none of them was there. */
    private static boolean begin(Connection connection, List<Written<BeatStream, Known, State>> fresh)
            throws SQLException {
        if (Intake.takes(connection, fresh.size())) {
            return Intake.copy(connection, COPY, rows -> {
                for (Written<BeatStream, Known, State> one : fresh) {
                    write(rows.row(FIELDS), one);
                }
            });
        }
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            new Columns<>(connection, insert, 1, fresh)
                    .texts(Written::tenant)
                    .bytes(Written::key)
                    .texts(one -> one.state().stream().source())
                    .texts(one -> one.state().stream().allocation())
                    .texts(one -> one.state().stream().key().project())
                    .texts(one -> one.state().stream().key().site())
                    .texts(one -> one.state().stream().key().sku())
                    .numbers(one -> one.state().stream().gpuThousandths())
                    .numbers(one -> one.state().known().fillUpToMillis())
                    .bytes(one -> one.state().known().windows().bytes());
            return insert.executeUpdate() == fresh.size();
        }
    }

    private static void write(CopyRows row, Written<BeatStream, Known, State> one) throws SQLException {
        BeatStream stream = one.state().stream();
        EventKey key = one.row().key();
        row.text(one.tenant())
                .key(key.high(), key.low())
                .text(stream.source())
                .text(stream.allocation())
                .text(stream.key().project())
                .text(stream.key().site())
                .text(stream.key().sku())
                .bigint(stream.gpuThousandths())
                .bigint(one.state().known().fillUpToMillis())
                .bytes(one.state().known().windows().bytes());
    }

    private static int goOn(Connection connection, List<Written<BeatStream, Known, State>> known) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(GO_ON)) {
            new Columns<>(connection, update, 1, known)
                    .places(Written::place)
                    .bytes(Written::key)
                    .bytes(one -> one.state().known().windows().bytes());
            return update.executeUpdate();
        }
    }
}
