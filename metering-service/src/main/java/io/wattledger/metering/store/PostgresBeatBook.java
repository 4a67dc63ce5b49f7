package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.AfterCommit;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.metering.allocation.Windows;
import io.wattledger.metering.event.BeatStream;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.BeatBook;
import io.wattledger.metering.store.TakenRows.Beginning;
import io.wattledger.metering.store.TakenRows.Look;
import io.wattledger.metering.store.TakenRows.Naming;
import io.wattledger.metering.store.TakenRows.Split;
import io.wattledger.metering.store.TakenRows.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntPredicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Streams of heartbeats in PostgreSQL, read and written in sets, in the order of their keys. */
@ApplicationScoped
public class PostgresBeatBook implements BeatBook {

    private static final Look LOOK = Look.at("beat_stream", "stream_key", "windows", "found.fill_up_to_millis");

    private static final Naming<BeatStream> NAMING =
            new Naming<>(stream -> stream.key().tenant(), BeatStream::streamKey);

    /** A stream that beats is remembered, so one that is not begins, but for the first beats after a start of the service. */
    private static final IntPredicate IS_LIKELY_NEW = place -> true;

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
    private static final Beginning<Written<Held, State>> BEGINNING =
            new Beginning<>(COPY, FIELDS, PostgresBeatBook::write, BEGIN, PostgresBeatBook::fill);
    private static final String GO_ON = """
            UPDATE beat_stream AS stream SET windows = given.windows
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::bytea[])
                AS given (tenant_id, stream_key, windows_before, windows)
            WHERE stream.tenant_id = given.tenant_id AND stream.stream_key = given.stream_key
                AND stream.windows = given.windows_before
            """;

    private final DataSource dataSource;
    private final AfterCommit afterCommit;
    private final RememberedRows<Held> remembered = new RememberedRows<>(held -> held.windows().length);

    PostgresBeatBook(DataSource dataSource, AfterCommit afterCommit) {
        this.dataSource = dataSource;
        this.afterCommit = afterCommit;
    }

    /** What the row of a stream holds. */
    private record Held(byte[] windows, long fillUpToMillis) {}

    @Override
    public Taken take(List<BeatStream> streams) {
        try (Connection connection = dataSource.getConnection()) {
            return new TakenStreams(
                    streams,
                    TakenRows.take(
                            connection,
                            LOOK,
                            streams,
                            NAMING,
                            IS_LIKELY_NEW,
                            remembered,
                            row -> new Held(row.getBytes(2), row.getLong(3))));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private final class TakenStreams implements Taken {
        private final List<BeatStream> streams;
        private final TakenRows<Held> rows;
        private final WindowsAside aside = new WindowsAside();

        TakenStreams(List<BeatStream> streams, TakenRows<Held> rows) {
            this.streams = streams;
            this.rows = rows;
        }

        @Override
        public @Nullable Known known(int place) {
            Held held = rows.held(place);
            return held == null ? null : new Known(Windows.of(held.windows()), held.fillUpToMillis());
        }

        @Override
        public void takeIn(int place, Windows windows, long from) {
            BeatStream stream = streams.get(place);
            List<Windows.Part> parts;
            try (Connection connection = dataSource.getConnection()) {
                parts = aside.take(connection, stream.key().tenant(), stream.streamKey(), from);
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
            TakenRows.requireRoom(streams.size(), aside.bytes());
            if (!windows.takeIn(parts) || windows.reachesAside(from)) {
                throw contended();
            }
        }

        @Override
        public void keep(List<State> states) {
            Split<Held, State> split = rows.split(states, PostgresBeatBook::held);
            try (Connection connection = dataSource.getConnection()) {
                if (!goOn(connection, split.known())
                        || !TakenRows.begin(connection, BEGINNING, split.fresh())
                        || !aside.keep(connection, states)) {
                    throw contended();
                }
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
            afterCommit.run(() -> {
                split.known()
                        .forEach(one -> remembered.keep(one.tenant(), one.row().key(), one.after()));
                split.fresh()
                        .forEach(one -> remembered.keep(one.tenant(), one.row().key(), one.after()));
            });
        }
    }

    private Contended contended() {
        remembered.distrust();
        return new Contended("somebody else works on the same streams of heartbeats");
    }

    private static Held held(State state) {
        return new Held(state.known().windows().bytes(), state.known().fillUpToMillis());
    }

    private static void fill(Columns<Written<Held, State>> columns) throws SQLException {
        columns.texts(Written::tenant)
                .bytes(Written::key)
                .texts(one -> one.state().stream().source())
                .texts(one -> one.state().stream().allocation())
                .texts(one -> one.state().stream().key().project())
                .texts(one -> one.state().stream().key().site())
                .texts(one -> one.state().stream().key().sku())
                .numbers(one -> one.state().stream().gpuThousandths())
                .numbers(one -> one.after().fillUpToMillis())
                .bytes(one -> one.after().windows());
    }

    private static void write(CopyRows row, Written<Held, State> one) throws SQLException {
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
                .bigint(one.after().fillUpToMillis())
                .bytes(one.after().windows());
    }

    /** Whether all of them were as they were taken for. */
    private static boolean goOn(Connection connection, List<Written<Held, State>> known) throws SQLException {
        return TakenRows.change(
                connection,
                GO_ON,
                known,
                columns -> columns.texts(Written::tenant)
                        .bytes(Written::key)
                        .bytes(one -> one.before().windows())
                        .bytes(one -> one.after().windows()));
    }
}
