package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.PageCursor;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.WireName;
import io.wattledger.metering.flow.CorrectionList;
import io.wattledger.metering.flow.CorrectionList.Listed;
import io.wattledger.metering.flow.CorrectionList.Mark;
import io.wattledger.metering.flow.CorrectionState;
import io.wattledger.metering.flow.Sight;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows corrections and withdrawals that somebody has to see to, since they have not hit what they were meant for. */
@Path("/api/v1/corrections")
@Tag(name = "corrections", description = "Corrections and withdrawals that have not hit an event")
public class CorrectionsResource {

    private static final int KEY_PARTS = 3;

    private final CorrectionList list;
    private final Caller caller;

    CorrectionsResource(CorrectionList list, Caller caller) {
        this.list = list;
        this.caller = caller;
    }

    /**
     * A page of corrections and withdrawals.
     *
     * @param items the latest first
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record CorrectionPage(
            List<CorrectionItem> items, @Nullable String nextCursor) {}

    /**
     * A correction or withdrawal that has not hit an event which it can take the place of.
     *
     * @param tenant whose
     * @param source of it
     * @param id of it
     * @param targetSource source of the event that it names
     * @param targetId id of that event
     * @param withdraws whether it is a withdrawal
     * @param reason why, in the words of the sender
     * @param receivedAt when it came
     * @param state {@code awaited}, {@code without-effect} or {@code mutual}
     */
    public record CorrectionItem(
            String tenant,
            String source,
            String id,
            String targetSource,
            String targetId,
            boolean withdraws,
            String reason,
            Instant receivedAt,
            String state) {

        static CorrectionItem of(Listed listed) {
            return new CorrectionItem(
                    listed.mark().tenant(),
                    listed.source(),
                    listed.id(),
                    listed.targetSource(),
                    listed.targetId(),
                    listed.withdraws(),
                    listed.reason(),
                    listed.mark().receivedAt(),
                    WireName.of(listed.state()));
        }
    }

    /** Corrections that have not hit an event. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listCorrections",
            summary = "Corrections and withdrawals that have not hit an event which they can take the place of",
            description = "The latest first. awaited: the event that is named has not come. without-effect: it is a"
                    + " withdrawal or a heartbeat of a collector. mutual: it corrects its own correction, and neither counts."
                    + " A tenant sees its own only.")
    public CorrectionPage corrections(
            @Parameter(description = "awaited, without-effect or mutual; all of them unless said", example = "awaited")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "Only these, joined by commas; for operators and auditors") @QueryParam("tenants")
                    List<String> tenants,
            @Parameter(description = "Corrections on a page, at most 1000", example = "100")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    int limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor) {
        CorrectionState wanted = state == null ? null : state(state);
        Sight sight = Parameters.sight(caller, tenants);
        int most = Parameters.limit(limit);
        String question = "corrections" + state + Parameters.named(tenants);
        List<String> key = PageCursor.key(cursor, question, KEY_PARTS);
        Mark after =
                key == null ? null : new Mark(Parameters.instant("cursor", key.getFirst()), key.get(1), key.getLast());
        List<Listed> found = list.list(sight, wanted, after, most + 1);
        List<Listed> page = found.subList(0, Math.min(most, found.size()));
        String next = null;
        if (found.size() > most) {
            Mark last = page.getLast().mark();
            next = PageCursor.after(question, List.of(last.receivedAt().toString(), last.tenant(), last.target()));
        }
        return new CorrectionPage(page.stream().map(CorrectionItem::of).toList(), next);
    }

    private static CorrectionState state(String wanted) {
        return Stream.of(CorrectionState.values())
                .filter(one -> one != CorrectionState.KNOWN && WireName.of(one).equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        Parameters.invalid("state", "is " + wanted + ": must be awaited, without-effect or mutual"));
    }
}
