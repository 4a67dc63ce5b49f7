package io.wattledger.chassis.tenancy;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.ops.SessionFigures;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sessions of copies of this service that have fallen asleep in the middle of a statement: of a COPY, or of the parameters
 * of any other. PostgreSQL waits for the rest without a bound, since the session is neither idle nor at work: none of its own
 * timeouts is looked at there. Such a session keeps its locks, and whoever has taken the partition of its copy over waits for them.
 *
 * <p>PostgreSQL does not tell since when a session waits. So it is looked again and again, and whoever waits in the same statement
 * and has got no further for {@link ServiceConfig.Sessions#endAfter} is ended. A slow one that gets on is not. A copy whose session
 * was ended finds that its transaction failed when it wakes, and begins it anew. For use by one thread.
 */
@ApplicationScoped
public class SleepingSessions {

    private static final Logger LOG = Logger.getLogger(SleepingSessions.class);

    /** Longer than any look takes: one that hears nothing of the database gives up and connects anew. */
    private static final String LONGEST_ANSWER_SECONDS = "20";

    /** What is ended is compared with this once more, so that nobody is ended who has got on meanwhile. */
    private static final String WAITING = """
            FROM pg_stat_activity AS session
            LEFT JOIN pg_stat_progress_copy AS progress USING (pid)
            WHERE session.datname = current_database() AND session.usename = session_user
                AND session.backend_type = 'client backend' AND session.state = 'active'
                AND session.wait_event_type = 'Client' AND session.wait_event = 'ClientRead'
            """;

    private static final String LOOK = """
            SELECT session.pid, session.backend_start, session.query_start, coalesce(progress.bytes_processed, 0),
                progress.command, session.client_addr, session.client_port
            """ + WAITING;

    private static final String END = "SELECT pg_terminate_backend(session.pid) " + WAITING + """
                AND session.pid = ? AND session.backend_start = ? AND session.query_start = ?
                AND coalesce(progress.bytes_processed, 0) = ?
            """;

    private final AgroalDataSource shared;
    private final SessionFigures figures;
    private final ServiceConfig config;
    private final Clock clock;
    private final Map<Sight, Instant> since = new HashMap<>();
    private @Nullable AgroalDataSource own;
    private @Nullable Loop loop;

    SleepingSessions(AgroalDataSource shared, SessionFigures figures, ServiceConfig config, Clock clock) {
        this.shared = shared;
        this.figures = figures;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A session that waits for its client, and how far it has got.
     *
     * @param pid of the server's process
     * @param begun when the session began: a pid is given to another one some time
     * @param statement when its statement began
     * @param bytes of its COPY that have come; 0 of another statement
     * @param client what it waits for and where its client is, for people
     */
    private record Sight(int pid, OffsetDateTime begun, OffsetDateTime statement, long bytes, String client) {}

    void start(@Observes StartupEvent event) {
        loop = Loop.start(
                config.service() + "-sleeping-sessions", config.sessions().lookEvery(), () -> {
                    look();
                    return false;
                });
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
        close();
    }

    /**
     * Looks once, and ends the sessions that have been seen without getting on for too long.
     *
     * @return how many were ended
     */
    int look() throws SQLException {
        Instant now = clock.instant();
        try (Connection connection = connection()) {
            List<Sight> waiting = waiting(connection);
            since.keySet().retainAll(waiting);
            waiting.forEach(sight -> since.putIfAbsent(sight, now));
            int ended = 0;
            for (Sight sight : waiting) {
                Instant first = since.getOrDefault(sight, now);
                if (!first.plus(config.sessions().endAfter()).isAfter(now) && end(connection, sight)) {
                    figures.countEnded();
                    LOG.errorf(
                            "ended the session %d of this service, which had waited since %s for its client %s. That copy of the"
                                    + " service sleeps (its process or machine is paused) or cannot be reached; its transaction is"
                                    + " undone, and repeated when it wakes. If this happens often, look after that machine and the"
                                    + " network to it (docs/operations.md)",
                            sight.pid(), first, sight.client());
                    ended++;
                }
            }
            return ended;
        }
    }

    private static List<Sight> waiting(Connection connection) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(LOOK)) {
            return Rows.read(look, SleepingSessions::sight);
        }
    }

    private static Sight sight(ResultSet row) throws SQLException {
        String command = row.getString(5);
        String client = row.getString(6);
        return new Sight(
                row.getInt(1),
                row.getObject(2, OffsetDateTime.class),
                row.getObject(3, OffsetDateTime.class),
                row.getLong(4),
                (client == null ? "on the database's machine" : "at " + client + " port " + row.getInt(7))
                        + " in the middle of "
                        + (command == null ? "a statement's parameters" : "a " + command));
    }

    private static boolean end(Connection connection, Sight sight) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END)) {
            end.setInt(1, sight.pid());
            end.setObject(2, sight.begun());
            end.setObject(3, sight.statement());
            end.setLong(4, sight.bytes());
            try (ResultSet row = end.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * One beside the service's own: when a session sleeps, all of those may be waiting for its locks. Like them in everything else.
     */
    private Connection connection() throws SQLException {
        AgroalDataSource pool = own;
        if (pool == null) {
            AgroalConnectionFactoryConfigurationSupplier like = new AgroalConnectionFactoryConfigurationSupplier(
                            shared.getConfiguration()
                                    .connectionPoolConfiguration()
                                    .connectionFactoryConfiguration())
                    .jdbcProperty("socketTimeout", LONGEST_ANSWER_SECONDS);
            // Whatever fails ends the connection: the pool would hand one that was lost out again for ever.
            pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(one -> one.maxSize(1)
                            .exceptionSorter(ExceptionSorter.fatalExceptionSorter())
                            .connectionFactoryConfiguration(like)));
            own = pool;
        }
        return pool.getConnection();
    }

    /** Gives its connection back. */
    void close() {
        if (own != null) {
            own.close();
            own = null;
        }
    }
}
