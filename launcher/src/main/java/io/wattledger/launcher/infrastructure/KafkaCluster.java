package io.wattledger.launcher.infrastructure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;

/**
 * Several Kafka nodes on 127.0.0.1, each in a process of its own, so that one may die as a machine does. A node that died
 * is started again on its data.
 */
final class KafkaCluster implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KafkaCluster.class.getName());
    private static final int START_POLLS = 600;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration REST_BEFORE_RESTART = Duration.ofSeconds(1);
    /** One that dies more often does not die by chance. */
    private static final int MOST_RESTARTS = 20;

    private static final int STOP_SECONDS = 30;

    private final Path directory;
    private final Path logs;
    private final List<Seat> seats;
    private final Process[] nodes;
    private final int[] restarts;
    private boolean stopping;

    private KafkaCluster(Path directory, Path logs, List<Seat> seats) {
        this.directory = directory;
        this.logs = logs;
        this.seats = seats;
        this.nodes = new Process[seats.size()];
        this.restarts = new int[seats.size()];
    }

    /**
     * Starts the nodes and returns when all of them are part of the cluster.
     *
     * @param directory holds a folder for each node
     * @param logs holds the log of each node
     */
    static KafkaCluster start(Path directory, Path logs, List<Seat> seats) throws IOException, InterruptedException {
        KafkaCluster cluster = new KafkaCluster(directory, logs, seats);
        for (Seat seat : seats) {
            cluster.startNode(seat);
        }
        try {
            cluster.awaitAll();
        } catch (IOException | InterruptedException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Hosts and ports for clients. */
    String bootstrap() {
        return String.join(",", seats.stream().map(Seat::bootstrap).toList());
    }

    private synchronized void startNode(Seat seat) throws IOException {
        if (stopping) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms48m",
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-Xss512k",
                KafkaBroker.class.getName()));
        String name = "kafka-" + seat.nodeId();
        command.addAll(KafkaBroker.arguments(directory.resolve(name), logs.resolve(name + ".log"), seat));
        File errors = logs.resolve(name + ".stderr.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(errors))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors));
        // Not among the arguments: they would be too long for anybody who looks for the process to be shown them.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        nodes[seat.nodeId() - 1] = process;
        var unused = process.onExit().thenAccept(ended -> restart(seat));
    }

    /** Runs on a thread of the process that ended. */
    private void restart(Seat seat) {
        try {
            synchronized (this) {
                if (stopping) {
                    return;
                }
                int times = ++restarts[seat.nodeId() - 1];
                if (times > MOST_RESTARTS) {
                    LOG.severe("Kafka node " + seat.nodeId() + " died " + times + " times; it stays down");
                    return;
                }
                LOG.warning("Kafka node " + seat.nodeId() + " died; starting it again");
            }
            Thread.sleep(REST_BEFORE_RESTART);
            startNode(seat);
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "Kafka node " + seat.nodeId() + " could not be started again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A topic cannot have more copies than there are nodes at that moment. */
    private void awaitAll() throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            for (int i = 0; i < START_POLLS; i++) {
                if (present(admin) == seats.size()) {
                    return;
                }
                Thread.sleep(POLL);
            }
        }
        throw new IOException("the " + seats.size() + " Kafka nodes did not come together; see " + logs);
    }

    private static int present(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
            // None of them can answer yet.
            return 0;
        }
    }

    @Override
    public void close() {
        List<Process> running = new ArrayList<>();
        synchronized (this) {
            stopping = true;
            for (Process node : nodes) {
                if (node != null) {
                    running.add(node);
                }
            }
        }
        // All at once: the last one could not hand over its partitions, and would wait for somebody to take them.
        running.forEach(KafkaCluster::tellToStop);
        running.forEach(KafkaCluster::awaitStop);
    }

    private static void tellToStop(Process node) {
        try {
            node.getOutputStream().close();
        } catch (IOException e) {
            node.destroy();
        }
    }

    private static void awaitStop(Process node) {
        try {
            if (!node.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
        } catch (InterruptedException e) {
            node.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
