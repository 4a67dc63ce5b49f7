package io.wattledger.launcher.usage;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.launcher.InputFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which column of a usage file holds what, from its first line. */
final class UsageColumns {

    private static final List<String> REQUIRED =
            List.of("job_id", "tenant", "gpu_count", "start_epoch_s", "end_epoch_s");
    private static final List<String> OPTIONAL = List.of("project", "gpu_type", "node", "site", "sku", "gpu_pci_id");

    private final String file;
    private final Map<String, Integer> byName;
    private final int width;

    private UsageColumns(String file, Map<String, Integer> byName, int width) {
        this.file = file;
        this.byName = byName;
        this.width = width;
    }

    static UsageColumns of(String file, CsvRecord header) {
        Map<String, Integer> byName = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < header.getFieldCount(); i++) {
            // Spreadsheets put a byte order mark before the first name.
            String name = header.getField(i).strip().replace("\uFEFF", "");
            if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
                faults.add(file + ":1:" + (i + 1) + ": unknown column '" + name + "'; known are "
                        + String.join(", ", REQUIRED) + " and " + String.join(", ", OPTIONAL));
            } else if (byName.putIfAbsent(name, i) != null) {
                faults.add(file + ":1:" + (i + 1) + ": the column '" + name + "' stands twice");
            }
        }
        REQUIRED.stream()
                .filter(name -> !byName.containsKey(name))
                .forEach(name -> faults.add(file + ":1: the column '" + name + "' is missing"));
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return new UsageColumns(file, byName, header.getFieldCount());
    }

    /** The row of a record; empty, with a fault for each reason, when it cannot be read. */
    Optional<UsageRow> row(CsvRecord record, UsageRules rules, List<String> faults) {
        int before = faults.size();
        if (record.getFieldCount() != width) {
            faults.add(file + ":" + record.getStartingLineNumber() + ": has " + record.getFieldCount()
                    + " fields, the first line has " + width);
            return Optional.empty();
        }
        String job = required(record, "job_id", faults);
        String tenant = required(record, "tenant", faults);
        Long gpus = number(record, "gpu_count", faults);
        Instant start = instant(record, "start_epoch_s", faults);
        Instant end = instant(record, "end_epoch_s", faults);
        String sku = sku(record, rules, faults);
        String site = orElse(optional(record, "site"), rules.site());
        if (site == null) {
            faults.add(at(record, "site") + ": names no site, and the catalog has no usage.defaults.site");
        }
        if (faults.size() > before) {
            return Optional.empty();
        }
        String project = orElse(orElse(optional(record, "project"), rules.project()), UsageKey.NO_PROJECT);
        String node = optional(record, "node");
        var interval = new AllocationInterval(project, site, sku, gpus, null, start, end, null, job, node, null, null);
        return Optional.of(new UsageRow(id(record, job, node), tenant, interval));
    }

    /** A file with a row per GPU repeats the job, so node and PCI address must tell the rows apart. */
    private String id(CsvRecord record, String job, @Nullable String node) {
        String gpu = optional(record, "gpu_pci_id");
        return gpu == null ? job : job + "/" + (node == null ? "" : node) + "/" + gpu;
    }

    private @Nullable String sku(CsvRecord record, UsageRules rules, List<String> faults) {
        String named = optional(record, "sku");
        if (named != null) {
            return named;
        }
        String type = optional(record, "gpu_type");
        String sku = orElse(type == null ? null : rules.skuByGpuType().get(type), rules.sku());
        if (sku == null) {
            faults.add(at(record, "gpu_type") + ": "
                    + (type == null ? "names no GPU type" : "'" + type + "' is not in the catalog's usage.skuByGpuType")
                    + ", and there is no usage.defaults.sku");
        }
        return sku;
    }

    private String required(CsvRecord record, String column, List<String> faults) {
        String value = optional(record, column);
        if (value == null) {
            faults.add(at(record, column) + ": is empty");
            return "";
        }
        return value;
    }

    private @Nullable Long number(CsvRecord record, String column, List<String> faults) {
        String value = required(record, column, faults);
        try {
            return value.isEmpty() ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            faults.add(at(record, column) + ": '" + value + "' is not a whole number");
            return null;
        }
    }

    private @Nullable Instant instant(CsvRecord record, String column, List<String> faults) {
        Long seconds = number(record, column, faults);
        try {
            return seconds == null ? null : Instant.ofEpochSecond(seconds);
        } catch (DateTimeException e) {
            faults.add(at(record, column) + ": " + seconds + " seconds since 1970 is no time that can be kept");
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

    private String at(CsvRecord record, String column) {
        Integer index = byName.get(column);
        String place = file + ":" + record.getStartingLineNumber();
        return (index == null ? place : place + ":" + (index + 1)) + ": " + column;
    }

    private static @Nullable String orElse(@Nullable String value, @Nullable String other) {
        return value == null ? other : value;
    }
}
