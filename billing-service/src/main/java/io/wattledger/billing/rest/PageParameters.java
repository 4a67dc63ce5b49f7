package io.wattledger.billing.rest;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which page of a list is wanted. */
public class PageParameters {

    private static final int MOST = 500;

    @Parameter(description = "nextCursor of the page before, unchanged", example = "c2VxdWVuY2UKNDI")
    @QueryParam("cursor")
    @Nullable
    String cursor;

    @Parameter(description = "most items of the page, 1 to 500", example = "50")
    @QueryParam("limit")
    @DefaultValue("50")
    int limit;

    /**
     * The items of a page.
     *
     * @param nextCursor leads to the next page; absent on the last one
     */
    record Cut<T>(List<T> items, @Nullable String nextCursor) {

        <V> List<V> map(Function<T, V> view) {
            return items.stream().map(view).toList();
        }
    }

    /**
     * How many to look for: one more than the page has tells whether there is a next one.
     *
     * @throws Refusal where the limit is not 1 to 500
     */
    int most() {
        if (limit < 1 || limit > MOST) {
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    "limit '" + limit + "' is not 1 to " + MOST,
                    List.of(new FieldError("limit", "1 to " + MOST)));
        }
        return limit + 1;
    }

    /** The page of what was found, at most {@link #most}; {@code end} writes down where it ended. */
    <T> Cut<T> cut(List<T> found, Function<T, String> end) {
        if (found.size() <= limit) {
            return new Cut<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Cut<>(items, end.apply(items.getLast()));
    }
}
