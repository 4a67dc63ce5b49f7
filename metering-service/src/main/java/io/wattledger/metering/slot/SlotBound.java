package io.wattledger.metering.slot;

import io.wattledger.metering.event.BeyondBound;
import io.wattledger.metering.event.RefusalCode;

/**
 * What a series can have used in one quarter-hour. Many reports, each of which may be true, add up to figures that cannot, and
 * that would fit no column of the services that read them: a month has 2,976 quarter-hours, or 2,980 where clocks are set back, and
 * its sums are kept in 64 bits as well. So these figures times 3,000 stay below 2⁶³.
 */
public final class SlotBound {

    /** In milli-GPU-seconds: ten million GPUs for the whole of it. */
    public static final long MOST_GPU_TIME = 9_000_000_000_000L;

    /** In millijoules: three gigawatts for the whole of it. */
    public static final long MOST_ENERGY = 2_700_000_000_000_000L;

    private SlotBound() {}

    /** Says that a slot would have more. */
    public static BeyondBound passed() {
        return new BeyondBound(
                RefusalCode.QUARTER_HOUR_OVERFULL,
                "data",
                "with what was reported before, one quarter-hour of this tenant, project, site and SKU would have more"
                        + " than 10,000,000 GPUs or 3 gigawatts: withdraw what was reported in error, and then send the"
                        + " event again");
    }
}
