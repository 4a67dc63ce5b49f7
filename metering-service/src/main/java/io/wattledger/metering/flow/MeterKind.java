package io.wattledger.metering.flow;

import io.wattledger.metering.event.UsageReport;
import java.util.ArrayList;
import java.util.List;

/**
 * What reports of one kind do. What they bring to the slots is a function of the reports that count, whatever the order
 * in which they came: what is added to {@link Effects} is what they bring now, less what they brought before.
 */
public interface MeterKind {

    /** Takes effect in the caller's transaction; called once for all reports of the kind in a batch. */
    void apply(Changes changes, Effects effects);

    /**
     * What has changed about the reports that count.
     *
     * @param begun reports that count from now on, in the order in which they came
     * @param ended reports that count no more; some may be of those that have just begun
     */
    record Changes(List<UsageReport> begun, List<UsageReport> ended) {

        static Changes none() {
            return new Changes(new ArrayList<>(), new ArrayList<>());
        }

        boolean isNone() {
            return begun.isEmpty() && ended.isEmpty();
        }
    }
}
