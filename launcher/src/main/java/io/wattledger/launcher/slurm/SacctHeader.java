package io.wattledger.launcher.slurm;

import io.wattledger.launcher.InputFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first line of what {@code sacct --parsable2} prints, and by it the fields of the others. sacct marks neither a line
 * break nor a {@code |} inside a field, so whoever names a job can write records of any other: columns that users fill are
 * taken only where the mapping trusts them. A line may have more fields than the header then: the surplus belongs to
 * these columns, and what stands before the first or behind the last of them is certain.
 */
final class SacctHeader {

    /** Columns whose text users choose. */
    private static final Set<String> FREE_TEXT = Set.of(
            "jobname",
            "comment",
            "admincomment",
            "systemcomment",
            "submitline",
            "workdir",
            "container",
            "constraints",
            "extra",
            "stdin",
            "stdout",
            "stderr",
            "wckey",
            "licenses");

    private final Map<String, Integer> byName;
    private final List<String> written;
    private final boolean endsWithBar;
    private final int firstFree;
    private final int lastFree;

    private SacctHeader(List<String> written, boolean endsWithBar) {
        this.written = written;
        this.endsWithBar = endsWithBar;
        this.byName = new HashMap<>();
        int first = -1;
        int last = -1;
        for (int i = 0; i < written.size(); i++) {
            String name = JobRecord.name(written.get(i));
            // A column may be asked for twice; it says the same.
            byName.putIfAbsent(name, i);
            if (FREE_TEXT.contains(name)) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        this.firstFree = first;
        this.lastFree = last;
    }

    /**
     * Reads the first line.
     *
     * @throws InputFault when it does not name the columns that are needed, or names some that are not trusted
     */
    static SacctHeader of(String file, String line, SacctRules rules) {
        boolean endsWithBar = line.endsWith("|");
        String names = endsWithBar ? line.substring(0, line.length() - 1) : line;
        List<String> written =
                Arrays.stream(names.split("\\|", -1)).map(String::strip).toList();
        var header = new SacctHeader(written, endsWithBar);
        List<String> faults = new ArrayList<>();
        if (!header.has("jobidraw") && !header.has("jobid")) {
            throw new InputFault(file + ":1: names no column JobIDRaw; it must be the header of sacct --parsable2,"
                    + " which stands there unless --noheader is given");
        }
        for (String needed : rules.neededColumns()) {
            if (!header.has(JobRecord.name(needed))) {
                faults.add(file + ":1: the column '" + needed + "' is missing; add it to the --format of sacct");
            }
        }
        if (!header.has("cluster") && rules.cluster() == null) {
            faults.add(file + ":1: the column 'Cluster' is missing, and there is no usage.sacct.cluster: job ids are"
                    + " known by their cluster");
        }
        if (header.firstFree >= 0 && !rules.trustsFreeText()) {
            faults.add(
                    file + ":1: users choose the text in " + header.freeColumns() + ", and sacct does not mark a line"
                            + " break in it: a name can be made to look like records of other jobs. Leave out what users choose"
                            + " in the --format of sacct, or export with --json, or, where all users are trusted, say"
                            + " usage.sacct.freeText: trusted");
        }
        if (!faults.isEmpty()) {
            throw new InputFault(faults);
        }
        return header;
    }

    private String freeColumns() {
        return written.stream()
                .filter(column -> FREE_TEXT.contains(JobRecord.name(column)))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    boolean has(String column) {
        return byName.containsKey(column);
    }

    /**
     * The record in a line.
     *
     * @throws RecordRefused when it has too few fields, or too many and no column that may hold them, or is cut off
     */
    JobRecord record(String line) throws RecordRefused {
        if (endsWithBar && !line.endsWith("|")) {
            throw new RecordRefused(null, null, "does not end with '|' as the first line does: it is cut off");
        }
        String text = endsWithBar ? line.substring(0, line.length() - 1) : line;
        String[] fields = text.split("\\|", -1);
        int surplus = fields.length - written.size();
        if (surplus < 0) {
            throw new RecordRefused(
                    null,
                    null,
                    "has " + fields.length + " fields, the first line has " + written.size()
                            + (firstFree < 0 ? "" : "; a line break in a job name would do that"));
        }
        if (surplus > 0 && firstFree < 0) {
            throw new RecordRefused(
                    null,
                    null,
                    "has " + fields.length + " fields, the first line has " + written.size()
                            + ", and no column of it is free text that could hold a '|'");
        }
        return new Line(fields, surplus);
    }

    /** A line with what is certain about its fields. */
    private final class Line implements JobRecord {
        private final String[] fields;
        private final int surplus;

        Line(String[] fields, int surplus) {
            this.fields = fields;
            this.surplus = surplus;
        }

        @Override
        public boolean has(String column) {
            return byName.containsKey(column);
        }

        @Override
        public String text(String column) throws RecordRefused {
            Integer index = byName.get(column);
            if (index == null) {
                return "";
            }
            if (surplus == 0 || index < firstFree) {
                return fields[index].strip();
            }
            if (index > lastFree) {
                return fields[index + surplus].strip();
            }
            if (firstFree == lastFree) {
                return Arrays.stream(fields, index, index + surplus + 1)
                        .collect(Collectors.joining("|"))
                        .strip();
            }
            throw new RecordRefused(
                    written.get(index),
                    null,
                    "cannot be told: the line has " + surplus + " '|' too many, and " + written.get(firstFree) + " and "
                            + written.get(lastFree) + " may both hold them; export only one of them, or "
                            + written.get(index) + " before both");
        }
    }
}
