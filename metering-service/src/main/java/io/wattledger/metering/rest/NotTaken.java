package io.wattledger.metering.rest;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sender of a batch, who does not ask for items, which of its events were not taken. Such a sender looks at the
 * status alone, so nothing refused may come under a status of success. The other events of the batch are metered.
 */
final class NotTaken {

    private NotTaken() {}

    /**
     * Returns where every event is metered, now or before.
     *
     * @throws Refusal that names the others by their place; with the code and status that they have in common, otherwise
     *     {@code events-not-taken}
     */
    static void throwIfAny(List<Outcome> outcomes) {
        List<FieldError> errors = new ArrayList<>();
        Set<EventProblem> problems = new LinkedHashSet<>();
        for (int i = 0; i < outcomes.size(); i++) {
            EventProblem problem = problem(outcomes.get(i));
            if (problem != null) {
                problems.add(problem);
                errors.add(new FieldError("/" + i + pointer(outcomes.get(i)), detail(problem, outcomes.get(i))));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refusal(
                    problems.size() == 1 ? problems.iterator().next() : EventProblem.NOT_TAKEN,
                    errors.size() + " of " + outcomes.size() + " events were not taken, the first because "
                            + errors.getFirst().detail() + "; the others are metered and need not be sent again",
                    errors);
        }
    }

    private static @Nullable EventProblem problem(Outcome outcome) {
        Refused refused = outcome.refused();
        if (refused != null) {
            return EventProblem.of(refused.code());
        }
        return outcome.kind() == Outcome.Kind.CONFLICT ? EventProblem.conflict(outcome) : null;
    }

    private static String pointer(Outcome outcome) {
        Refused refused = outcome.refused();
        return refused == null ? "" : refused.pointer();
    }

    private static String detail(EventProblem problem, Outcome outcome) {
        Refused refused = outcome.refused();
        String id = outcome.id() == null ? "" : "id " + WireText.shown(outcome.id(), WireText.LONGEST_NAME) + ", ";
        return id + problem.code() + ": " + (refused == null ? EventProblem.detail(outcome) : refused.detail());
    }
}
