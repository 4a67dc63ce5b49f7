package io.wattledger.launcher.usage;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.launcher.InputFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which column of a usage file holds what, from its first line. */
final class UsageColumns {

    private static final String TENANT = "tenant";
    private static final String COUNT = "gpu_count";
    private static final String THOUSANDTHS = "gpu_thousandths";

    /** Each of these is needed in one of its forms. */
    private static final List<List<String>> NEEDED = List.of(
            List.of("job_id"),
            List.of(TENANT),
            List.of(COUNT, THOUSANDTHS),
            List.of("start_epoch_s", "start"),
            List.of("end_epoch_s", "end"));

    private static final List<String> OPTIONAL = List.of(
            "project", "gpu_type", "node", "site", "sku", "gpu_pci_id", "devices", "mig_profile", "energy_millijoules");

    private final String file;
    private final UsageRules rules;
    private final Map<String, Integer> byName;
    private final int width;

    private UsageColumns(String file, UsageRules rules, Map<String, Integer> byName, int width) {
        this.file = file;
        this.rules = rules;
        this.byName = byName;
        this.width = width;
    }

    static UsageColumns of(String file, CsvRecord header, UsageRules rules) {
        Map<String, String> known = names(rules);
        Map<String, Integer> byName = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < header.getFieldCount(); i++) {
            String written = header.getField(i).strip();
            String name = known.get(written);
            if (name != null && byName.putIfAbsent(name, i) != null) {
                faults.add(file + ":1:" + (i + 1) + ": the column '" + written + "' stands twice");
            }
            // Whoever renames columns has a file of somebody else's making, with more in it than usage.
            if (name == null && rules.columns().isEmpty()) {
                faults.add(file + ":1:" + (i + 1) + ": unknown column '" + written + "'; known are "
                        + String.join(", ", known.keySet().stream().sorted().toList()));
            }
        }
        rules.columns().forEach((name, written) -> {
            if (!byName.containsKey(name)) {
                faults.add(
                        file + ":1: the column '" + written + "', named by the mapping for " + name + ", is missing");
            }
        });
        for (List<String> forms : NEEDED) {
            long given = forms.stream().filter(byName::containsKey).count();
            boolean byDefault = forms.contains(TENANT) && rules.defaults().tenant() != null;
            if (given == 0 && !byDefault && forms.stream().noneMatch(rules.columns()::containsKey)) {
                faults.add(file + ":1: the column '" + String.join("' or '", forms) + "' is missing");
            }
        }
        if (byName.containsKey("start") && byName.containsKey("start_epoch_s")
                || byName.containsKey("end") && byName.containsKey("end_epoch_s")) {
            faults.add(file + ":1: says start or end twice, as time and in seconds; leave one of them out");
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return new UsageColumns(file, rules, byName, header.getFieldCount());
    }

    /** Our name of each column by the file's. */
    private static Map<String, String> names(UsageRules rules) {
        Map<String, String> names = new HashMap<>();
        NEEDED.forEach(forms -> forms.forEach(name -> names.put(name, name)));
        OPTIONAL.forEach(name -> names.put(name, name));
        rules.columns().forEach((name, written) -> {
            // A name that is given away means nothing any more.
            names.remove(name);
        });
        rules.columns().forEach((name, written) -> names.put(written, name));
        return names;
    }

    /** The row of a record; empty, with a fault for each reason, when it cannot be read. */
    Optional<UsageRow> row(CsvRecord record, Consumer<RowFault> refused) {
        long line = record.getStartingLineNumber();
        if (record.getFieldCount() != width) {
            refused.accept(new RowFault(
                    file,
                    line,
                    null,
                    null,
                    null,
                    "has " + record.getFieldCount() + " fields, the first line has " + width));
            return Optional.empty();
        }
        List<RowFault> faults = new ArrayList<>();
        String job = required(record, "job_id", faults);
        String tenant = tenant(record, faults);
        Long count = number(record, COUNT, faults);
        Long thousandths = number(record, THOUSANDTHS, faults);
        if (count == null && thousandths == null && faults.isEmpty()) {
            faults.add(fault(record, COUNT, null, "is empty"));
        }
        Instant start = instant(record, "start", faults);
        Instant end = instant(record, "end", faults);
        Long energy = number(record, "energy_millijoules", faults);
        String sku = sku(record, faults);
        String site = orElse(optional(record, "site"), rules.defaults().site());
        if (site == null) {
            faults.add(fault(record, "site", null, "names no site, and there is no usage.defaults.site"));
        }
        String node = optional(record, "node");
        String gpu = optional(record, "gpu_pci_id");
        if (gpu != null && node == null) {
            faults.add(
                    fault(
                            record,
                            "gpu_pci_id",
                            gpu,
                            "names a GPU without its node, and other nodes have one of the same address: give the column node too"));
        }
        if (!faults.isEmpty()) {
            faults.forEach(refused);
            return Optional.empty();
        }
        String project =
                orElse(orElse(optional(record, "project"), rules.defaults().project()), UsageKey.NO_PROJECT);
        var interval = new AllocationInterval(
                project,
                site,
                sku,
                count,
                thousandths,
                start,
                end,
                energy,
                job,
                node,
                devices(record, count, node),
                optional(record, "mig_profile"));
        return Optional.of(new UsageRow(line, id(record, job, node), tenant, interval));
    }

    /** A file with a row per GPU repeats the job, so node and PCI address must tell the rows apart; a row with the one has the other. */
    private String id(CsvRecord record, String job, @Nullable String node) {
        String gpu = optional(record, "gpu_pci_id");
        return gpu == null ? job : job + "/" + node + "/" + gpu;
    }

    /** The devices that a row names; one GPU of a node is known by its PCI address. */
    private @Nullable List<String> devices(CsvRecord record, @Nullable Long count, @Nullable String node) {
        String devices = optional(record, "devices");
        if (devices != null) {
            return List.of(devices.split(" +"));
        }
        String gpu = optional(record, "gpu_pci_id");
        return gpu != null && count != null && count == 1 ? List.of(node + "/" + gpu) : null;
    }

    private String tenant(CsvRecord record, List<RowFault> faults) {
        String fixed = rules.fixedTenant();
        if (fixed != null) {
            return fixed;
        }
        String byDefault = rules.defaults().tenant();
        String named = optional(record, TENANT);
        return named == null && byDefault != null ? byDefault : required(record, TENANT, faults);
    }

    private @Nullable String sku(CsvRecord record, List<RowFault> faults) {
        String named = optional(record, "sku");
        if (named != null) {
            return named;
        }
        String type = optional(record, "gpu_type");
        String sku = orElse(
                type == null ? null : rules.skuByGpuType().get(type),
                rules.defaults().sku());
        if (sku == null) {
            faults.add(fault(
                    record,
                    "gpu_type",
                    type,
                    (type == null ? "names no GPU type" : "is not in the catalog's usage.skuByGpuType")
                            + ", and there is no usage.defaults.sku"));
        }
        return sku;
    }

    private String required(CsvRecord record, String column, List<RowFault> faults) {
        String value = optional(record, column);
        if (value == null) {
            faults.add(fault(record, column, null, "is empty"));
            return "";
        }
        return value;
    }

    /** The whole number in a column; absent where there is none, or a fault. */
    private @Nullable Long number(CsvRecord record, String column, List<RowFault> faults) {
        String value = optional(record, column);
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            faults.add(fault(record, column, value, "is not a whole number that 64 bits hold"));
            return null;
        }
    }

    private @Nullable Instant instant(CsvRecord record, String name, List<RowFault> faults) {
        if (byName.containsKey(name)) {
            String time = required(record, name, faults);
            try {
                return time.isEmpty() ? null : OffsetDateTime.parse(time).toInstant();
            } catch (DateTimeException e) {
                faults.add(fault(record, name, time, "is no time with an offset such as 2026-10-01T00:00:00+02:00"));
                return null;
            }
        }
        String column = name + "_epoch_s";
        if (required(record, column, faults).isEmpty()) {
            return null;
        }
        Long seconds = number(record, column, faults);
        try {
            return seconds == null ? null : Instant.ofEpochSecond(seconds);
        } catch (DateTimeException e) {
            faults.add(fault(record, column, null, seconds + " seconds since 1970 is no time that can be kept"));
            return null;
        }
    }

    private @Nullable String optional(CsvRecord record, String column) {
        Integer index = byName.get(column);
        if (index == null) {
            return null;
        }
        String value = record.getField(index).strip();
        return value.isEmpty() ? null : value;
    }

    private RowFault fault(CsvRecord record, String name, @Nullable String value, String rule) {
        Integer index = byName.get(name);
        return new RowFault(
                file,
                record.getStartingLineNumber(),
                index == null ? null : Integer.valueOf(index + 1),
                rules.columns().getOrDefault(name, name),
                value,
                rule);
    }

    private static @Nullable String orElse(@Nullable String value, @Nullable String other) {
        return value == null ? other : value;
    }
}
