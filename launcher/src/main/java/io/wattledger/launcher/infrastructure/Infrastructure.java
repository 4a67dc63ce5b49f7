package io.wattledger.launcher.infrastructure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs PostgreSQL and Kafka until its standard input ends or it is told to stop (SIGTERM). When both can be used it
 * prints one line of JSON, {@link Ready}, on standard output, and nothing else there.
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

    @Option(names = "--detached", description = "Go on when standard input ends; stop on SIGTERM only.")
    private boolean detached;

    private @Nullable DataLock lock;
    private @Nullable PostgresServer postgres;
    private @Nullable KafkaNode kafka;

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
        logTo(logs.resolve("infrastructure.log"));
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
        ServiceDatabases.ensure(server, passwords);
        var node = KafkaNode.start(data.resolve("kafka"), FreePort.orAny(kafkaPort));
        kafka = node;
        TopicPlan.ensure(node.bootstrap());
        return new Ready(node.bootstrap(), server.port(), passwords.owner(), passwords.app());
    }

    private void awaitEnd() throws IOException, InterruptedException {
        if (detached) {
            Thread.currentThread().join();
        }
        while (System.in.read() >= 0) {
            // Only its end matters.
        }
    }

    private synchronized void stop() {
        try {
            if (kafka != null) {
                kafka.close();
            }
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

    private static void logTo(Path file) throws IOException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tLZ %4$s %3$s %5$s%6$s%n");
        Logger root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var handler = new FileHandler(file.toString(), 16 << 20, 2, true);
        handler.setFormatter(new SimpleFormatter());
        root.addHandler(handler);
        // Kafka tells every setting at INFO; what matters is louder.
        root.setLevel(Level.WARNING);
        Logger.getLogger("io.wattledger").setLevel(Level.INFO);
    }
}
