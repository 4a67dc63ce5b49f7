package io.wattledger.launcher.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A process of the suite as it was started. The start time tells it from another that got the same number later.
 *
 * @param name infrastructure, metering, pricing or billing
 * @param pid number of the process
 * @param started when, as the operating system says
 * @param port where it listens; 0 for the infrastructure
 */
public record RunningProcess(String name, long pid, Instant started, int port) {

    static RunningProcess of(String name, ProcessHandle handle, int port) {
        return new RunningProcess(
                name, handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH), port);
    }

    /** The process, while it is alive. */
    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info().startInstant().orElse(Instant.EPOCH).equals(started));
    }

    /** Whether it runs. */
    public boolean alive() {
        return handle().isPresent();
    }

    /** Whether it was started with another file of that name as an argument; false where the operating system does not tell. */
    boolean runsAnother(Path file) {
        return handle().flatMap(process -> process.info().arguments()).stream()
                .flatMap(Arrays::stream)
                .map(Path::of)
                .anyMatch(argument -> file.getFileName().equals(argument.getFileName()) && !isSame(argument, file));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            // One of them is gone, so it is another.
            return one.equals(other);
        }
    }

    /** Address of its HTTP surface; only of a service. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }
}
