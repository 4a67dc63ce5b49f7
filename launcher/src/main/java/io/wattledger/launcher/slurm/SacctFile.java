package io.wattledger.launcher.slurm;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.usage.UsageSink;
import io.wattledger.launcher.usage.UsageText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

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
        try (BufferedReader text = UsageText.open(path, END)) {
            String first = String.valueOf(text.readLine());
            String next = text.readLine();
            if (next == null) {
                throw new InputFault(path + (first.equals(END) ? ": is empty" : ":1: " + CUT_OFF)
                        + "; its first line must name the columns");
            }
            SacctHeader header = SacctHeader.of(name(), first, rules);
            var events = new JobEvents(name(), rules, sink);
            for (long number = 2; next != null; number++) {
                String line = next;
                next = text.readLine();
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

    /** After the last line break; a last field that was cut short would often be a figure or a name as good as any. */
    private static void requireNothing(String rest, long number, JobEvents events) {
        if (!rest.isBlank()) {
            events.take(number, () -> {
                throw new RecordRefused(null, null, CUT_OFF + "; export it again");
            });
        }
    }
}
