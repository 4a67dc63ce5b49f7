package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.flow.DiscardRefusals;
import io.wattledger.metering.flow.Outcome;
import io.wattledger.metering.flow.ReferenceFeed;
import io.wattledger.metering.flow.RefusalBook;
import io.wattledger.metering.flow.RefusalBook.Resolution;
import io.wattledger.metering.flow.RefusalEntry;
import io.wattledger.metering.flow.ReplayRefusals;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.rest.RefusalForms.DecisionItem;
import io.wattledger.metering.rest.RefusalForms.DecisionPage;
import io.wattledger.metering.rest.RefusalForms.Discard;
import io.wattledger.metering.rest.RefusalForms.RefusalDetail;
import io.wattledger.metering.rest.RefusalForms.RefusalItem;
import io.wattledger.metering.rest.RefusalForms.RefusalPage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what was refused, tries it again and closes it. */
@Path("/api/v1/refusals")
@Tag(name = "refusals", description = "Events that were refused: list, inspect, repair and replay, discard")
public class RefusalsResource {

    private static final EventProblem CLOSED =
            new EventProblem("refusal-closed", 409, "The refusal was replayed or discarded before");
    private static final EventProblem INCOMPLETE =
            new EventProblem("refusal-incomplete", 422, "Only the beginning of the event is kept");
    private static final int LONGEST_REASON = 2_000;
    private static final Pattern LINES = Pattern.compile("[\\n\\r\\t]");

    private final RefusalBook book;
    private final ReplayRefusals replayRefusals;
    private final DiscardRefusals discardRefusals;
    private final Caller caller;

    RefusalsResource(RefusalBook book, ReplayRefusals replayRefusals, DiscardRefusals discardRefusals, Caller caller) {
        this.book = book;
        this.replayRefusals = replayRefusals;
        this.discardRefusals = discardRefusals;
        this.caller = caller;
    }

    /** Refused events. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listRefusals",
            summary = "Refused events with the reason, the latest first",
            description = "A tenant sees its own only. What was sent is shown with each refusal by its id.")
    public RefusalPage list(@BeanParam RefusalQuery query) {
        RefusalBook.Page page = page(query, query.filter(query.state()), false);
        return new RefusalPage(page.entries().stream().map(RefusalItem::of).toList(), next(query, page));
    }

    /** One refused event. */
    @GET
    @Path("{id}")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "getRefusal",
            summary = "A refused event with its bytes, its headers, the reason and what was done about it")
    @APIResponse(responseCode = "200", description = "The refusal")
    public RefusalDetail show(
            @Parameter(description = "id of the list", example = "ref_8c6f7b2e90d14a35b1c7d2e3f4a5b6c7")
                    @PathParam("id")
                    String id) {
        RefusalEntry entry = find(id);
        return RefusalDetail.of(entry, book.steps(sight(), entry.key()));
    }

    /** Tries one refused event again, as it came or repaired. */
    @POST
    @Path("{id}/replay")
    @Consumes({"application/cloudevents+json", MediaType.WILDCARD})
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "replayRefusal",
            summary = "Try a refused event again",
            description =
                    "With a body, the event in structured mode as repaired; without one, as it came. It goes through"
                            + " the same rules. Taken in, it closes the refusal; refused, it leaves another attempt. What was sent"
                            + " first stays.")
    public DecisionItem replay(
            @Parameter(description = "id of the list", example = "ref_8c6f7b2e90d14a35b1c7d2e3f4a5b6c7")
                    @PathParam("id")
                    String id,
            byte @Nullable [] body) {
        RefusalEntry entry = find(id);
        boolean isRepaired = body != null && body.length > 0;
        if (!isRepaired && !entry.kept().isWhole()) {
            throw new Refusal(
                    INCOMPLETE,
                    "send the whole event as the body; it lies at "
                            + entry.trace().place());
        }
        List<Resolution> done;
        try {
            done = isRepaired
                    ? replayRefusals.repaired(entry, Objects.requireNonNull(body), caller.name())
                    : replayRefusals.asTheyCame(List.of(entry), caller.name());
        } catch (ReferenceFeed.Behind e) {
            throw behind(e);
        }
        Resolution resolution = only(done);
        var refused = resolution.refused();
        if (refused != null) {
            throw new Refusal(
                    EventProblem.of(refused.code()),
                    refused.detail(),
                    List.of(new FieldError(refused.pointer(), refused.rule())));
        }
        Outcome outcome = resolution.outcome();
        if (outcome != null && outcome.kind() == Outcome.Kind.CONFLICT) {
            throw new Refusal(EventProblem.conflict(outcome), EventProblem.detail(outcome));
        }
        return DecisionItem.of(resolution);
    }

    /** Tries refused events again as they came. */
    @POST
    @Path("replay")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "replayRefusals",
            summary = "Try the open refusals of a filter again, as they came",
            description =
                    "For example all of code unknown-sku after the catalog was amended. One page is tried; go on with"
                            + " nextCursor.")
    public DecisionPage replayAll(@BeanParam RefusalQuery query) {
        RefusalBook.Page page = page(query, query.filter(RefusalEntry.State.OPEN), true);
        try {
            return decided(page, replayRefusals.asTheyCame(page.entries(), caller.name()), next(query, page));
        } catch (ReferenceFeed.Behind e) {
            throw behind(e);
        }
    }

    /** Closes one refusal. */
    @POST
    @Path("{id}/discard")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "discardRefusal", summary = "Decide that a refused event is not to be metered")
    public DecisionItem discard(
            @Parameter(description = "id of the list", example = "ref_8c6f7b2e90d14a35b1c7d2e3f4a5b6c7")
                    @PathParam("id")
                    String id,
            @Nullable Discard discard) {
        String reason = reason(discard);
        RefusalEntry entry = find(id);
        return DecisionItem.of(only(discardRefusals.discard(List.of(entry), reason, caller.name())));
    }

    /** Closes refusals. */
    @POST
    @Path("discard")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "discardRefusals",
            summary = "Decide that the events of the open refusals of a filter are not to be metered",
            description = "One page is discarded; go on with nextCursor.")
    public DecisionPage discardAll(@BeanParam RefusalQuery query, @Nullable Discard discard) {
        String reason = reason(discard);
        RefusalBook.Page page = page(query, query.filter(RefusalEntry.State.OPEN), false);
        return decided(page, discardRefusals.discard(page.entries(), reason, caller.name()), next(query, page));
    }

    private static DecisionPage decided(RefusalBook.Page page, List<Resolution> done, @Nullable String next) {
        return new DecisionPage(
                done.stream().map(DecisionItem::of).toList(), page.entries().size() - (long) done.size(), next);
    }

    private RefusalBook.Page page(RefusalQuery query, RefusalBook.Filter filter, boolean withContents) {
        return book.list(Parameters.sight(caller, query.tenants()), filter, query.after(), query.limit(), withContents);
    }

    private static @Nullable String next(RefusalQuery query, RefusalBook.Page page) {
        return page.hasMore() ? query.cursorAfter(page.entries().getLast()) : null;
    }

    private RefusalEntry find(String id) {
        EventKey key = RefusalForms.key(id);
        List<RefusalEntry> found = key == null ? List.of() : book.find(sight(), List.of(key));
        if (found.isEmpty()) {
            throw new Refusal(CommonProblem.NOT_FOUND, "there is no refusal '" + id + "'; the list has their ids");
        }
        return found.getFirst();
    }

    private Sight sight() {
        return Parameters.sight(caller, List.of());
    }

    private static Resolution only(List<Resolution> done) {
        if (done.isEmpty()) {
            throw new Refusal(CLOSED, "look at its steps to see by whom and why");
        }
        return done.getFirst();
    }

    private static String reason(@Nullable Discard discard) {
        String reason = discard == null ? null : discard.reason();
        if (reason == null || !WireText.isUsable(LINES.matcher(reason).replaceAll(" "), LONGEST_REASON)) {
            String rule = "must say why in at most " + LONGEST_REASON + " characters, without control characters";
            throw new Refusal(CommonProblem.INVALID, "reason " + rule, List.of(new FieldError("/reason", rule)));
        }
        return reason.strip();
    }

    private static Refusal behind(ReferenceFeed.Behind e) {
        return new Refusal(CommonProblem.UNAVAILABLE, "try again in a moment: " + e.getMessage());
    }
}
