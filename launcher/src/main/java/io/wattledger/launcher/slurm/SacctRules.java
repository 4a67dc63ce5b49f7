package io.wattledger.launcher.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageRules;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How records of Slurm's accounting become events.
 *
 * @param usage source, defaults and the SKU of each GPU type
 * @param zone of times without an offset; absent where there are none
 * @param cluster where records do not name it; absent where they must
 * @param convention when a job with suspensions ends
 * @param run by what the runs of a job are told apart
 * @param trustsFreeText whether text files may have columns that users fill, in which one may write whole records
 * @param owners who used the GPUs and where
 * @param gpus what GPUs are that do not say it themselves
 */
public record SacctRules(
        UsageRules usage,
        @Nullable ZoneId zone,
        @Nullable String cluster,
        Convention convention,
        Run run,
        boolean trustsFreeText,
        Owners owners,
        Gpus gpus) {

    /** When the usage of a job ends. */
    public enum Convention {
        /** At End: a suspended job keeps its GPUs, and nobody else can have them. */
        END_MINUS_START,
        /** As long after Start as ElapsedRaw says, in which suspensions are left out: what sacct and sreport show. */
        ELAPSED_RAW;

        /** The convention that the mapping names so. */
        public static Convention named(String name) {
            return name.equals("elapsed-raw") ? ELAPSED_RAW : END_MINUS_START;
        }
    }

    /** By what the runs of a job are told apart. */
    public enum Run {
        /** By Start, which Slurm sets anew once the nodes are up that it had to power up for the job. */
        START,
        /** By Submit, as Slurm itself does: it stays what it is until the job is requeued or resized. */
        SUBMIT;

        /** What the mapping names so. */
        public static Run named(String name) {
            return name.equals("submit") ? SUBMIT : START;
        }
    }

    /**
     * What GPUs are.
     *
     * @param untyped SKU of GPUs whose type is not told
     * @param thousandths share of a GPU in thousandths, by GPU type; a type that is not listed is whole GPUs
     */
    record Gpus(Lookup untyped, Map<String, Long> thousandths) {}

    /**
     * How a record says whose usage it is.
     *
     * @param tenant the tenant
     * @param project its subdivision
     * @param site where the GPUs stand
     */
    record Owners(Lookup tenant, Lookup project, Lookup site) {}

    /**
     * Reads a {@code usage} section that keeps its schema.
     *
     * @param file name of the mapping for messages
     * @throws InputFault when it leaves open what nothing else can say
     */
    public static SacctRules of(String file, JsonNode section) {
        UsageRules usage = UsageRules.of(section);
        UsageRules.Defaults defaults = usage.defaults();
        JsonNode sacct = section.path("sacct");
        List<String> faults = new ArrayList<>();
        var owners = new Owners(
                Lookup.of("usage.sacct.tenant", sacct.path("tenant"), defaults.tenant()),
                Lookup.of("usage.sacct.project", sacct.path("project"), defaults.project()),
                Lookup.of("usage.sacct.site", sacct.path("site"), defaults.site()));
        if (owners.tenant().column() == null && owners.tenant().otherwise() == null) {
            faults.add(file + ": says no tenant: give usage.sacct.tenant, for example { from: Account, values: {"
                    + " research: some-tenant } }, or usage.defaults.tenant");
        }
        if (owners.site().column() == null && owners.site().otherwise() == null) {
            faults.add(file + ": says no site: give usage.sacct.site or usage.defaults.site");
        }
        ZoneId zone = null;
        try {
            zone = sacct.has("timeZone") ? ZoneId.of(sacct.get("timeZone").asText()) : null;
        } catch (DateTimeException e) {
            faults.add(file + ": usage.sacct.timeZone: '"
                    + sacct.get("timeZone").asText() + "' is no time zone; use an IANA name such as Europe/Oslo");
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        Map<String, Long> thousandths = new TreeMap<>();
        sacct.path("gpuThousandths")
                .properties()
                .forEach(entry ->
                        thousandths.put(entry.getKey(), entry.getValue().asLong()));
        return new SacctRules(
                usage,
                zone,
                sacct.has("cluster") ? sacct.get("cluster").asText() : null,
                Convention.named(sacct.path("convention").asText()),
                Run.named(sacct.path("run").asText()),
                sacct.path("freeText").asText().equals("trusted"),
                owners,
                new Gpus(Lookup.of("usage.sacct.untyped", sacct.path("untyped"), null), thousandths));
    }

    /** Every tenant that the mapping lists at every site that it lists. */
    Set<TenantSite> reach() {
        Set<TenantSite> reach = new TreeSet<>();
        for (String tenant : owners.tenant().meanings()) {
            for (String site : owners.site().meanings()) {
                reach.add(new TenantSite(tenant, site));
            }
        }
        return reach;
    }

    /** Columns that a file must have, as sacct writes them, beside the job's id and the cluster. */
    List<String> neededColumns() {
        List<String> needed = new ArrayList<>(List.of("Start", "End", "AllocTRES"));
        if (convention == Convention.ELAPSED_RAW) {
            needed.add("ElapsedRaw");
        }
        if (run == Run.SUBMIT) {
            needed.add("Submit");
        }
        for (Lookup lookup : List.of(owners.tenant(), owners.project(), owners.site(), gpus.untyped())) {
            if (lookup.column() != null && !needed.contains(lookup.column())) {
                needed.add(lookup.column());
            }
        }
        return needed;
    }
}
