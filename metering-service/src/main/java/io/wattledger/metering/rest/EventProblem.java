package io.wattledger.metering.rest;

import io.wattledger.chassis.http.ProblemCode;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.flow.Outcome;

/**
 * The refusal of a single event as a problem: the codes are those of {@link RefusalCode}.
 *
 * @param code why
 * @param status 400 where the request is no readable CloudEvent, 422 where the event breaks a rule
 * @param title short words that do not change
 */
record EventProblem(String code, int status, String title) implements ProblemCode {

    /** Another event with this identity was metered before. */
    private static final EventProblem CONFLICT =
            new EventProblem("conflicting-event", 409, "Another event with the same source and id was metered before");

    /** Another event corrected or withdrew the same event before. */
    private static final EventProblem SECOND_CORRECTION =
            new EventProblem("conflicting-event", 409, "The event that it corrects was corrected before");

    /** Events of a batch were not taken, for more than one reason. */
    static final EventProblem NOT_TAKEN =
            new EventProblem("events-not-taken", 422, "Some events of the batch were not taken");

    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    /** The conflict in which an event is. */
    static EventProblem conflict(Outcome outcome) {
        return outcome.correctedBefore() == null ? CONFLICT : SECOND_CORRECTION;
    }

    /** What stands in its way, and what to do. */
    static String detail(Outcome conflict) {
        EventIdentity target = conflict.correctedBefore();
        if (target == null) {
            return "source " + conflict.source() + ", id " + conflict.id()
                    + ": the first one stands, and this one is kept to be looked at; give the event a new id if it reports"
                    + " something else";
        }
        return "source " + target.source() + ", id " + target.id()
                + " was corrected or withdrawn before: that stands, and this event is kept to be looked at and counts for"
                + " nothing; correct what took its place, under another id than this one's";
    }

    static EventProblem of(RefusalCode code) {
        return switch (code) {
            case MALFORMED_JSON -> new EventProblem(code.code(), BAD_REQUEST, "The event is not JSON");
            case NOT_A_CLOUD_EVENT, UNSUPPORTED_SPEC_VERSION ->
                new EventProblem(code.code(), BAD_REQUEST, "The request holds no CloudEvent 1.0");
            default -> new EventProblem(code.code(), UNPROCESSABLE, "The event breaks a rule");
        };
    }
}
