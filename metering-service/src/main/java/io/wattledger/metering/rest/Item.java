package io.wattledger.metering.rest;

import io.wattledger.contracts.WireName;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event.
 *
 * @param id of the event; absent where it names none
 * @param source of the event; absent where it names none
 * @param outcome {@code metered}, {@code duplicate}, {@code conflict} or {@code refused}
 * @param code why it was refused, or {@code conflicting-event}; absent where it is metered
 * @param detail the same in words
 * @param corrects of a correction or withdrawal that is taken in, now or before: {@code known} where the event that it names has come,
 *     {@code awaited} where it has not, {@code without-effect} where that is a withdrawal or a heartbeat of a collector, {@code mutual}
 *     where that event corrects this one, so that neither counts; absent in all others
 */
public record Item(
        @Nullable String id,
        @Nullable String source,
        String outcome,
        @Nullable String code,
        @Nullable String detail,
        @Nullable String corrects) {

    static Item of(Outcome outcome) {
        Refused refused = outcome.refused();
        String kind = outcome.kind().name().toLowerCase(Locale.ROOT);
        if (refused != null) {
            return new Item(
                    shown(outcome.id()),
                    shown(outcome.source()),
                    kind,
                    refused.code().code(),
                    refused.detail(),
                    null);
        }
        boolean isConflict = outcome.kind() == Outcome.Kind.CONFLICT;
        return new Item(
                shown(outcome.id()),
                shown(outcome.source()),
                kind,
                isConflict ? EventProblem.conflict(outcome).code() : null,
                isConflict ? EventProblem.detail(outcome) : null,
                outcome.corrects() == null ? null : WireName.of(outcome.corrects()));
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : WireText.shown(text, WireText.LONGEST_ATTRIBUTE);
    }
}
