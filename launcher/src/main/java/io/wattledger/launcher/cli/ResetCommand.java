package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.CommandLocks;
import io.wattledger.launcher.suite.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes all data. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Stops the suite and deletes all its data, issued invoices too.")
final class ResetCommand implements Callable<Integer> {

    /** What a data directory may hold; a directory with anything else is not ours to delete. */
    private static final List<String> OURS = List.of(
            "postgres",
            "kafka",
            "logs",
            "passwords.json",
            "infrastructure.lock",
            "token-key.pk8",
            "suite.json",
            // Of versions until November 2026, where the machine went off while they stopped.
            "stopping",
            CommandLocks.FOLDER,
            "sent-usage.txt");

    /**
     * What programs are told.
     *
     * @param deleted whether there was anything, and it was deleted
     * @param data where the data were
     */
    record Outcome(boolean deleted, String data) {}

    @Mixin
    private Shared shared = new Shared();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        Layout layout = shared.layout();
        if (!shared.dataExist()) {
            return say(false, "There is nothing in " + layout.data());
        }
        requireOurs(layout.data());
        if (!yes && !confirmed(layout.data())) {
            return say(false, "Nothing was deleted.");
        }
        try (CommandLocks.Held alone = shared.locks().alone()) {
            shared.suite().down();
            delete(layout.data());
        }
        return say(true, "Deleted " + layout.data());
    }

    private int say(boolean deleted, String words) {
        if (shared.asJson()) {
            Shared.printJson(new Outcome(deleted, shared.layout().data().toString()));
        } else {
            Shared.out().println(words);
        }
        return ExitCode.DONE;
    }

    private static void requireOurs(Path data) throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            List<String> others = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !OURS.contains(name) && !name.endsWith(".new"))
                    .toList();
            if (!others.isEmpty()) {
                throw new InputFault("--data: " + data + " holds what the suite did not put there (" + others.getFirst()
                        + "); delete it by hand if you mean it");
            }
        }
    }

    private static boolean confirmed(Path data) throws IOException {
        // Standard output is for the answer of the command.
        System.err.print("Delete all data in " + data + ", issued invoices too? Type yes: ");
        System.err.flush();
        var answers = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return "yes".equals(answers.readLine());
    }

    /**
     * Deletes a directory with all that is in it; where it is a link, first the directory to which it leads. The locks go last, so that
     * nobody begins to use what is being deleted.
     */
    private static void delete(Path directory) throws IOException {
        Path real = directory.toRealPath();
        Path locks = real.resolve(CommandLocks.FOLDER);
        try (Stream<Path> entries = Files.list(real)) {
            for (Path entry : entries.filter(entry -> !entry.equals(locks)).toList()) {
                deleteTree(entry);
            }
        }
        try {
            deleteTree(locks);
            Files.delete(real);
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            System.err.println("Another command has begun anew in " + directory + ".");
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
