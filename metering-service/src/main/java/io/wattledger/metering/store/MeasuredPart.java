package io.wattledger.metering.store;

/**
 * What of a slot's measured energy is shown and published. Measurements may cover more GPU time than was used: they came
 * before the usage, a GPU was read while nobody had it, or a claim is held. Then only the used part of the energy counts.
 */
final class MeasuredPart {

    /** GPU time used for which energy was measured. */
    static final String MILLI_GPU_SECONDS = "least(slot.measured_milli_gpu_seconds, slot.milli_gpu_seconds)";

    /** The energy measured for it. */
    static final String MILLIJOULES = usedPart("slot.measured_millijoules");

    /** The part of this energy that is estimated. */
    static final String ESTIMATED_MILLIJOULES = usedPart("slot.estimated_millijoules");

    private MeasuredPart() {}

    private static String usedPart(String energy) {
        return """
                CASE WHEN slot.measured_milli_gpu_seconds <= slot.milli_gpu_seconds THEN %1$s
                    ELSE div(%1$s::numeric * slot.milli_gpu_seconds, slot.measured_milli_gpu_seconds)::bigint END
                """.formatted(energy);
    }
}
