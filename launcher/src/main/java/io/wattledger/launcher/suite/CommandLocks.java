package io.wattledger.launcher.suite;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps commands on one data directory from pulling the suite from under each other. Many may <em>use</em> it at a time; one at a
 * time may <em>change</em> what runs; whoever stops or deletes all has it <em>alone</em>. These are locks of the operating system:
 * they end with the process that holds them, however it ends.
 */
public final class CommandLocks {

    /** The folder of a data directory in which the locks lie, and who holds them; deleted last. */
    public static final String FOLDER = "commands";

    private static final String USE = "use";
    private static final String CHANGE = "change";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);

    /** The locks of this process by the key of their file; an operating system gives them to processes, not to whoever asks. */
    private static final Map<Object, Taken> TAKEN = new HashMap<>();

    private final Path data;
    private final String command;
    private final Clock clock;

    /**
     * Locks for a command.
     *
     * @param data the data directory
     * @param command as it was typed, for the messages of others
     * @param clock since when it holds them
     */
    public CommandLocks(Path data, String command, Clock clock) {
        this.data = data;
        this.command = command;
        this.clock = clock;
    }

    /** A lock until it is closed, which is to be done once: each time counts. */
    @FunctionalInterface
    public interface Held extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Uses the suite, beside others who do: nobody stops it or deletes its data meanwhile.
     *
     * @throws SuiteFault when somebody is stopping it or deleting its data
     */
    public Held use() {
        return patiently(USE, true).orElseThrow(this::beingChanged);
    }

    /**
     * Starts what does not run; nobody else starts or stops anything meanwhile.
     *
     * @throws SuiteFault when somebody else does
     */
    Held change() {
        return patiently(CHANGE, false).orElseThrow(this::beingChanged);
    }

    /** The same, however long somebody else takes: for a command that has begun its work. */
    Held changeInTurn(Progress progress) {
        Optional<Held> held = patiently(CHANGE, false);
        if (held.isEmpty()) {
            progress.say("Waiting for " + words(CHANGE) + ", which is starting services ...");
        }
        while (held.isEmpty()) {
            held = patiently(CHANGE, false);
        }
        return held.get();
    }

    /**
     * Has the directory alone, to stop what runs or delete what is there.
     *
     * @throws SuiteFault when somebody uses or changes it
     */
    public Held alone() {
        Held changing = change();
        Optional<Held> using = patiently(USE, false);
        if (using.isEmpty()) {
            String users = words(USE);
            changing.close();
            throw new SuiteFault("the suite in " + data + " is in use by " + users + afterwards());
        }
        return () -> {
            using.get().close();
            changing.close();
        };
    }

    /** Whether any command has worked here. */
    public boolean wereTaken() {
        return Files.isDirectory(folder());
    }

    private SuiteFault beingChanged() {
        return new SuiteFault(words(CHANGE) + " is starting or stopping the suite in " + data + afterwards());
    }

    private static String afterwards() {
        return "; wait until that has ended, or end it (kill and its process number), and run this again";
    }

    private String words(String lock) {
        List<CommandHolder> holders = holders(lock);
        return holders.isEmpty()
                ? "another command"
                : holders.stream().map(CommandHolder::words).collect(Collectors.joining(" and "));
    }

    private List<CommandHolder> holders(String lock) {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith(lock + "-"))
                    .sorted()
                    .flatMap(file -> CommandHolder.of(file).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            // Deleted with the directory, and so are they.
            return List.of();
        } catch (IOException e) {
            throw InputFault.unwritable(folder(), e);
        }
    }

    private Optional<Held> patiently(String lock, boolean shared) {
        for (Duration waited = Duration.ZERO; ; waited = waited.plus(POLL)) {
            boolean isLast = waited.compareTo(PATIENCE) >= 0;
            try {
                Optional<Held> held = attempt(lock, shared);
                if (held.isPresent() || isLast) {
                    return held;
                }
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                // It is being deleted just now; the next attempt makes it anew, where that can be done at all.
                if (isLast) {
                    throw InputFault.unwritable(folder(), e);
                }
            } catch (IOException e) {
                throw InputFault.unwritable(folder(), e);
            }
            Pause.take(POLL);
        }
    }

    private Optional<Held> attempt(String lock, boolean shared) throws IOException {
        synchronized (TAKEN) {
            Files.createDirectories(folder());
            Path file = existing(folder().resolve(lock + ".lock"));
            Object key = key(file);
            Taken taken = TAKEN.get(key);
            if (taken == null) {
                FileChannel channel = open(file, key, shared);
                if (channel == null) {
                    return Optional.empty();
                }
                Path entry =
                        folder().resolve(lock + "-" + ProcessHandle.current().pid());
                taken = new Taken(channel, entry, shared);
                TAKEN.put(key, taken);
                CommandHolder.self(command, clock).write(entry);
            } else if (!shared || !taken.shared) {
                return Optional.empty();
            }
            taken.holders++;
            Taken held = taken;
            return Optional.of(() -> release(key, held));
        }
    }

    /**
     * The file with the lock; null where another process has it. Each attempt opens the file anew, and counts only if the file is still
     * the one that has this name: it may have been deleted with the directory. It is never opened by a process that holds it, since
     * closing it anywhere in a process ends the lock.
     */
    private static @Nullable FileChannel open(Path file, Object key, boolean shared) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean isTaken = false;
        try {
            isTaken = channel.tryLock(0, Long.MAX_VALUE, shared) != null && key.equals(key(file));
            return isTaken ? channel : null;
        } finally {
            if (!isTaken) {
                channel.close();
            }
        }
    }

    private static void release(Object key, Taken taken) {
        synchronized (TAKEN) {
            taken.holders--;
            if (taken.holders > 0) {
                return;
            }
            TAKEN.remove(key);
            try (FileChannel channel = taken.channel) {
                Files.deleteIfExists(taken.entry);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A lock that this process has, as often as it was taken in it. */
    private static final class Taken {

        private final FileChannel channel;
        private final Path entry;
        private final boolean shared;
        private int holders;

        Taken(FileChannel channel, Path entry, boolean shared) {
            this.channel = channel;
            this.entry = entry;
            this.shared = shared;
        }
    }

    private static Path existing(Path file) throws IOException {
        try {
            return Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return file;
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private Path folder() {
        return data.resolve(FOLDER);
    }
}
