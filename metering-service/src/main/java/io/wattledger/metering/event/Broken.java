package io.wattledger.metering.event;

import io.wattledger.metering.event.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/** Carries a refusal out of nested checks; never leaves this package. */
final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refused refused;

    Broken(Refused refused) {
        super(refused.detail(), null, false, false);
        this.refused = refused;
    }

    Broken(RefusalCode code, String field, @Nullable String value, String rule) {
        this(new Refused(code, field, value, rule));
    }

    Refused refused() {
        return refused;
    }
}
