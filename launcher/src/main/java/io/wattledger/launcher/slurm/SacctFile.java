package io.wattledger.launcher.slurm;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.usage.UsageSink;
import io.wattledger.launcher.usage.UsageText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** What {@code sacct --parsable2} (or {@code --parsable}) printed, with its header; see docs/sources.md. */
public final class SacctFile extends SacctInput {

    /** A file that is read by these rules. */
    public SacctFile(Path path, SacctRules rules) {
        super(path, rules);
    }

    @Override
    public void read(UsageSink sink) {
        try (BufferedReader text = UsageText.open(path)) {
            String first = text.readLine();
            if (first == null) {
                throw new InputFault(path + ": is empty; its first line must name the columns");
            }
            SacctHeader header = SacctHeader.of(name(), first, rules);
            var events = new JobEvents(name(), rules, sink);
            long number = 1;
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                number++;
                if (!line.isBlank()) {
                    String record = line;
                    events.take(number, () -> header.record(record));
                }
            }
        } catch (IOException e) {
            throw UsageText.unreadable(path, e);
        }
    }
}
