package io.wattledger.launcher.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * GPUs of one kind among the trackable resources (TRES) of a job.
 *
 * @param name the resource without {@code gres/}: {@code gpu:h100}, {@code gpu} where no type is told, {@code shard:a100}
 * @param count how many
 */
record GpuTres(String name, long count) {

    private static final List<String> KINDS = List.of("gpu", "shard", "mps");
    private static final String GRES = "gres/";
    private static final String FIELD = "AllocTRES";

    /** The GPU type; absent where none is told. Of shares, the kind belongs to it: {@code shard}, {@code shard:a100}. */
    @Nullable
    String type() {
        if (name.equals("gpu")) {
            return null;
        }
        return name.startsWith("gpu:") ? name.substring("gpu:".length()) : name;
    }

    /** Whether it counts shares of GPUs ({@code shard}, {@code mps}) and not GPUs. */
    boolean isShare() {
        return !name.equals("gpu") && !name.startsWith("gpu:");
    }

    /**
     * Every kind of GPU in a list such as {@code cpu=2,gres/gpu:h100=2,gres/gpu=2}. The figure without a type is the sum
     * over all types, so only what the types do not explain is counted under it.
     *
     * @return empty where a job has none
     * @throws RecordRefused when figures cannot be read or contradict each other
     */
    static List<GpuTres> of(String list) throws RecordRefused {
        Map<String, Long> counts = counts(list);
        List<GpuTres> gpus = new ArrayList<>();
        for (String kind : KINDS) {
            long typed = 0;
            for (var entry : counts.entrySet()) {
                if (entry.getKey().startsWith(kind + ":") && entry.getValue() > 0) {
                    gpus.add(new GpuTres(entry.getKey(), entry.getValue()));
                    typed = Math.addExact(typed, entry.getValue());
                }
            }
            long all = counts.getOrDefault(kind, typed);
            if (all < typed) {
                throw new RecordRefused(
                        FIELD, list, "lists " + typed + " by type and " + all + " in all: one of them is wrong");
            }
            if (all > typed) {
                gpus.add(new GpuTres(kind, all - typed));
            }
        }
        return gpus;
    }

    private static Map<String, Long> counts(String list) throws RecordRefused {
        Map<String, Long> counts = new TreeMap<>();
        for (String item : list.split(",", -1)) {
            int equals = item.lastIndexOf('=');
            String name = equals < 0 ? item : item.substring(0, equals);
            if (!name.startsWith(GRES) || !isGpu(name.substring(GRES.length()))) {
                continue;
            }
            String count = item.substring(equals + 1);
            if (equals < 0 || !count.matches("[0-9]{1,9}")) {
                throw new RecordRefused(FIELD, item, "does not say how many");
            }
            if (counts.put(name.substring(GRES.length()), Long.valueOf(count)) != null) {
                throw new RecordRefused(FIELD, list, "lists " + name + " twice");
            }
        }
        return counts;
    }

    private static boolean isGpu(String name) {
        return KINDS.stream().anyMatch(kind -> name.equals(kind) || name.startsWith(kind + ":"));
    }
}
