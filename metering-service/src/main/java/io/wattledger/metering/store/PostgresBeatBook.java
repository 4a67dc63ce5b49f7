package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.metering.allocation.Windows;
import io.wattledger.metering.event.BeatStream;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.BeatBook;
import io.wattledger.metering.flow.Contended;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/** Streams of heartbeats in PostgreSQL, locked, read and written in sets, in the order of their keys. */
@ApplicationScoped
public class PostgresBeatBook implements BeatBook {

    private static final RowPlaces PLACES = new RowPlaces("beat_stream", "stream_key");
    private static final String LOCKED = """
            SELECT given.number, stream.fill_up_to_millis, stream.windows, stream.tenant_id, stream.stream_key
            FROM %s
            ORDER BY stream.tenant_id, stream.stream_key
            FOR UPDATE OF stream
            """;
    private static final String TAKE = LOCKED.formatted("""
            unnest(?::tid[]) WITH ORDINALITY AS given (place, number)
            JOIN beat_stream AS stream ON stream.ctid = given.place""");
    private static final String TAKE_BY_KEY = LOCKED.formatted("""
            unnest(?::text[], ?::bytea[]) WITH ORDINALITY AS given (tenant_id, stream_key, number)
            JOIN beat_stream AS stream USING (tenant_id, stream_key)""");
    private static final String BEGIN = """
            INSERT INTO beat_stream (tenant_id, stream_key, source, allocation, project, site, sku, gpu_thousandths,
                fill_up_to_millis, windows)
            SELECT * FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                ?::bigint[], ?::bytea[])
            ON CONFLICT (tenant_id, stream_key) DO NOTHING
            """;
    private static final String GO_ON = """
            UPDATE beat_stream AS stream SET windows = given.windows
            FROM unnest(?::tid[], ?::bytea[], ?::bytea[]) AS given (place, stream_key, windows)
            WHERE stream.ctid = given.place AND stream.stream_key = given.stream_key
            """;

    private static final Comparator<Keyed<?>> BY_KEY =
            Comparator.comparing((Keyed<?> one) -> one.stream().key().tenant()).thenComparing(Keyed::key);

    private final DataSource dataSource;

    PostgresBeatBook(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Something with the key of its stream, which takes a hash to work out. */
    private record Keyed<T>(BeatStream stream, EventKey key, T value) {

        static <T> List<Keyed<T>> ordered(Collection<T> values, Function<T, BeatStream> stream) {
            List<Keyed<T>> keyed = new ArrayList<>(values.size());
            for (T value : values) {
                BeatStream its = stream.apply(value);
                keyed.add(new Keyed<>(its, its.streamKey(), value));
            }
            keyed.sort(BY_KEY);
            return keyed;
        }

        String tenant() {
            return stream.key().tenant();
        }
    }

    @Override
    public Map<BeatStream, Known> take(Collection<BeatStream> streams) {
        if (streams.isEmpty()) {
            return Map.of();
        }
        List<Keyed<BeatStream>> keyed = Keyed.ordered(streams, stream -> stream);
        try (Connection connection = dataSource.getConnection()) {
            RowPlaces.Places places = places(connection, keyed);
            if (places.count() == 0) {
                return Map.of();
            }
            Map<BeatStream, Known> known = HashMap.newHashMap(places.count());
            try (PreparedStatement select = connection.prepareStatement(TAKE)) {
                select.setString(1, places.array());
                read(select, keyed, known);
            }
            if (known.size() != places.count()) {
                // Another copy of the service has written some of them since, and they lie elsewhere now.
                try (PreparedStatement select = connection.prepareStatement(TAKE_BY_KEY)) {
                    fillKeys(new Columns<>(connection, select, 1, keyed));
                    read(select, keyed, known);
                }
            }
            return known;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static <T> RowPlaces.Places places(Connection connection, List<Keyed<T>> keyed) throws SQLException {
        return PLACES.find(connection, keyed, PostgresBeatBook::fillKeys);
    }

    private static <T> void fillKeys(Columns<Keyed<T>> columns) throws SQLException {
        columns.texts(Keyed::tenant).bytes(one -> one.key().bytes());
    }

    private static void read(PreparedStatement select, List<Keyed<BeatStream>> keyed, Map<BeatStream, Known> known)
            throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Keyed<BeatStream> one = keyed.get(row.getInt(1) - 1);
                if (one.tenant().equals(row.getString(4)) && one.key().equals(EventKey.of(row.getBytes(5)))) {
                    known.put(one.stream(), new Known(Windows.of(row.getBytes(3)), row.getLong(2)));
                }
            }
        }
    }

    @Override
    public void keep(Collection<State> states) {
        List<Keyed<State>> fresh =
                Keyed.ordered(states.stream().filter(State::isNew).toList(), State::stream);
        List<Keyed<State>> known =
                Keyed.ordered(states.stream().filter(state -> !state.isNew()).toList(), State::stream);
        if (!fresh.isEmpty() && write(BEGIN, fresh, PostgresBeatBook::fillAll) != fresh.size()) {
            throw new Contended("a stream of heartbeats was begun by another copy at the same moment");
        }
        if (!known.isEmpty() && goOn(known) != known.size()) {
            throw new IllegalStateException("a stream of heartbeats that is locked cannot be written");
        }
    }

    private static void fillAll(Columns<Keyed<State>> columns) throws SQLException {
        columns.texts(Keyed::tenant)
                .bytes(one -> one.key().bytes())
                .texts(one -> one.stream().source())
                .texts(one -> one.stream().allocation())
                .texts(one -> one.stream().key().project())
                .texts(one -> one.stream().key().site())
                .texts(one -> one.stream().key().sku())
                .numbers(one -> one.stream().gpuThousandths())
                .numbers(one -> one.value().known().fillUpToMillis())
                .bytes(one -> one.value().known().windows().bytes());
    }

    /** They are locked since they were taken, so they stay where they are found. */
    private int goOn(List<Keyed<State>> states) {
        try (Connection connection = dataSource.getConnection()) {
            RowPlaces.Places places = places(connection, states);
            try (PreparedStatement update = connection.prepareStatement(GO_ON)) {
                update.setString(1, places.array());
                new Columns<>(connection, update, 2, states)
                        .bytes(one -> one.key().bytes())
                        .bytes(one -> one.value().known().windows().bytes());
                return update.executeUpdate();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private int write(String sql, List<Keyed<State>> states, Columns.Filling<Keyed<State>> filling) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement write = connection.prepareStatement(sql)) {
            filling.fill(new Columns<>(connection, write, 1, states));
            return write.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
