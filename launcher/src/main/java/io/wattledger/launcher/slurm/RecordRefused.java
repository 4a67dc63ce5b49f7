package io.wattledger.launcher.slurm;

import org.jspecify.annotations.Nullable;

/** Carries out of nested reading why a record cannot be used; never leaves this package. */
final class RecordRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String field;
    private final @Nullable String value;
    private final String rule;

    /**
     * Refuses a record.
     *
     * @param field what is at fault; absent where the whole line is
     * @param value what stands there; absent where nothing does
     * @param rule what must hold, and what to do
     */
    RecordRefused(@Nullable String field, @Nullable String value, String rule) {
        super(rule, null, false, false);
        this.field = field;
        this.value = value;
        this.rule = rule;
    }

    @Nullable
    String field() {
        return field;
    }

    @Nullable
    String value() {
        return value;
    }

    String rule() {
        return rule;
    }
}
