package io.wattledger.launcher.suite;

import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was started on a data directory, kept in a file so that the next command finds it.
 *
 * @param infrastructure PostgreSQL and Kafka
 * @param access how they are reached
 * @param services those that were started
 */
public record SuiteState(RunningProcess infrastructure, Infrastructure.Ready access, List<RunningProcess> services) {

    /** Copies the list. */
    public SuiteState {
        services = List.copyOf(services);
    }

    /** The service of that name, if it was started. */
    public Optional<RunningProcess> service(String name) {
        return services.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    SuiteState with(RunningProcess service) {
        List<RunningProcess> others = new ArrayList<>(services);
        others.removeIf(one -> one.name().equals(service.name()));
        others.add(service);
        return new SuiteState(infrastructure, access, others);
    }

    static Optional<SuiteState> load(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(WireJson.read(Files.readAllBytes(file), SuiteState.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new SuiteFault(file + " cannot be read (" + e.getMessage() + "); if nothing runs, delete it", e);
        }
    }

    void save(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            // It holds passwords.
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, WireJson.write(this));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
