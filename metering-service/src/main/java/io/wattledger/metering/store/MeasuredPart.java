package io.wattledger.metering.store;

/**
 * What of a slot's measured energy is shown and published. Where the meters of nodes say what was drawn, that stands in the
 * place of what counters say of the same time. Of the rest, measurements may cover more GPU time than was used: they came
 * before the usage, a GPU was read while nobody had it, or a claim is held. Then only the used part of the energy counts.
 */
final class MeasuredPart {

    /** To be joined to {@code usage_slot AS slot}: what the meters of nodes say of it, as {@code node}. */
    static final String NODES = """
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(milli_gpu_seconds), 0)::bigint AS gpu_time,
                    coalesce(sum(millijoules), 0)::bigint AS millijoules,
                    coalesce(sum(estimated_millijoules), 0)::bigint AS estimated,
                    coalesce(sum(held_estimated_milli_gpu_seconds), 0)::bigint AS held_estimate,
                    greatest(0, slot.milli_gpu_seconds - coalesce(sum(milli_gpu_seconds), 0))::bigint AS used,
                    greatest(0, slot.measured_milli_gpu_seconds
                        - coalesce(sum(counted_milli_gpu_seconds), 0))::bigint AS covered,
                    greatest(0, slot.measured_millijoules - coalesce(sum(counted_millijoules), 0))::bigint AS energy,
                    greatest(0, slot.estimated_millijoules
                        - coalesce(sum(counted_estimated_millijoules), 0))::bigint AS estimate
                FROM node_share AS share
                WHERE share.tenant_id = slot.tenant_id AND share.project = slot.project AND share.site = slot.site
                    AND share.sku = slot.sku AND share.slot_start = slot.slot_start) AS node
            """;

    /** GPU time used for which energy was measured. */
    static final String MILLI_GPU_SECONDS =
            "least(node.gpu_time + least(node.covered, node.used), slot.milli_gpu_seconds)";

    /** The energy measured for it. */
    static final String MILLIJOULES = "node.millijoules + " + usedPart("node.energy");

    /**
     * The part of this energy that is estimated. Where two nodes report one device, or parts of shares were rounded, more may be
     * taken off what counters say than off what they estimate of it.
     */
    static final String ESTIMATED_MILLIJOULES =
            "node.estimated + least(" + usedPart("node.estimate") + ", " + usedPart("node.energy") + ")";

    /** The part of the GPU time used that is estimated: what is held of gaps that were filled is not used. */
    static final String ESTIMATED_MILLI_GPU_SECONDS =
            "least(greatest(0, slot.estimated_milli_gpu_seconds - node.held_estimate), slot.milli_gpu_seconds)";

    private MeasuredPart() {}

    private static String usedPart(String energy) {
        return """
                CASE WHEN node.covered <= node.used THEN %1$s
                    ELSE div(%1$s::numeric * node.used, node.covered)::bigint END
                """.formatted(energy);
    }
}
