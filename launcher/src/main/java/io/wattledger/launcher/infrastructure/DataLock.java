package io.wattledger.launcher.infrastructure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a data directory to one process, since two would destroy it, and says which one it is: whoever started that
 * process may be gone before it could write it down.
 */
public final class DataLock {

    private static final String FILE = "infrastructure.lock";

    private final FileLock lock;

    private DataLock(FileLock lock) {
        this.lock = lock;
    }

    /** The process that has the directory {@code data}; empty when none has it. */
    public static Optional<ProcessHandle> holder(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE));
            // A file without both lines is of a process that was killed before it had written them.
            return lines.size() < 2
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst()))
                            .filter(ProcessHandle::isAlive)
                            // The number alone may be another process's by now.
                            .filter(process -> started(process).equals(lines.get(1)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Takes the directory {@code data} until {@link #release}; refuses when another process has it. */
    static DataLock take(Path data) throws IOException {
        FileChannel channel = FileChannel.open(data.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException("the data in " + data + " is in use by another running suite");
        }
        ProcessHandle self = ProcessHandle.current();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((self.pid() + "\n" + started(self) + "\n").getBytes(StandardCharsets.UTF_8)));
        return new DataLock(lock);
    }

    void release() throws IOException {
        lock.release();
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH).toString();
    }
}
