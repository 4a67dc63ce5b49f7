package io.wattledger.launcher.slurm;

import java.util.Locale;

/** One record of Slurm's accounting, by the names of sacct's columns in lower case. */
interface JobRecord {

    /** Whether records of this file have the field. */
    boolean has(String column);

    /**
     * What the field holds, stripped; empty where it holds nothing or there is none.
     *
     * @throws RecordRefused when it cannot be told
     */
    String text(String column) throws RecordRefused;

    /** The form in which columns are compared: sacct takes them in any case. */
    static String name(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
