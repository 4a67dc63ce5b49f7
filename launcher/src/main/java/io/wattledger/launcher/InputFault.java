package io.wattledger.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Input was refused before anything was changed; each line says where, what and what to do. */
public final class InputFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 20;

    private final transient List<String> faults;
    private final boolean isOfCommandLine;

    /**
     * Refuses input.
     *
     * @param faults one or more sentences that begin with the place, for example {@code catalog.yaml:12:5}
     */
    public InputFault(List<String> faults) {
        this(faults, false);
    }

    private InputFault(List<String> faults, boolean isOfCommandLine) {
        super(String.join(System.lineSeparator(), shown(faults)));
        this.faults = List.copyOf(faults);
        this.isOfCommandLine = isOfCommandLine;
    }

    /** Refuses a command line: what is written there can be meant of no data. */
    public static InputFault ofCommandLine(String fault) {
        return new InputFault(List.of(fault), true);
    }

    /** Refuses input for one reason. */
    public InputFault(String fault) {
        this(List.of(fault));
    }

    /** Refuses a file that could not be read, in words that say what to do. */
    public static InputFault unreadable(Path file, IOException fault) {
        return new InputFault(file + ": " + why(fault));
    }

    /** Why a file could not be read; the messages of the platform say no more than its name. */
    public static String why(Throwable fault) {
        return switch (fault) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException closed -> "may not be read by whoever runs this";
            default -> "cannot be read (" + fault.getMessage() + ")";
        };
    }

    /** Refuses a place to which a file could not be written, in words that say why. */
    public static InputFault unwritable(Path file, IOException fault) {
        return new InputFault(file + ": cannot be written: "
                + switch (fault) {
                    case NoSuchFileException missing -> "there is no such directory";
                    case AccessDeniedException closed -> "whoever runs this may not write there";
                    case FileAlreadyExistsException meanwhile -> "it exists already";
                    case FileSystemException other when other.getReason() != null -> other.getReason();
                    default -> String.valueOf(fault.getMessage());
                });
    }

    /** The same with one more sentence after the others, about what to do. */
    public InputFault with(String advice) {
        List<String> all = new ArrayList<>(faults);
        all.add(advice);
        return new InputFault(all, isOfCommandLine);
    }

    /** Whether the command line is wrong, and not what it names. */
    public boolean isOfCommandLine() {
        return isOfCommandLine;
    }

    /** Every reason. */
    public List<String> faults() {
        return faults;
    }

    private static List<String> shown(List<String> faults) {
        if (faults.size() <= SHOWN) {
            return faults;
        }
        var shown = new ArrayList<>(faults.subList(0, SHOWN));
        shown.add("... and " + (faults.size() - SHOWN) + " more");
        return shown;
    }
}
