package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.metering.flow.WatermarkBook;
import io.wattledger.metering.flow.WatermarkBook.CollectorMark;
import io.wattledger.metering.ops.MeteringConfig;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows until when the usage of each site is complete, and who is waited for. */
@Path("/api/v1/watermarks")
@Tag(name = "watermarks", description = "Until when the usage of each site is complete")
public class WatermarksResource {

    private final WatermarkBook book;
    private final Caller caller;
    private final Clock clock;
    private final MeteringConfig config;

    WatermarksResource(WatermarkBook book, Caller caller, Clock clock, MeteringConfig config) {
        this.book = book;
        this.caller = caller;
        this.clock = clock;
        this.config = config;
    }

    /**
     * The watermarks.
     *
     * @param items by site and tenant
     */
    public record Watermarks(List<SiteItem> items) {}

    /**
     * Until when collectors of a site have reported all usage.
     *
     * @param site which site
     * @param tenant whose collectors; {@code -} for those that report for all tenants
     * @param completeUntil the earliest instant of an active one; absent when all are retired
     * @param lag how long ago that is, ISO 8601; absent when all are retired
     * @param collectors the collectors
     */
    public record SiteItem(
            String site,
            String tenant,
            @Nullable Instant completeUntil,
            @Nullable String lag,
            List<CollectorItem> collectors) {}

    /**
     * Where a collector stands.
     *
     * @param collector the source of its heartbeats
     * @param state {@code active} or {@code retired}
     * @param completeUntil until when it has reported all usage
     * @param advancedAt when it moved last
     * @param age how long ago that is, ISO 8601
     * @param isSilent whether it is active and has not moved for long
     */
    public record CollectorItem(
            String collector, String state, Instant completeUntil, Instant advancedAt, String age, boolean isSilent) {}

    /** Until when the usage of each site is complete. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listWatermarks",
            summary = "Until when the usage of each site is complete, by collector",
            description =
                    "The usage of a tenant at a site is complete until the earlier of the tenant's own watermark and that"
                            + " of tenant -, whose collectors report for all. A tenant sees its own and that of tenant -. A site"
                            + " without collectors is not listed.")
    public Watermarks watermarks(
            @Parameter(description = "Only these; for operators and auditors", example = "bodo-kommune")
                    @QueryParam("tenants")
                    List<String> tenants) {
        Instant now = clock.instant();
        Map<List<String>, List<CollectorMark>> bySite = new LinkedHashMap<>();
        for (CollectorMark mark : book.marks(Parameters.sight(caller, tenants))) {
            bySite.computeIfAbsent(List.of(mark.site(), mark.tenant()), absent -> new ArrayList<>())
                    .add(mark);
        }
        return new Watermarks(
                bySite.values().stream().map(marks -> site(marks, now)).toList());
    }

    private SiteItem site(List<CollectorMark> marks, Instant now) {
        Instant until = marks.stream()
                .filter(mark -> !mark.isRetired())
                .map(CollectorMark::completeUntil)
                .min(Instant::compareTo)
                .orElse(null);
        return new SiteItem(
                marks.getFirst().site(),
                marks.getFirst().tenant(),
                until,
                until == null ? null : seconds(until, now).toString(),
                marks.stream().map(mark -> collector(mark, now)).toList());
    }

    private CollectorItem collector(CollectorMark mark, Instant now) {
        Duration age = seconds(mark.advancedAt(), now);
        return new CollectorItem(
                mark.collector(),
                mark.isRetired() ? "retired" : "active",
                mark.completeUntil(),
                mark.advancedAt(),
                age.toString(),
                !mark.isRetired() && age.compareTo(config.watermarks().silentAfter()) > 0);
    }

    private static Duration seconds(Instant from, Instant to) {
        return Duration.ofSeconds(Duration.between(from, to).toSeconds());
    }
}
