package io.wattledger.launcher.infrastructure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka node that is broker and controller at once, bound to 127.0.0.1, without automatic topics. */
final class KafkaNode implements AutoCloseable {

    private static final String CONTROLLER = "CONTROLLER";

    private final KafkaRaftServer server;
    private final Seat seat;

    private KafkaNode(KafkaRaftServer server, Seat seat) {
        this.server = server;
        this.seat = seat;
    }

    /**
     * Starts the node on the data in {@code directory}, which is formatted first where it is new.
     *
     * @param seat its place among the nodes of its cluster
     * @throws IOException when the directory cannot be formatted
     */
    static KafkaNode start(Path directory, Seat seat) throws IOException {
        format(directory, seat);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties(directory, seat)), Time.SYSTEM);
        server.startup();
        return new KafkaNode(server, seat);
    }

    /** Host and port for clients. */
    String bootstrap() {
        return seat.bootstrap();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory, Seat seat) throws IOException {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(directory);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                    .setClusterId(seat.clusterId())
                    .setNodeId(seat.nodeId())
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(CONTROLLER)
                    .run();
        } catch (Exception e) {
            throw new IOException("Kafka's directory " + directory + " could not be formatted: " + e.getMessage(), e);
        }
    }

    private static Properties properties(Path directory, Seat seat) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(seat.nodeId()));
        settings.put("controller.quorum.voters", seat.voters());
        settings.put("controller.listener.names", CONTROLLER);
        settings.put(
                "listeners",
                "PLAINTEXT://" + seat.bootstrap() + "," + CONTROLLER + "://127.0.0.1:" + seat.controllerPort());
        settings.put("advertised.listeners", "PLAINTEXT://" + seat.bootstrap());
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        // A misspelt topic must fail, not appear with the wrong retention.
        settings.put("auto.create.topics.enable", "false");
        // An acknowledged record outlives the process at once and, within a second, the machine.
        settings.put("log.flush.interval.ms", "1000");
        settings.put("log.flush.scheduler.interval.ms", "500");
        settings.put("log.segment.bytes", Integer.toString(256 << 20));
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", Integer.toString(seat.copies()));
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", Integer.toString(seat.copiesInSync()));
        settings.put("share.coordinator.state.topic.min.isr", Integer.toString(seat.copiesInSync()));
        settings.put("group.initial.rebalance.delay.ms", "0");
        // How long a node that died leads its partitions, and how soon it may come back under its number.
        settings.put("broker.session.timeout.ms", "6000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        // The default dedupe buffer of 128 MiB would be half of this process's heap.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        var properties = new Properties();
        properties.putAll(settings);
        return properties;
    }
}
