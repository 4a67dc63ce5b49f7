package io.wattledger.launcher.slurm;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.usage.UsageSink;
import io.wattledger.launcher.usage.UsageText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What {@code sacct --parsable2} (or {@code --parsable}) printed, with its header; see docs/sources.md. */
public final class SacctFile extends SacctInput {

    /** Read after the last line break. */
    private static final String END = "\u0004";

    private static final String CUT_OFF = "does not end with a line break, as every line of sacct does: it is cut off";

    /** A file that is read by these rules. */
    public SacctFile(Path path, SacctRules rules) {
        super(path, rules);
    }

    @Override
    public void read(UsageSink sink) {
        try (Reader text = UsageText.open(path, END)) {
            String first = String.valueOf(nextLine(text));
            String next = nextLine(text);
            if (next == null) {
                throw new InputFault(path + (first.equals(END) ? ": is empty" : ":1: " + CUT_OFF)
                        + "; its first line must name the columns");
            }
            SacctHeader header = SacctHeader.of(name(), first, rules);
            var events = new JobEvents(name(), rules, sink);
            for (long number = 2; next != null; number++) {
                String line = next;
                next = nextLine(text);
                if (next == null) {
                    requireNothing(line.substring(0, line.length() - END.length()), number, events);
                } else if (!line.isBlank()) {
                    events.take(number, () -> header.record(line));
                }
            }
        } catch (IOException e) {
            throw UsageText.unreadable(path, e);
        }
    }

    /**
     * The next line; absent at the end of the text. A line feed ends it and nothing else does: a name may hold a carriage
     * return. One before the line feed was put there by an editor.
     */
    private static @Nullable String nextLine(Reader text) throws IOException {
        var line = new StringBuilder();
        int character = text.read();
        if (character < 0) {
            return null;
        }
        for (; character >= 0 && character != '\n'; character = text.read()) {
            line.append((char) character);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    /** After the last line break; a last field that was cut short would often be a figure or a name as good as any. */
    private static void requireNothing(String rest, long number, JobEvents events) {
        if (!rest.isBlank()) {
            events.take(number, () -> {
                throw new RecordRefused(null, null, CUT_OFF + "; export it again");
            });
        }
    }
}
