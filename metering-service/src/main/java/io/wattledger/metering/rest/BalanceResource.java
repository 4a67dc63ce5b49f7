package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.PageCursor;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.Tally;
import io.wattledger.metering.flow.TallyBook;
import io.wattledger.metering.flow.TallyBook.By;
import io.wattledger.metering.flow.TallyBook.Group;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows metering's side of law 8. */
@Path("/api/v1/balance")
@Tag(name = "books", description = "What was metered and what became of everything received")
public class BalanceResource {

    private static final int KEY_PARTS = 3;

    private final TallyBook book;
    private final Caller caller;

    BalanceResource(TallyBook book, Caller caller) {
        this.book = book;
        this.caller = caller;
    }

    /**
     * The books of law 8; every difference is 0 unless something is broken.
     *
     * @param events deliveries by what became of them
     * @param milliGpuSeconds GPU time
     * @param items the same by group, where groups were asked for
     * @param nextCursor hand it back as {@code cursor} for the groups that follow; absent on the last page
     */
    public record Balance(
            Events events,
            GpuTime milliGpuSeconds,
            @Nullable List<GroupItem> items,
            @Nullable String nextCursor) {}

    /**
     * Deliveries by what became of them.
     *
     * @param received in all
     * @param metered counted once
     * @param duplicate known already
     * @param conflicting at odds with one that stands
     * @param refused against a rule
     * @param late of those metered, reported long after the usage ended
     * @param difference received less metered, duplicate, conflicting and refused
     */
    public record Events(
            long received, long metered, long duplicate, long conflicting, long refused, long late, long difference) {

        static Events of(Tally.Counts counts) {
            return new Events(
                    counts.received(),
                    counts.metered(),
                    counts.duplicate(),
                    counts.conflicting(),
                    counts.refused(),
                    counts.late(),
                    counts.difference());
        }
    }

    /**
     * GPU time in milli-GPU-seconds. Slots are kept by the time of usage and not of receipt, so only the books of all time
     * can be compared with them.
     *
     * @param events of the events metered
     * @param metered in the slots; absent where hours were asked for
     * @param held claimed twice, counts for nobody; absent where hours were asked for
     * @param difference events less metered and held; absent where hours were asked for
     */
    public record GpuTime(
            BigInteger events,
            @Nullable BigInteger metered,
            @Nullable BigInteger held,
            @Nullable BigInteger difference) {}

    /**
     * The counts of one group.
     *
     * @param hour start of the hour of receipt; absent unless hours were asked for
     * @param tenant whose; absent unless tenants were asked for; {@code -} for events that name none
     * @param source who sent them; absent unless sources were asked for; empty for events that name none
     * @param events deliveries by what became of them
     * @param milliGpuSeconds GPU time of the events metered
     */
    public record GroupItem(
            @Nullable Instant hour,
            @Nullable String tenant,
            @Nullable String source,
            Events events,
            BigInteger milliGpuSeconds) {

        static GroupItem of(Group group) {
            return new GroupItem(
                    group.hour(),
                    group.tenant(),
                    group.source(),
                    Events.of(group.totals().events()),
                    group.totals().milliGpuSeconds());
        }
    }

    /** Metering's side of law 8. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "getBalance",
            summary = "What became of everything received; every difference must be 0",
            description =
                    "Without parameters the books of all time. from and to choose hours of receipt; groupBy keeps the"
                            + " counts apart by source, hour or tenant, or several of them joined by commas.")
    public Balance balance(
            @Parameter(description = "Only these tenants, joined by commas", example = "bodo-kommune")
                    @QueryParam("tenants")
                    List<String> tenants,
            @Parameter(description = "First hour of receipt", example = "2026-10-01T00:00:00Z")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "First hour of receipt after", example = "2026-11-01T00:00:00Z")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(description = "source, hour, tenant, or several joined by commas", example = "source,hour")
                    @QueryParam("groupBy")
                    List<String> groupBy,
            @Parameter(description = "Groups on a page, at most 1000", example = "100")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    int limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor) {
        Sight sight = Parameters.sight(caller, tenants);
        Interval hours = Parameters.hours(from, to);
        Set<By> by = by(groupBy);
        String question = "balance" + Parameters.named(tenants) + hours + by;
        Group after = after(PageCursor.key(cursor, question, KEY_PARTS), by);
        int most = Parameters.limit(limit);
        if (by.isEmpty()) {
            return whole(sight, hours, null, null);
        }
        List<Group> groups = book.groups(sight, hours, by, after, most + 1);
        List<Group> page = groups.subList(0, Math.min(most, groups.size()));
        String next = groups.size() > most ? PageCursor.after(question, key(page.getLast())) : null;
        return whole(sight, hours, page.stream().map(GroupItem::of).toList(), next);
    }

    private Balance whole(
            Sight sight, @Nullable Interval hours, @Nullable List<GroupItem> items, @Nullable String next) {
        if (hours != null) {
            TallyBook.Totals totals = book.totals(sight, hours);
            GpuTime time = new GpuTime(totals.milliGpuSeconds(), null, null, null);
            return new Balance(Events.of(totals.events()), time, items, next);
        }
        TallyBook.Balance balance = book.balance(sight);
        return new Balance(
                Events.of(balance.events().events()),
                new GpuTime(
                        balance.events().milliGpuSeconds(),
                        balance.slotMilliGpuSeconds(),
                        balance.heldMilliGpuSeconds(),
                        balance.differenceMilliGpuSeconds()),
                items,
                next);
    }

    private static Set<By> by(List<String> groupBy) {
        Set<By> by = EnumSet.noneOf(By.class);
        for (String name : Parameters.named(groupBy)) {
            by.add(List.of(By.values()).stream()
                    .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> Parameters.invalid("groupBy", "is " + name + ": must be source, hour or tenant")));
        }
        return by;
    }

    private static List<String> key(Group group) {
        return List.of(
                group.hour() == null ? "" : group.hour().toString(),
                Objects.requireNonNullElse(group.tenant(), ""),
                Objects.requireNonNullElse(group.source(), ""));
    }

    private static @Nullable Group after(@Nullable List<String> key, Set<By> by) {
        if (key == null) {
            return null;
        }
        TallyBook.Totals none = new TallyBook.Totals(new Tally.Counts(0, 0, 0, 0, 0, 0), BigInteger.ZERO);
        Instant hour = by.contains(By.HOUR) ? Parameters.instant("cursor", key.getFirst()) : null;
        return new Group(hour, key.get(1), key.get(2), none);
    }
}
