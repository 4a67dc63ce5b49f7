package io.wattledger.chassis.http;

import java.util.List;

/** How many items a page may have. */
public final class PageLimit {

    private PageLimit() {}

    /**
     * The limit that was asked for.
     *
     * @throws Refusal when it is below 1 or above {@code most}
     */
    public static int of(int limit, int most) {
        if (limit < 1 || limit > most) {
            String detail = "is " + limit + "; must be between 1 and " + most;
            throw new Refusal(CommonProblem.INVALID, "limit " + detail, List.of(new FieldError("limit", detail)));
        }
        return limit;
    }
}
