package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.AfterCommit;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.event.AllocationName;
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

/** Allocations that beat, in PostgreSQL, read and written in sets, in the order of their keys. */
@ApplicationScoped
public class PostgresBeatBook implements BeatBook {

    private static final Look LOOK = Look.at("beat_allocation", "allocation_key", "beats", "");

    private static final Naming<AllocationName> NAMING = new Naming<>(AllocationName::tenant, AllocationName::key);

    /** One that beats is remembered, so one that is not begins, but for the first beats after a start of the service. */
    private static final IntPredicate IS_LIKELY_NEW = place -> true;

    private static final String COLUMNS = "tenant_id, allocation_key, source, site, allocation, beats";

    private static final int FIELDS = 6;
    private static final String COPY = "COPY beat_allocation (" + COLUMNS + ") FROM STDIN (FORMAT binary)";
    private static final String BEGIN = """
            INSERT INTO beat_allocation (%s)
            SELECT * FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::bytea[])
            ON CONFLICT (tenant_id, allocation_key) DO NOTHING
            """.formatted(COLUMNS);
    private static final Beginning<Written<Held, State>> BEGINNING =
            new Beginning<>(COPY, FIELDS, PostgresBeatBook::write, BEGIN, PostgresBeatBook::fill);
    private static final String GO_ON = """
            UPDATE beat_allocation AS one SET beats = given.beats
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::bytea[])
                AS given (tenant_id, allocation_key, beats_before, beats)
            WHERE one.tenant_id = given.tenant_id AND one.allocation_key = given.allocation_key
                AND one.beats = given.beats_before
            """;

    private final DataSource dataSource;
    private final AfterCommit afterCommit;
    private final RememberedRows<Held> remembered = new RememberedRows<>(held -> held.beats().length);

    PostgresBeatBook(DataSource dataSource, AfterCommit afterCommit) {
        this.dataSource = dataSource;
        this.afterCommit = afterCommit;
    }

    /** What the row of an allocation holds. */
    private record Held(byte[] beats) {}

    @Override
    public Taken take(List<AllocationName> names) {
        try (Connection connection = dataSource.getConnection()) {
            return new TakenAllocations(
                    names,
                    TakenRows.take(
                            connection,
                            LOOK,
                            names,
                            NAMING,
                            IS_LIKELY_NEW,
                            remembered,
                            row -> new Held(row.getBytes(2))));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private final class TakenAllocations implements Taken {
        private final List<AllocationName> names;
        private final TakenRows<Held> rows;
        private final BeatsAside aside = new BeatsAside();

        TakenAllocations(List<AllocationName> names, TakenRows<Held> rows) {
            this.names = names;
            this.rows = rows;
        }

        @Override
        public @Nullable BeatTimeline known(int place) {
            Held held = rows.held(place);
            return held == null ? null : BeatTimeline.of(held.beats());
        }

        @Override
        public void takeIn(int place, BeatTimeline beats, long from) {
            AllocationName name = names.get(place);
            List<BeatTimeline.Part> parts;
            try (Connection connection = dataSource.getConnection()) {
                parts = aside.take(connection, name.tenant(), name.key(), from);
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
            TakenRows.requireRoom(names.size(), aside.bytes());
            if (!beats.takeIn(parts) || beats.reachesAside(from)) {
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
            afterCommit.run(() ->
                    split.forEach(one -> remembered.keep(one.tenant(), one.row().key(), one.after())));
        }
    }

    private Contended contended() {
        remembered.distrust();
        return new Contended("somebody else works on the same allocations that beat");
    }

    private static Held held(State state) {
        return new Held(state.beats().bytes());
    }

    private static void fill(Columns<Written<Held, State>> columns) throws SQLException {
        Written.fillName(columns, State::name).bytes(one -> one.after().beats());
    }

    private static void write(CopyRows row, Written<Held, State> one) throws SQLException {
        one.copyName(row, one.state().name()).bytes(one.after().beats());
    }

    /** Whether all of them were as they were taken for. */
    private static boolean goOn(Connection connection, List<Written<Held, State>> known) throws SQLException {
        return TakenRows.change(
                connection,
                GO_ON,
                known,
                columns -> columns.texts(Written::tenant)
                        .bytes(Written::key)
                        .bytes(one -> one.before().beats())
                        .bytes(one -> one.after().beats()));
    }
}
