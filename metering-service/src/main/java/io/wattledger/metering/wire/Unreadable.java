package io.wattledger.metering.wire;

import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/** Carries a refusal out of nested reading; never leaves this package. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String GIVEN_TWICE = "must be given once";

    private final transient Refused refused;

    Unreadable(RefusalCode code, String field, @Nullable String value, String rule) {
        this(new Refused(code, field, value, rule));
    }

    private Unreadable(Refused refused) {
        super(refused.rule(), null, false, false);
        this.refused = refused;
    }

    /** A value that breaks a rule, wherever it stands. */
    static Unreadable invalid(Place place, String rule) {
        return new Unreadable(new Refused(RefusalCode.INVALID_FIELD, place.field(), null, rule, place.pointer()));
    }

    static Unreadable givenTwice(String field) {
        return new Unreadable(RefusalCode.INVALID_FIELD, field, null, GIVEN_TWICE);
    }

    static Unreadable givenTwice(Place place) {
        return invalid(place, GIVEN_TWICE);
    }

    Refused refused() {
        return refused;
    }
}
