package io.wattledger.launcher.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One node of a {@link KafkaCluster} in a process of its own, until its standard input ends. */
@Command(name = "broker", description = "Runs one node of a Kafka cluster on 127.0.0.1.")
public final class KafkaBroker implements Callable<Integer> {

    @Option(names = "--data", required = true)
    private Path data = Path.of("");

    @Option(names = "--log", required = true)
    private Path log = Path.of("");

    @Option(names = "--node", required = true)
    private int node;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--controller-ports", required = true, split = ",")
    private List<Integer> controllerPorts = List.of();

    @Option(names = "--cluster", required = true)
    private String cluster = "";

    /** Runs until stopped; exits with 0, or with 1 when it could not start. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new KafkaBroker()).execute(arguments));
    }

    /** The arguments for the node that has this {@code seat}. */
    static List<String> arguments(Path data, Path log, Seat seat) {
        return List.of(
                "--data=" + data,
                "--log=" + log,
                "--node=" + seat.nodeId(),
                "--port=" + seat.port(),
                "--controller-ports="
                        + String.join(
                                ",",
                                seat.controllerPorts().stream()
                                        .map(String::valueOf)
                                        .toList()),
                "--cluster=" + seat.clusterId());
    }

    @Override
    public Integer call() throws IOException {
        System.setOut(System.err);
        Files.createDirectories(data);
        LogFile.logTo(log);
        try (KafkaNode kafka = KafkaNode.start(data, new Seat(node, port, controllerPorts, cluster))) {
            while (System.in.read() >= 0) {
                // Only its end matters: whoever started this node is gone, or wants it to go.
            }
            return 0;
        }
    }
}
