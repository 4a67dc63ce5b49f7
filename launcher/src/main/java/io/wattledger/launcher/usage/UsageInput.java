package io.wattledger.launcher.usage;

import io.wattledger.launcher.InputFault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A usage file of some format. Reading it twice gives the same events. */
public interface UsageInput {

    /** The most faults that {@link #readWhole} collects. */
    int MOST_FAULTS = 100;

    /** The file's name for people. */
    String name();

    /** The CloudEvents source of its events. */
    URI source();

    /** Every tenant and site of which such files may tell as far as the mapping says so, also where this one does not. */
    Set<TenantSite> reach();

    /**
     * Reads all rows.
     *
     * @throws InputFault when the file as a whole cannot be read
     */
    void read(UsageSink sink);

    /**
     * Reads a file of which every row must be right.
     *
     * @return how many events there are
     * @throws InputFault when rows cannot be read, after all of them were tried; each fault names its place
     */
    default long readWhole(Consumer<ReportedEvent> events) {
        List<String> faults = new ArrayList<>();
        long[] count = {0};
        read(new UsageSink() {
            @Override
            public void event(ReportedEvent event) {
                events.accept(event);
                count[0]++;
            }

            @Override
            public void refused(RowFault fault) {
                if (faults.size() < MOST_FAULTS) {
                    faults.add(fault.toString());
                }
            }

            @Override
            public void skipped(String reason) {
                // What a file rightly holds beside usage is no fault.
            }
        });
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return count[0];
    }
}
