package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.AfterCommit;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.allocation.Marks;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import io.wattledger.metering.store.OpenAllocationJournal.Until;
import io.wattledger.metering.store.TakenRows.Beginning;
import io.wattledger.metering.store.TakenRows.Look;
import io.wattledger.metering.store.TakenRows.Naming;
import io.wattledger.metering.store.TakenRows.Split;
import io.wattledger.metering.store.TakenRows.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Allocations in PostgreSQL, read and written in sets, in the order of their keys. */
@ApplicationScoped
public class PostgresAllocationBook implements AllocationBook {

    private static final Look LOOK = Look.at("allocation", "allocation_key", "marks", """
            , found.metered_until, found.started_at IS NOT NULL AND found.stopped_at IS NULL""");
    private static final Naming<AllocationName> NAMING = new Naming<>(AllocationName::tenant, AllocationName::key);
    private static final String ALL = """
            tenant_id, allocation_key, source, site, allocation, marks, project, sku, gpu_thousandths, devices, started_at,
            stopped_at, metered_until""";

    private static final int FIELDS = 13;
    private static final String COPY = "COPY allocation (" + ALL + ") FROM STDIN (FORMAT binary)";
    private static final String BEGIN = """
            INSERT INTO allocation (%s)
            SELECT tenant_id, allocation_key, source, site, allocation, marks, project, sku, gpu_thousandths, devices,
                timestamptz 'epoch' + started_milli * interval '1 millisecond',
                timestamptz 'epoch' + stopped_milli * interval '1 millisecond',
                metered_until
            FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bigint[], ?::timestamptz[],
                ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[])
                AS given (tenant_id, allocation_key, source, site, allocation, marks, stopped_milli, metered_until,
                    project, sku, gpu_thousandths, devices, started_milli)
            ON CONFLICT (tenant_id, allocation_key) DO NOTHING
            """.formatted(ALL);
    private static final Beginning<Written<Held, State>> BEGINNING =
            new Beginning<>(COPY, FIELDS, PostgresAllocationBook::write, BEGIN, PostgresAllocationBook::fill);
    private static final String IS_AS_TAKEN = """
            WHERE allocation.tenant_id = given.tenant_id AND allocation.allocation_key = given.allocation_key
                AND allocation.marks = given.marks_before
                AND allocation.metered_until IS NOT DISTINCT FROM given.metered_before
            """;
    private static final String GO_ON = """
            UPDATE allocation
            SET marks = given.marks,
                stopped_at = timestamptz 'epoch' + given.stopped_milli * interval '1 millisecond',
                metered_until = given.metered_until, project = given.project, sku = given.sku,
                gpu_thousandths = given.gpu_thousandths, devices = given.devices,
                started_at = timestamptz 'epoch' + given.started_milli * interval '1 millisecond'
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::timestamptz[], ?::bytea[], ?::bigint[], ?::timestamptz[],
                ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[])
                AS given (tenant_id, allocation_key, marks_before, metered_before, marks, stopped_milli, metered_until,
                    project, sku, gpu_thousandths, devices, started_milli)
            """ + IS_AS_TAKEN;

    /** The same where nothing begins, as nearly always: what allocations began with need not be sent and written again. */
    private static final String RUN_ON = """
            UPDATE allocation
            SET marks = given.marks,
                stopped_at = timestamptz 'epoch' + given.stopped_milli * interval '1 millisecond',
                metered_until = given.metered_until
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::timestamptz[], ?::bytea[], ?::bigint[], ?::timestamptz[])
                AS given (tenant_id, allocation_key, marks_before, metered_before, marks, stopped_milli, metered_until)
            """ + IS_AS_TAKEN;

    /**
     * Sites where open allocations are not metered up to the watermark, with up to when the first of them is metered, and the last
     * moment before the watermark; or up to when the last is metered, where that is beyond the watermark. In microseconds.
     */
    static final String BEHIND = """
            SELECT place.tenant_id, place.site,
                (extract(epoch FROM greatest(place.first, 'epoch')) * 1000000)::bigint,
                (extract(epoch FROM greatest(place.last, mark.complete_until - interval '1 microsecond')) * 1000000)::bigint
            FROM (SELECT tenant_id, site, min(coalesce(metered_until, '-infinity')) AS first,
                    max(coalesce(metered_until, '-infinity')) AS last
                FROM (SELECT tenant_id, site, metered_until FROM open_allocation
                    WHERE site IN (SELECT site FROM collector_watermark)
                    GROUP BY tenant_id, site, metered_until HAVING sum(more) > 0) AS open
                GROUP BY tenant_id, site) AS place
            CROSS JOIN LATERAL (%s) AS mark
            WHERE mark.complete_until <> place.first OR mark.complete_until <> place.last
            ORDER BY place.tenant_id, place.site
            """.formatted(PostgresSiteWatermarks.COMPLETE);

    private static final String OF_OPEN = """
            SELECT found.*
            FROM (SELECT tenant_id, allocation_key FROM (%s) AS open WHERE %s ORDER BY %s LIMIT ?) AS named
            CROSS JOIN LATERAL (
                SELECT %s FROM allocation
                WHERE tenant_id = named.tenant_id AND allocation_key = named.allocation_key
                    AND started_at IS NOT NULL AND stopped_at IS NULL
                %s) AS found
            ORDER BY tenant_id, allocation_key
            """;

    private static final String KEY = "tenant_id, allocation_key";

    /**
     * Those that are furthest behind, since the watermark may move on before all have had their turn, locked in the order of their
     * keys. What stops or is extended by somebody else until its row is locked is not taken.
     */
    private static final String TAKE_OPEN = OF_OPEN.formatted(
            "SELECT * FROM (%s ORDER BY metered_until NULLS FIRST, allocation_key LIMIT ?) AS furthest"
                    .formatted(OpenAllocationJournal.open(
                            "tenant_id = ? AND site = ? AND metered_until IS DISTINCT FROM ?")),
            "true",
            KEY,
            AllocationRows.COLUMNS,
            "AND metered_until IS DISTINCT FROM ? FOR UPDATE");

    private static final String EXTEND = """
            UPDATE allocation SET metered_until = ?
            WHERE tenant_id = ? AND allocation_key = ANY (?::bytea[])
            """;
    private static final String SEEN = "(? OR tenant_id = ANY (?))";
    private static final String AFTER = "(? OR (tenant_id, allocation_key) > (?, ?))";
    private static final String LIST_OPEN =
            OF_OPEN.formatted(OpenAllocationJournal.open(SEEN), AFTER, KEY, AllocationRows.COLUMNS, "LIMIT 1");
    private static final String LIST_STOPPED = """
            SELECT %s FROM allocation
            WHERE %s AND %s AND started_at IS NOT NULL AND stopped_at IS NOT NULL
            ORDER BY tenant_id, allocation_key LIMIT ?
            """.formatted(AllocationRows.COLUMNS, SEEN, AFTER);

    private final DataSource dataSource;
    private final TenantScope scope;
    private final AfterCommit afterCommit;
    private final RememberedRows<Held> remembered = new RememberedRows<>(held -> held.marks().length);

    PostgresAllocationBook(DataSource dataSource, TenantScope scope, AfterCommit afterCommit) {
        this.dataSource = dataSource;
        this.scope = scope;
        this.afterCommit = afterCommit;
    }

    /**
     * What the row of an allocation holds.
     *
     * @param marks in the form of {@link Marks#bytes}
     * @param meteredUntil to the microsecond
     * @param isOpen whether its last run is
     */
    private record Held(byte[] marks, @Nullable Instant meteredUntil, boolean isOpen) {

        @Nullable
        Until open() {
            return isOpen ? new Until(meteredUntil) : null;
        }

        static Held of(State state) {
            Instant meteredUntil = state.meteredUntil();
            Latest latest = state.latest();
            return new Held(
                    state.marks().bytes(),
                    meteredUntil == null ? null : Micros.downTo(meteredUntil),
                    latest != null && latest.stoppedAt() == null);
        }
    }

    @Override
    public Taken take(List<AllocationName> names, IntPredicate isLikelyNew) {
        try (Connection connection = dataSource.getConnection()) {
            return new TakenAllocations(TakenRows.take(
                    connection,
                    LOOK,
                    names,
                    NAMING,
                    isLikelyNew,
                    remembered,
                    row -> new Held(row.getBytes(2), Rows.instantOrNull(row, 3), row.getBoolean(4))));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private final class TakenAllocations implements Taken {
        private final TakenRows<Held> rows;

        TakenAllocations(TakenRows<Held> rows) {
            this.rows = rows;
        }

        @Override
        public @Nullable Known known(int place) {
            Held held = rows.held(place);
            return held == null ? null : new Known(Marks.of(held.marks()), held.meteredUntil());
        }

        @Override
        public void keep(List<State> states) {
            Split<Held, State> split = rows.split(states, Held::of);
            try (Connection connection = dataSource.getConnection()) {
                if (!goOn(connection, split.known()) || !TakenRows.begin(connection, BEGINNING, split.fresh())) {
                    remembered.distrust();
                    throw new Contended("somebody else works on the same allocations");
                }
                tellOpen(connection, split);
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
            afterCommit.run(() -> split.forEach(this::remember));
        }

        /** One that has stopped is hardly heard of again. */
        private void remember(Written<Held, State> one) {
            if (one.state().latest() == null || one.after().isOpen()) {
                remembered.keep(one.tenant(), one.row().key(), one.after());
            } else {
                remembered.forget(one.tenant(), one.row().key());
            }
        }
    }

    /** Tells in the journal which are open from now on, and which no more. */
    private static void tellOpen(Connection connection, Split<Held, State> split) throws SQLException {
        OpenAllocationJournal journal = new OpenAllocationJournal();
        split.forEach(one -> {
            Held before = one.row().held();
            String site = one.state().name().site();
            journal.change(
                    one.tenant(),
                    site,
                    one.row().key(),
                    before == null ? null : before.open(),
                    one.after().open());
        });
        journal.write(connection);
    }

    private static void fill(Columns<Written<Held, State>> columns) throws SQLException {
        fillBeginning(fillEnd(Written.fillName(columns, State::name)));
    }

    private static void write(CopyRows row, Written<Held, State> one) throws SQLException {
        one.copyName(row, one.state().name())
                .bytes(one.after().marks())
                .text(latest(one, Latest::project))
                .text(latest(one, Latest::sku))
                .bigint(latest(one, Latest::gpuThousandths))
                .text(latest(one, PostgresAllocationBook::lines))
                .milli(milli(latest(one, Latest::startedAt)))
                .milli(milli(latest(one, Latest::stoppedAt)))
                .instantOrNull(one.after().meteredUntil());
    }

    /** Whether all of them were as they were taken for. One statement for all, so that rows are locked in one order. */
    private static boolean goOn(Connection connection, List<Written<Held, State>> known) throws SQLException {
        boolean isAnyBegun = known.stream().anyMatch(one -> !one.state().isRunAsBefore());
        return TakenRows.change(connection, isAnyBegun ? GO_ON : RUN_ON, known, columns -> {
            columns.texts(Written::tenant)
                    .bytes(Written::key)
                    .bytes(one -> one.before().marks())
                    .instantsOrNull(one -> one.before().meteredUntil());
            fillEnd(columns);
            if (isAnyBegun) {
                fillBeginning(columns);
            }
        });
    }

    private static Columns<Written<Held, State>> fillEnd(Columns<Written<Held, State>> columns) throws SQLException {
        return columns.bytes(one -> one.after().marks())
                .numbersOrNull(one -> milli(latest(one, Latest::stoppedAt)))
                .instantsOrNull(one -> one.after().meteredUntil());
    }

    private static void fillBeginning(Columns<Written<Held, State>> columns) throws SQLException {
        columns.texts(one -> latest(one, Latest::project))
                .texts(one -> latest(one, Latest::sku))
                .numbersOrNull(one -> latest(one, Latest::gpuThousandths))
                .texts(one -> latest(one, PostgresAllocationBook::lines))
                .numbersOrNull(one -> milli(latest(one, Latest::startedAt)));
    }

    private static <T> @Nullable T latest(Written<Held, State> one, Function<Latest, @Nullable T> member) {
        Latest latest = one.state().latest();
        return latest == null ? null : member.apply(latest);
    }

    private static @Nullable Long milli(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    @Override
    public List<TenantSite> behind() {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BEHIND)) {
                return Rows.read(select, row -> new TenantSite(row.getString(1), row.getString(2)));
            }
        });
    }

    @Override
    public List<Open> takeOpen(TenantSite site, Instant watermark, int most) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(TAKE_OPEN)) {
            OffsetDateTime until = watermark.atOffset(ZoneOffset.UTC);
            select.setString(1, site.tenant());
            select.setString(2, site.site());
            select.setObject(3, until);
            select.setInt(4, most);
            select.setInt(5, most);
            select.setObject(6, until);
            return Rows.read(select, AllocationRows::open);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void extend(TenantSite site, List<Open> open, Instant meteredUntil) {
        Instant written = Micros.downTo(meteredUntil);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement extend = connection.prepareStatement(EXTEND)) {
            extend.setObject(1, written.atOffset(ZoneOffset.UTC));
            extend.setString(2, site.tenant());
            new Columns<>(connection, extend, 3, open)
                    .bytes(one -> one.name().key().bytes());
            extend.executeUpdate();
            OpenAllocationJournal journal = new OpenAllocationJournal();
            for (Open one : open) {
                Until before = new Until(one.meteredUntil());
                journal.change(site.tenant(), site.site(), one.name().key(), before, new Until(written));
            }
            journal.write(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        afterCommit.run(() -> open.forEach(one -> remembered.change(
                one.name().tenant(), one.name().key(), held -> new Held(held.marks(), written, held.isOpen()))));
    }

    @Override
    public boolean rollUp() {
        return OpenAllocationJournal.rollUp(scope);
    }

    @Override
    public List<Listed> list(Sight sight, boolean isOpen, @Nullable Place after, int most) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(isOpen ? LIST_OPEN : LIST_STOPPED)) {
                SightReading.bind(connection, select, 1, sight);
                select.setBoolean(3, after == null);
                select.setString(4, after == null ? "" : after.tenant());
                select.setBytes(5, after == null ? new byte[0] : HexFormat.of().parseHex(after.key()));
                select.setInt(6, most);
                return Rows.read(select, AllocationRows::listed);
            }
        });
    }

    /** Ids of devices have no control characters. */
    private static @Nullable String lines(Latest latest) {
        return latest.devices().isEmpty() ? null : String.join("\n", latest.devices());
    }
}
