package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.Hold;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.DeviceBook;
import io.wattledger.metering.flow.DeviceTime;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Claims and holds of devices in PostgreSQL. */
@ApplicationScoped
public class PostgresDeviceBook implements DeviceBook {

    private static final KeyLocks LOCKS = new KeyLocks(0xDE71CE);

    /** Rows of all tenants, in the middle of a transaction for some of them. */
    private static final String BEGIN_LOOK = "SET LOCAL ROLE metering_operator";

    private static final String END_LOOK = "SET LOCAL ROLE NONE";

    /** Of one device that meet, or meet one that does. Work grows with their square: so many take some seconds. */
    private static final int MOST_CLAIMS = 5_000;

    private static final int ROWS_PER_FETCH = 2_000;

    private static final Comparator<DeviceClaim> BY_INDEX = Comparator.comparing(
                    (DeviceClaim one) -> one.claim().claimant().tenant())
            .thenComparing(one -> one.device().key())
            .thenComparing(one -> one.claim().claimant().contributor())
            .thenComparing(one -> one.claim().interval().start());

    private final DataSource dataSource;
    private final TenantScope scope;

    PostgresDeviceBook(DataSource dataSource, TenantScope scope) {
        this.dataSource = dataSource;
        this.scope = scope;
    }

    @Override
    public List<Hold> change(Collection<DeviceClaim> begun, Collection<DeviceClaim> ended, Instant now) {
        Set<DeviceClaim> never = new HashSet<>(begun);
        never.retainAll(Set.copyOf(ended));
        Map<List<Object>, DeviceClaim> latest = new HashMap<>();
        for (DeviceClaim one : begun) {
            if (!never.contains(one)) {
                latest.merge(identity(one), one, PostgresDeviceBook::later);
            }
        }
        List<DeviceClaim> added = latest.values().stream().sorted(BY_INDEX).toList();
        List<DeviceClaim> removed = ended.stream()
                .filter(one -> !never.contains(one) && !isExtended(one, latest.get(identity(one))))
                .sorted(BY_INDEX)
                .toList();
        List<DeviceClaim> changed = new ArrayList<>(removed);
        changed.addAll(news(added, ended));
        if (changed.isEmpty()) {
            return List.of();
        }
        Columns.write(dataSource, DeviceSql.REMOVE_CLAIMS, removed, DeviceColumns::claimKeys);
        List<Hold> released = removed.isEmpty() ? List.of() : released(removed, now);
        Columns.write(dataSource, DeviceSql.ADD_CLAIMS, added, DeviceColumns::claims);
        Columns.write(dataSource, DeviceSql.NOTE_CHANGES, changed, DeviceColumns::changes);
        return released;
    }

    private static List<Object> identity(DeviceClaim one) {
        Claim claim = one.claim();
        return List.of(one.device(), claim.claimant(), claim.interval().start(), claim.key(), claim.gpuThousandths());
    }

    private static DeviceClaim later(DeviceClaim one, DeviceClaim other) {
        return other.claim().interval().end().isAfter(one.claim().interval().end()) ? other : one;
    }

    private static boolean isExtended(DeviceClaim ended, @Nullable DeviceClaim begun) {
        return begun != null
                && !begun.claim()
                        .interval()
                        .end()
                        .isBefore(ended.claim().interval().end());
    }

    /** What of claims is not known yet: of one that ends later than before the time since then, otherwise all of it. */
    private static List<DeviceClaim> news(List<DeviceClaim> begun, Collection<DeviceClaim> ended) {
        Map<List<Object>, DeviceClaim> before = new HashMap<>();
        ended.forEach(one -> before.merge(identity(one), one, PostgresDeviceBook::later));
        List<DeviceClaim> news = new ArrayList<>();
        for (DeviceClaim one : begun) {
            Claim claim = one.claim();
            DeviceClaim known = before.get(identity(one));
            Instant end = claim.interval().end();
            Instant since = known == null ? claim.interval().start() : sinceWhen(known, one);
            if (end.isAfter(since)) {
                Claim rest = new Claim(claim.claimant(), new Interval(since, end), claim.key(), claim.gpuThousandths());
                news.add(new DeviceClaim(one.device(), rest, List.of()));
            }
        }
        return news;
    }

    private static Instant sinceWhen(DeviceClaim known, DeviceClaim next) {
        Instant end = known.claim().interval().end();
        Instant different = Gaps.firstDifference(known.gaps(), next.gaps());
        return different != null && different.isBefore(end) ? different : end;
    }

    private List<Hold> released(List<DeviceClaim> removed, Instant now) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement release = connection.prepareStatement(DeviceSql.RELEASE_OF_CLAIMS)) {
            release.setObject(1, now.atOffset(ZoneOffset.UTC));
            DeviceColumns.claimKeys(new Columns<>(connection, release, 2, removed))
                    .numbers(one -> one.claim().interval().end().toEpochMilli());
            return Rows.read(release, DeviceColumns::hold).stream()
                    .map(DeviceHold::hold)
                    .toList();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public List<Waiting> waiting(int most, Collection<EventKey> aside) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(DeviceSql.WAITING)) {
                new Columns<>(connection, select, 1, List.copyOf(aside)).bytes(EventKey::bytes);
                select.setInt(2, most);
                return Rows.read(select, PostgresDeviceBook::waitingDevice);
            }
        });
    }

    private static Waiting waitingDevice(ResultSet row) throws SQLException {
        Array tenants = row.getArray("tenants");
        return new Waiting(device(row), List.of((String[]) tenants.getArray()));
    }

    @Override
    public List<DeviceTime> take(Collection<Device> devices) {
        List<EventKey> keys = devices.stream().map(Device::key).sorted().toList();
        try (Connection connection = dataSource.getConnection()) {
            List<EventKey> locked = nobodyElses(connection, List.copyOf(LOCKS.take(connection, keys)));
            try (PreparedStatement take = connection.prepareStatement(DeviceSql.TAKE)) {
                new Columns<>(connection, take, 1, locked).bytes(EventKey::bytes);
                return Rows.read(take, PostgresDeviceBook::time);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Those of which the transaction sees everything. Whose a device is was read before it was locked: had somebody else come since,
     * a change would be taken and what it means for the other never looked at. Such a device waits until its turn comes again.
     */
    private static List<EventKey> nobodyElses(Connection connection, List<EventKey> locked) throws SQLException {
        List<EventKey> ours = new ArrayList<>();
        try (Statement role = connection.createStatement()) {
            role.execute(BEGIN_LOOK);
            try (PreparedStatement select = connection.prepareStatement(DeviceSql.NOBODY_ELSES)) {
                new Columns<>(connection, select, 1, locked).bytes(EventKey::bytes);
                for (Device device : Rows.read(select, PostgresDeviceBook::device)) {
                    ours.add(device.key());
                }
            }
            role.execute(END_LOOK);
        }
        return ours;
    }

    private static Device device(ResultSet row) throws SQLException {
        return new Device(row.getString("site"), row.getString("device"));
    }

    private static DeviceTime time(ResultSet row) throws SQLException {
        return new DeviceTime(device(row), new Interval(Rows.instant(row, "from_at"), Rows.instant(row, "to_at")));
    }

    @Override
    public List<Around> around(List<DeviceTime> changed) {
        List<Around> around = new ArrayList<>();
        changed.forEach(one -> around.add(new Around(new ArrayList<>(), new ArrayList<>())));
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement select = windows(connection, DeviceSql.CLAIMS_AROUND, changed);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int place = row.getInt("place");
                    List<Claim> claims = around.get(place).claims();
                    claims.add(DeviceColumns.claim(row));
                    requireFew(claims, changed.get(place));
                }
            }
            try (PreparedStatement select = windows(connection, DeviceSql.HOLDS_AROUND, changed);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    around.get(row.getInt("place"))
                            .holds()
                            .add(DeviceColumns.hold(row).hold());
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        return around;
    }

    /** With so many, a check takes the memory and the time of all others. */
    private static void requireFew(List<Claim> claims, DeviceTime changed) {
        if (claims.size() > MOST_CLAIMS) {
            Claim last = claims.getLast();
            throw new TooManyClaims("the device " + changed.device() + " has more than " + MOST_CLAIMS
                    + " claims that meet around " + changed.time() + ", and is not checked; one of them is of tenant "
                    + last.claimant().tenant() + ", source " + last.claimant().source() + ", "
                    + last.claimant().name());
        }
    }

    private static PreparedStatement windows(Connection connection, String sql, List<DeviceTime> changed)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        select.setFetchSize(ROWS_PER_FETCH);
        PrimitiveIterator.OfInt places = IntStream.range(0, changed.size()).iterator();
        new Columns<>(connection, select, 1, changed)
                .numbers(one -> places.nextInt())
                .bytes(one -> one.device().key().bytes())
                .numbers(one -> one.time().start().toEpochMilli())
                .numbers(one -> one.time().end().toEpochMilli());
        return select;
    }

    @Override
    public List<DeviceHold> confirm(Collection<DeviceHold> begun) {
        if (begun.isEmpty()) {
            return List.of();
        }
        List<DeviceHold> holds = List.copyOf(begun);
        Map<DeviceHold, Integer> places = new HashMap<>();
        holds.forEach(hold -> places.put(hold, places.size()));
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(DeviceSql.CONFIRM)) {
            DeviceColumns.claimSpans(new Columns<>(connection, select, 1, holds))
                    .numbers(hold -> places.getOrDefault(hold, 0));
            return Rows.read(select, row -> holds.get(row.getInt(1)));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public List<DeviceHold> release(Collection<DeviceHold> ended, Instant now) {
        if (ended.isEmpty()) {
            return List.of();
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement release = connection.prepareStatement(DeviceSql.RELEASE)) {
            release.setObject(1, now.atOffset(ZoneOffset.UTC));
            DeviceColumns.holdKeys(new Columns<>(connection, release, 2, List.copyOf(ended)));
            return Rows.read(release, DeviceColumns::hold);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void begin(Collection<DeviceHold> confirmed, Instant now) {
        Columns.write(dataSource, DeviceSql.BEGIN, confirmed, columns -> DeviceColumns.holds(columns.forAll(now)));
    }

    @Override
    public long waiting(Collection<EventKey> aside) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT count(DISTINCT device_key) FROM device_change WHERE device_key <> ALL (?::bytea[])")) {
                new Columns<>(connection, select, 1, List.copyOf(aside)).bytes(EventKey::bytes);
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }
}
