package io.wattledger.launcher.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs PostgreSQL and Kafka until its standard input ends or it is told to stop (SIGTERM). When both can be used it
 * prints one line of JSON, {@link Ready}, on standard output, and nothing else there. It ends with 1 when PostgreSQL has ended by
 * itself: as long as it ran, nobody would start that again.
 */
@Command(name = "infrastructure", description = "Runs PostgreSQL and Kafka on 127.0.0.1.")
public final class Infrastructure implements Callable<Integer> {

    private static final Logger LOG = Logger.getLogger(Infrastructure.class.getName());

    @Option(names = "--data", required = true, description = "Directory that keeps the data, passwords and logs.")
    private Path data = Path.of("");

    @Option(names = "--postgres-port", description = "0, the default, takes a free one.")
    private int postgresPort;

    @Option(names = "--kafka-port", description = "0, the default, takes a free one.")
    private int kafkaPort;

    @Option(
            names = "--brokers",
            description = "How many Kafka nodes: 1, the default, in this process; more, each in a process of its own.")
    private int brokers = 1;

    @Option(names = "--detached", description = "Go on when standard input ends; stop on SIGTERM only.")
    private boolean detached;

    private volatile boolean stopping;
    private @Nullable DataLock lock;
    private @Nullable PostgresServer postgres;
    private @Nullable AutoCloseable kafka;

    /**
     * What a client needs to connect.
     *
     * @param kafka host and port
     * @param postgresPort port on 127.0.0.1; databases metering, pricing and billing
     * @param ownerPassword of every {@code <service>_owner}
     * @param appPassword of every {@code <service>_app}
     */
    public record Ready(String kafka, int postgresPort, String ownerPassword, String appPassword) {}

    /** Runs until stopped; exits with 0, or with 1 when something could not be started. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Infrastructure()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream answer = System.out;
        // Libraries that print must not break the one line of the contract.
        System.setOut(System.err);
        data = data.toAbsolutePath().normalize();
        Path logs = Files.createDirectories(data.resolve("logs"));
        LogFile.logTo(logs.resolve("infrastructure.log"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-infrastructure"));
        try {
            answer.println(new ObjectMapper().writeValueAsString(start(logs)));
            answer.flush();
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.log(Level.SEVERE, "start failed", e);
            System.err.println("infrastructure: " + e.getMessage());
            return 1;
        }
        awaitEnd();
        return 0;
    }

    private synchronized Ready start(Path logs) throws IOException, SQLException, InterruptedException {
        lock = DataLock.take(data);
        Passwords passwords = Passwords.keptIn(data.resolve("passwords.json"));
        var server = PostgresServer.start(
                data.resolve("postgres"), FreePort.orAny(postgresPort), passwords, logs.resolve("postgres.log"));
        postgres = server;
        Thread.ofPlatform().daemon().name("watch-postgresql").start(() -> endWith(server));
        ServiceDatabases.ensure(server, passwords);
        String bootstrap = brokers == 1 ? startNode() : startCluster(logs);
        return new Ready(bootstrap, server.port(), passwords.owner(), passwords.app());
    }

    private String startNode() throws IOException, InterruptedException {
        Seat seat = Seat.alone(FreePort.orAny(kafkaPort));
        kafka = KafkaNode.start(data.resolve("kafka"), seat);
        TopicPlan.ensure(seat.bootstrap(), seat.copies(), seat.copiesInSync());
        return seat.bootstrap();
    }

    private String startCluster(Path logs) throws IOException, InterruptedException {
        List<Seat> seats = Seat.together(brokers, kafkaPort);
        KafkaCluster cluster = KafkaCluster.start(data, logs, seats);
        kafka = cluster;
        Seat any = seats.getFirst();
        TopicPlan.ensure(cluster.bootstrap(), any.copies(), any.copiesInSync());
        return cluster.bootstrap();
    }

    private void awaitEnd() throws IOException, InterruptedException {
        if (detached) {
            Thread.currentThread().join();
        }
        while (System.in.read() >= 0) {
            // Only its end matters.
        }
    }

    private void endWith(PostgresServer server) {
        try {
            server.awaitEnd();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "nobody watches whether PostgreSQL ends", e);
            return;
        }
        if (!stopping) {
            LOG.severe("PostgreSQL has ended by itself; see postgres.log");
            System.exit(1);
        }
    }

    private synchronized void stop() {
        stopping = true;
        try {
            if (kafka != null) {
                kafka.close();
            }
        } catch (Exception e) {
            System.err.println("infrastructure: Kafka did not stop: " + e.getMessage());
        } finally {
            try {
                if (postgres != null) {
                    postgres.close();
                }
                if (lock != null) {
                    lock.release();
                }
            } catch (IOException e) {
                System.err.println("infrastructure: PostgreSQL did not stop: " + e.getMessage());
            }
        }
    }
}
