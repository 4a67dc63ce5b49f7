package io.wattledger.chassis.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.ops.SessionFigures;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.WithSuite;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sessions of the service's role whose client does no more at some point, as one does whose process is stopped. Their connections are
 * the driver's own, and are cut off in the end, since to close one waits for what will never come.
 */
@QuarkusTest
@WithSuite
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SleepingSessionsTest {

    private static final long LOCK = 4_711;

    /** More than the driver holds back, and than the server reads at once. */
    private static final byte[] LINES = "a line\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    SessionFigures figures;

    @Inject
    MeterRegistry metrics;

    @Inject
    ServiceConfig config;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final List<Connection> opened = new ArrayList<>();
    private final SetClock clock = new SetClock();
    private SleepingSessions sessions;

    /** Stands until it is set on. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-30T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void aTableToCopyInto() throws SQLException {
        sessions = new SleepingSessions(dataSource, figures, config, clock);
        owner("DROP TABLE IF EXISTS copied; CREATE TABLE copied (line text); GRANT ALL ON copied TO " + user);
    }

    @AfterEach
    void cutOff() throws SQLException {
        sessions.close();
        for (Connection one : opened) {
            one.abort(Runnable::run);
        }
    }

    @Test
    void endsOneThatSleepsInTheMiddleOfACopyWithItsLocks() throws SQLException {
        double before = ended();
        Connection sleeper = sleeperWithLock();
        CopyIn copy = copyBegun(sleeper);
        assertThat(sessions.look()).isZero();
        assertThat(lockIsFree()).isFalse();

        passes(Duration.ofSeconds(29));
        assertThat(sessions.look()).isZero();
        passes(Duration.ofSeconds(1));
        assertThat(sessions.look()).isOne();

        await().atMost(Duration.ofSeconds(10)).until(this::lockIsFree);
        assertThat(ended() - before).isEqualTo(1);
        Throwable awake = catchThrowable(() -> {
            copy.writeToCopy(LINES, 0, LINES.length);
            copy.endCopy();
            sleeper.commit();
        });
        assertThat(awake).isInstanceOf(SQLException.class);
        assertThat(DatabaseException.mayPass(awake)).isTrue();
        assertThat(lines()).isZero();
        assertThat(sessions.look()).isZero();
    }

    @Test
    void leavesOneAloneThatGetsOnHoweverSlowly() throws SQLException {
        Connection slow = sleeperWithLock();
        CopyIn copy = copyBegun(slow);
        for (int i = 0; i < 10; i++) {
            assertThat(sessions.look()).isZero();
            passes(Duration.ofSeconds(29));
            assertThat(sessions.look()).isZero();
            copy.writeToCopy(LINES, 0, LINES.length);
            copy.flushCopy();
            awaitWaiting();
            passes(Duration.ofSeconds(1));
        }
        copy.endCopy();
        slow.commit();

        assertThat(lines()).isEqualTo(11 * 40_000);
    }

    @Test
    void endsOneThatSleepsInTheMiddleOfParameters() throws Exception {
        Connection sleeper = sleeperWithLock();
        CountDownLatch wake = new CountDownLatch(1);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> failure.complete(catchThrowable(() -> execute(sleeper, wake))));
        awaitWaiting();
        assertThat(sessions.look()).isZero();
        passes(Duration.ofSeconds(30));
        assertThat(sessions.look()).isOne();

        await().atMost(Duration.ofSeconds(10)).until(this::lockIsFree);
        wake.countDown();
        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
    }

    @Test
    void leavesThoseAloneThatWorkOrStandIdleAndThoseOfOthers() throws SQLException {
        Connection idle = sleeperWithLock();
        Connection working = connected();
        CompletableFuture<Throwable> work = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> work.complete(catchThrowable(() -> execute(working, "SELECT pg_sleep(60)"))));
        Connection other = OwnerDatabase.source().getConnection();
        opened.add(other);
        other.setAutoCommit(false);
        CopyIn copy = copyBegun(other);
        await().atMost(Duration.ofSeconds(10)).until(() -> number("state = 'active' AND wait_event = 'PgSleep'") == 1);

        sessions.look();
        passes(Duration.ofHours(1));
        assertThat(sessions.look()).isZero();

        assertThat(lockIsFree()).isFalse();
        execute(idle, "SELECT 1");
        assertThat(number("state = 'active' AND wait_event = 'PgSleep'")).isOne();
        assertThat(work).isNotDone();
        copy.endCopy();
        other.commit();
        assertThat(lines()).isEqualTo(40_000);
    }

    @Test
    void endsOneThoughAllConnectionsOfTheServiceWaitForItsLocks() throws SQLException {
        copyBegun(sleeperWithLock());
        List<Connection> all = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        while (all.size() < 1_000) {
                            all.add(dataSource.getConnection());
                        }
                    })
                    .hasMessageContaining("timeout");

            assertThat(sessions.look()).isZero();
            passes(Duration.ofSeconds(30));
            assertThat(sessions.look()).isOne();
        } finally {
            for (Connection one : all) {
                one.close();
            }
        }
    }

    @Test
    void looksThroughANewConnectionAfterItsOwnWasLost() throws SQLException {
        copyBegun(sleeperWithLock());
        assertThat(sessions.look()).isZero();
        assertThat(looksThatWereCutOff()).isPositive();
        assertThatThrownBy(() -> sessions.look()).isInstanceOf(SQLException.class);

        passes(Duration.ofSeconds(30));
        assertThat(sessions.look()).isOne();
    }

    private double ended() {
        return metrics.get("wattledger.database.sessions.ended").counter().count();
    }

    private void passes(Duration time) {
        clock.now = clock.now.plus(time);
    }

    private Connection connected() throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        opened.add(connection);
        return connection;
    }

    private Connection sleeperWithLock() throws SQLException {
        Connection connection = connected();
        connection.setAutoCommit(false);
        execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
        return connection;
    }

    private CopyIn copyBegun(Connection connection) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN (FORMAT text)");
        copy.writeToCopy(LINES, 0, LINES.length);
        copy.flushCopy();
        awaitWaiting();
        return copy;
    }

    /** Until the server has taken in all that was sent and waits for more. */
    private void awaitWaiting() {
        await().pollDelay(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(10))
                .until(() -> number("state = 'active' AND wait_event = 'ClientRead'") == 1);
    }

    /** A statement with a parameter of which a part is sent, and the rest when it is told to wake. */
    private static void execute(Connection connection, CountDownLatch wake) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT length(?::bytea)")) {
            select.setBinaryStream(1, new Drowsy(wake), 10_000_000);
            select.execute();
        }
    }

    /** Zeros, of which all but the first are there only when it is told to wake. */
    private static final class Drowsy extends InputStream {
        private final CountDownLatch wake;
        private int given;

        Drowsy(CountDownLatch wake) {
            this.wake = wake;
        }

        @Override
        public int read() {
            if (given++ > 200_000) {
                try {
                    wake.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return 0;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void owner(String sql) throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection()) {
            execute(connection, sql);
        }
    }

    private boolean lockIsFree() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static long lines() throws SQLException {
        try (Connection owner = OwnerDatabase.source().getConnection()) {
            return one(owner, "SELECT count(*) FROM copied");
        }
    }

    /** Sessions of the service and of its owner, each of whom sees only what its own do. */
    private long number(String condition) throws SQLException {
        String count = "SELECT count(*) FROM pg_stat_activity WHERE usename = session_user AND " + condition;
        try (Connection app = DriverManager.getConnection(url, user, password);
                Connection owner = OwnerDatabase.source().getConnection()) {
            return one(app, count) + one(owner, count);
        }
    }

    /** As when the database begins anew. Those that the service itself looks through are among them. */
    private long looksThatWereCutOff() throws SQLException {
        try (Connection app = DriverManager.getConnection(url, user, password)) {
            return one(
                    app,
                    "SELECT count(*) FROM (SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity WHERE"
                            + " usename = session_user AND pid <> pg_backend_pid() AND state = 'idle'"
                            + " AND query LIKE '%pg_stat_progress_copy%') AS looks WHERE ended");
        }
    }

    private static long one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
