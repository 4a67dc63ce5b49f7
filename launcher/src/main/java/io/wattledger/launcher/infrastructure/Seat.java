package io.wattledger.launcher.infrastructure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * A node's place among the nodes of its cluster; every node is broker and controller at once.
 *
 * @param nodeId its number, from 1
 * @param port where clients connect
 * @param controllerPorts where the controllers talk to each other, node 1 first; as many as there are nodes
 * @param clusterId the same for all nodes of the cluster; only read where the node's data are new
 */
record Seat(int nodeId, int port, List<Integer> controllerPorts, String clusterId) {

    /** Copies the list. */
    Seat {
        controllerPorts = List.copyOf(controllerPorts);
    }

    /** The place of a node that is alone. */
    static Seat alone(int port) throws IOException {
        return new Seat(1, port, List.of(FreePort.any()), newClusterId());
    }

    /** The places of a cluster on free ports; node 1 listens for clients on {@code firstPort}, where that is not 0. */
    static List<Seat> together(int nodes, int firstPort) throws IOException {
        List<Integer> ports = FreePort.several(2 * nodes);
        List<Integer> controllerPorts = ports.subList(nodes, 2 * nodes);
        String clusterId = newClusterId();
        List<Seat> seats = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            int port = node == 1 && firstPort != 0 ? firstPort : ports.get(node - 1);
            seats.add(new Seat(node, port, controllerPorts, clusterId));
        }
        return seats;
    }

    private static String newClusterId() {
        return Uuid.randomUuid().toString();
    }

    /** How many nodes the cluster has. */
    int nodes() {
        return controllerPorts.size();
    }

    /** Where this node's controller listens. */
    int controllerPort() {
        return controllerPorts.get(nodeId - 1);
    }

    /** Host and port for clients. */
    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** How many nodes keep each record. */
    int copies() {
        return Math.min(3, nodes());
    }

    /** How many of these must have a record before it is acknowledged: one may be missing where there are three. */
    int copiesInSync() {
        return Math.max(1, copies() - 1);
    }

    /** All controllers in the form of Kafka's settings. */
    String voters() {
        List<String> voters = new ArrayList<>();
        for (int node = 1; node <= nodes(); node++) {
            voters.add(node + "@127.0.0.1:" + controllerPorts.get(node - 1));
        }
        return voters.stream().collect(Collectors.joining(","));
    }
}
