package io.wattledger.launcher.cli;

import io.wattledger.launcher.suite.Layout;
import io.wattledger.launcher.suite.RunningProcess;
import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.Suite;
import io.wattledger.launcher.suite.SuiteMemory;
import io.wattledger.launcher.suite.SuiteState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the suite is and how it is, for people and for programs. */
final class SuiteText {

    private static final int MIB = 20;

    private SuiteText() {}

    /**
     * The suite as a program sees it.
     *
     * @param running whether all of it runs
     * @param processes each of its parts
     * @param residentBytes of all together; absent where it cannot be read
     * @param data where its data lie
     */
    record Status(
            boolean running, List<Part> processes, @Nullable Long residentBytes, String data) {}

    /**
     * A part of the suite.
     *
     * @param name its name
     * @param state ready, starting or stopped
     * @param address where it listens; absent where it was never started
     * @param residentBytes absent where it cannot be read
     */
    record Part(
            String name,
            String state,
            @Nullable String address,
            @Nullable Long residentBytes) {}

    static Status status(SuiteState state, Layout layout) {
        Map<String, Long> memory = SuiteMemory.of(state, layout);
        List<Part> parts = new ArrayList<>();
        String infrastructure = state.infrastructure().alive() ? "ready" : "stopped";
        parts.add(new Part(
                "postgresql", infrastructure, "127.0.0.1:" + state.access().postgresPort(), memory.get("postgresql")));
        parts.add(new Part("kafka", infrastructure, state.access().kafka(), memory.get("kafka")));
        for (String name : Suite.SERVICES) {
            parts.add(state.service(name)
                    .map(service -> new Part(name, health(service), service.url(), memory.get(name)))
                    .orElseGet(() -> new Part(name, "stopped", null, null)));
        }
        boolean all = parts.stream().allMatch(part -> part.state().equals("ready"));
        boolean known = parts.stream().allMatch(part -> part.residentBytes() != null);
        Long sum = known
                ? (Long) memory.values().stream().mapToLong(Long::longValue).sum()
                : null;
        return new Status(all, parts, sum, layout.data().toString());
    }

    static void print(Status status, PrintStream out) {
        var table = new TextTable("part", "state", "address", ">resident");
        for (Part part : status.processes()) {
            table.row(
                    part.name(),
                    part.state(),
                    part.address() == null ? "-" : part.address(),
                    mebibytes(part.residentBytes()));
        }
        table.print(out);
        if (status.residentBytes() != null) {
            out.println("Resident memory of the whole suite: " + mebibytes(status.residentBytes()));
        }
    }

    private static String mebibytes(@Nullable Long bytes) {
        return bytes == null ? "-" : (bytes >> MIB) + " MiB";
    }

    private static String health(RunningProcess service) {
        if (!service.alive()) {
            return "stopped";
        }
        try (var client = new ServiceClient(service.name(), service.url(), "")) {
            return client.isReady() ? "ready" : "starting";
        }
    }
}
