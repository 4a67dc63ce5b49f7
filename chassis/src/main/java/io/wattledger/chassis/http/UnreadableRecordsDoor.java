package io.wattledger.chassis.http;

import io.wattledger.chassis.kafka.ReplayUnreadable;
import io.wattledger.chassis.kafka.UnreadableRecords;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Records of topics that lie aside; a service that keeps such records says under which path it shows them. */
public abstract class UnreadableRecordsDoor {

    private static final int MOST = 10_000;

    private static final String QUESTION = "unreadable-records";
    private static final int KEY_PARTS = 3;

    private final TenantScope scope;
    private final UnreadableRecords unreadable;
    private final ReplayUnreadable replay;
    private final Caller caller;

    /** A door to the records that this service keeps. */
    protected UnreadableRecordsDoor(
            TenantScope scope, UnreadableRecords unreadable, ReplayUnreadable replay, Caller caller) {
        this.scope = scope;
        this.unreadable = unreadable;
        this.replay = replay;
        this.caller = caller;
    }

    /** A page of records that lie aside, by topic and partition, the latest of each first. */
    public record UnreadableList(
            List<UnreadableRecords.Shown> items, @Nullable String nextCursor) {}

    /** Records that lie aside; they are kept with their bytes in the database. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listUnreadableRecords",
            summary = "Records of topics that could not be read and lie aside",
            description = "Months of the tenants that they name are held until they take effect, or are discarded.")
    public UnreadableList list(
            @QueryParam("limit") @DefaultValue("" + MOST) int limit, @QueryParam("cursor") @Nullable String cursor) {
        int most = PageLimit.of(limit, MOST);
        UnreadableRecords.Place after = place(PageCursor.key(cursor, QUESTION, KEY_PARTS));
        List<UnreadableRecords.Shown> found =
                scope.asOperator(connection -> unreadable.list(connection, after, most + 1));
        if (found.size() <= most) {
            return new UnreadableList(found, null);
        }
        UnreadableRecords.Shown last = found.get(most - 1);
        return new UnreadableList(
                found.subList(0, most),
                PageCursor.after(
                        QUESTION,
                        List.of(last.topic(), Integer.toString(last.partition()), Long.toString(last.offset()))));
    }

    private static UnreadableRecords.Place place(@Nullable List<String> key) {
        try {
            return key == null
                    ? UnreadableRecords.Place.BEGIN
                    : new UnreadableRecords.Place(
                            key.getFirst(), Integer.parseInt(key.get(1)), Long.parseLong(key.getLast()));
        } catch (NumberFormatException e) {
            throw PageCursor.foreign();
        }
    }

    /** Tries all of them once more. */
    @POST
    @Path("/replay")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "replayUnreadableRecords",
            summary = "Read the records that lie aside once more",
            description = "What can be read takes effect as if it came now. The service does the same when it starts.")
    @APIResponse(responseCode = "200", description = "How many took effect, and how many still lie aside")
    public ReplayUnreadable.Outcome replay() {
        return replay.all();
    }

    /** Decides that one of them is not to be read. */
    @POST
    @Path("/{topic}/{partition}/{offset}/discard")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "discardUnreadableRecord",
            summary = "Decide that a record is not to be read any more",
            description = "It holds nothing up from then on. Its bytes stay in the database, with who decided.")
    @APIResponse(responseCode = "204", description = "It does not lie aside any more")
    @APIResponse(responseCode = "404", description = "not-found: none lies aside there")
    public void discard(
            @Parameter(description = "The topic that it came from", example = "rated-usage.v1") @PathParam("topic")
                    String topic,
            @Parameter(description = "Its partition", example = "0") @PathParam("partition") int partition,
            @Parameter(description = "Its offset there", example = "4711") @PathParam("offset") long offset) {
        boolean isDiscarded = scope.inTransaction(
                TenantScope.NO_TENANT,
                connection -> unreadable.discard(connection, topic, partition, offset, caller.subject()));
        if (!isDiscarded) {
            throw new Refusal(
                    CommonProblem.NOT_FOUND,
                    "no record of " + topic + "-" + partition + " lies aside at offset " + offset);
        }
    }
}
