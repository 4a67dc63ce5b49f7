package io.wattledger.metering.wire;

import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/** Carries a refusal out of nested reading; never leaves this package. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refused refused;

    Unreadable(RefusalCode code, String field, @Nullable String value, String rule) {
        super(rule, null, false, false);
        this.refused = new Refused(code, field, value, rule);
    }

    static Unreadable givenTwice(String field) {
        return new Unreadable(RefusalCode.INVALID_FIELD, field, null, "must be given once");
    }

    Refused refused() {
        return refused;
    }
}
