package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.PageCursor;
import io.wattledger.chassis.http.Roles;
import io.wattledger.metering.flow.DeviceFindings;
import io.wattledger.metering.flow.DeviceFindings.DoubleAllocation;
import io.wattledger.metering.flow.DeviceFindings.EnergyDoubt;
import io.wattledger.metering.flow.DeviceFindings.Reported;
import io.wattledger.metering.flow.Sight;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows devices that were allocated twice at one time, and readings of devices that cannot be true. */
@Path("/api/v1")
@Tag(name = "devices", description = "Devices allocated twice, and readings that cannot be true")
public class DevicesResource {

    private final DeviceFindings findings;
    private final Caller caller;

    DevicesResource(DeviceFindings findings, Caller caller) {
        this.findings = findings;
        this.caller = caller;
    }

    /**
     * A part of a list.
     *
     * @param items its items
     * @param nextCursor asks for the items that follow; null where there are none
     */
    public record Page<T>(List<T> items, @Nullable String nextCursor) {}

    /**
     * A claim of a device that does not count for a time.
     *
     * @param number counts up with every finding
     * @param tenant whose claim
     * @param project of it
     * @param site where
     * @param sku what
     * @param device id of the device
     * @param from first instant that does not count
     * @param to first instant after
     * @param milliGpuSeconds GPU time held
     * @param source who reported the claim
     * @param name what the source calls it: the id of the event, or the allocation
     * @param against whose claim stands in the way; null where the reader may not know
     * @param foundAt when it was found
     * @param releasedAt when it was released; null while it is held
     */
    public record DoubleAllocationItem(
            long number,
            String tenant,
            String project,
            String site,
            String sku,
            String device,
            Instant from,
            Instant to,
            long milliGpuSeconds,
            String source,
            String name,
            @Nullable Reported against,
            Instant foundAt,
            @Nullable Instant releasedAt) {

        static DoubleAllocationItem of(DoubleAllocation found) {
            return new DoubleAllocationItem(
                    found.number(),
                    found.key().tenant(),
                    found.key().project(),
                    found.key().site(),
                    found.key().sku(),
                    found.device(),
                    found.interval().start(),
                    found.interval().end(),
                    found.milliGpuSeconds(),
                    found.claim().source(),
                    found.claim().name(),
                    found.against(),
                    found.state().foundAt(),
                    found.state().endedAt());
        }
    }

    /**
     * Readings of a counter that cannot be true together.
     *
     * @param number counts up with every finding
     * @param tenant whose readings
     * @param site where
     * @param device id of the device
     * @param gpuThousandths share of the device that is read
     * @param kind {@code contradicting-readings}, {@code impossible-rise}, {@code out-of-line} or {@code step-back}
     * @param from the earlier reading
     * @param to the later reading; equal to {@code from} where readings of one instant contradict each other
     * @param millijoules energy that is not charged; 0 where readings contradict each other
     * @param foundAt when it was found
     * @param resolvedAt since when the readings agree; null while they do not
     */
    public record EnergyDoubtItem(
            long number,
            String tenant,
            String site,
            String device,
            long gpuThousandths,
            String kind,
            Instant from,
            Instant to,
            long millijoules,
            Instant foundAt,
            @Nullable Instant resolvedAt) {

        static EnergyDoubtItem of(EnergyDoubt found) {
            return new EnergyDoubtItem(
                    found.number(),
                    found.counter().tenant(),
                    found.counter().site(),
                    found.counter().device(),
                    found.counter().gpuThousandths(),
                    found.kind(),
                    found.from(),
                    found.to(),
                    found.millijoules(),
                    found.state().foundAt(),
                    found.state().endedAt());
        }
    }

    /** Which findings are wanted. */
    public static class Wanted {
        @QueryParam("site")
        @Parameter(description = "Only of this site")
        @Nullable
        String site;

        @QueryParam("device")
        @Parameter(description = "Only of this device")
        @Nullable
        String device;

        @QueryParam("from")
        @Parameter(description = "Only what ends after this instant", example = "2026-10-01T00:00:00Z")
        @Nullable
        String from;

        @QueryParam("to")
        @Parameter(description = "Only what begins before this instant", example = "2026-11-01T00:00:00Z")
        @Nullable
        String to;

        @QueryParam("state")
        @Parameter(description = "open or released; both where it is left out")
        @Nullable
        String state;

        @QueryParam("tenants")
        @Parameter(description = "Only these; for operators and auditors")
        @Nullable
        List<String> tenants;

        @QueryParam("limit")
        @DefaultValue("50")
        int limit;

        @QueryParam("cursor")
        @Parameter(description = "nextCursor of the page before")
        @Nullable
        String cursor;

        List<String> tenants() {
            return tenants == null ? List.of() : tenants;
        }

        /** What a cursor belongs to. */
        String question() {
            return "devices/" + site + "/" + device + "/" + from + "/" + to + "/" + state + Parameters.named(tenants());
        }
    }

    /** Devices that were allocated twice at one time. */
    @GET
    @Path("double-allocations")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listDoubleAllocations",
            summary = "Claims of a device that do not count, because another claim of it stands",
            description =
                    "Latest found first. A tenant sees its own claims that are held; operators also see against whom.")
    public Page<DoubleAllocationItem> doubleAllocations(@BeanParam Wanted wanted) {
        List<DoubleAllocation> found = findings.doubleAllocations(sight(wanted), query(wanted));
        return page(found.stream().map(DoubleAllocationItem::of).toList(), wanted, DoubleAllocationItem::number);
    }

    /** Readings of energy counters that cannot be true together. */
    @GET
    @Path("energy-doubts")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listEnergyDoubts",
            summary = "Readings of energy counters that cannot be true together and are not charged",
            description = "Latest found first. A tenant sees its own only.")
    public Page<EnergyDoubtItem> energyDoubts(@BeanParam Wanted wanted) {
        List<EnergyDoubt> found = findings.energyDoubts(sight(wanted), query(wanted));
        return page(found.stream().map(EnergyDoubtItem::of).toList(), wanted, EnergyDoubtItem::number);
    }

    /** One more than the limit was asked for, to know whether there are more. */
    private static <T> Page<T> page(List<T> found, Wanted wanted, ToLongFunction<T> number) {
        if (found.size() <= wanted.limit) {
            return new Page<>(found, null);
        }
        List<T> items = List.copyOf(found.subList(0, wanted.limit));
        String last = Long.toString(number.applyAsLong(items.getLast()));
        return new Page<>(items, PageCursor.after(wanted.question(), List.of(last)));
    }

    private Sight sight(Wanted wanted) {
        return Parameters.sight(caller, wanted.tenants());
    }

    private static DeviceFindings.Query query(Wanted wanted) {
        Instant from = Parameters.instantOrNull("from", wanted.from);
        Instant to = Parameters.instantOrNull("to", wanted.to);
        Parameters.inOrder(from, to);
        return new DeviceFindings.Query(
                wanted.site,
                wanted.device,
                from,
                to,
                isOpen(wanted.state),
                before(wanted),
                Parameters.limit(wanted.limit) + 1);
    }

    private static long before(Wanted wanted) {
        List<String> key = PageCursor.key(wanted.cursor, wanted.question(), 1);
        try {
            return key == null ? Long.MAX_VALUE : Long.parseLong(key.getFirst());
        } catch (NumberFormatException e) {
            throw PageCursor.foreign();
        }
    }

    private static @Nullable Boolean isOpen(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "open" -> true;
            case "released" -> false;
            default -> throw Parameters.invalid("state", "is " + state + ": must be open or released");
        };
    }
}
