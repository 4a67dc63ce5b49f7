package io.wattledger.metering.rest;

import io.wattledger.chassis.http.PageCursor;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.flow.RefusalBook;
import io.wattledger.metering.flow.RefusalEntry;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters by which refusals are chosen, the same for a list, a replay and a discard. */
public class RefusalQuery {

    private static final int KEY_PARTS = 3;

    @Parameter(description = "Only these; for operators and auditors", example = "bodo-kommune")
    @QueryParam("tenants")
    @Nullable
    List<String> tenants;

    @Parameter(description = "Only these codes, joined by commas", example = "unknown-sku")
    @QueryParam("code")
    @Nullable
    List<String> code;

    @Parameter(description = "Only events of this source", example = "/slurm/glomfjord")
    @QueryParam("source")
    @Nullable
    String source;

    @Parameter(description = "Only events of this site", example = "glomfjord")
    @QueryParam("site")
    @Nullable
    String site;

    @Parameter(description = "Refused first at this instant or later", example = "2026-10-01T00:00:00Z")
    @QueryParam("from")
    @Nullable
    String from;

    @Parameter(description = "Refused first before this instant", example = "2026-11-01T00:00:00Z")
    @QueryParam("to")
    @Nullable
    String to;

    @Parameter(description = "open, replayed or discarded; left out means all", example = "open")
    @QueryParam("state")
    @Nullable
    String state;

    @Parameter(description = "Refusals on a page, at most 1000", example = "100")
    @QueryParam("limit")
    @DefaultValue("100")
    int limit;

    @Parameter(description = "nextCursor of the page before")
    @QueryParam("cursor")
    @Nullable
    String cursor;

    /** Made by the framework, which sets the parameters. */
    public RefusalQuery() {}

    List<String> tenants() {
        return tenants == null ? List.of() : tenants;
    }

    int limit() {
        return Parameters.limit(limit);
    }

    RefusalEntry.@Nullable State state() {
        String wanted = state;
        if (wanted == null) {
            return null;
        }
        return Stream.of(RefusalEntry.State.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> Parameters.invalid("state", "is " + wanted + ": must be open, replayed or discarded"));
    }

    RefusalBook.Filter filter(RefusalEntry.@Nullable State wanted) {
        Instant start = Parameters.instantOrNull("from", from);
        Instant end = Parameters.instantOrNull("to", to);
        Parameters.inOrder(start, end);
        return new RefusalBook.Filter(codes(), source, site, start, end, wanted);
    }

    /** A code that nothing is refused with would find nothing, as if nothing had been refused. */
    private List<String> codes() {
        List<String> named = code == null ? List.of() : Parameters.named(code);
        List<String> known =
                Stream.of(RefusalCode.values()).map(RefusalCode::code).sorted().toList();
        for (String one : named) {
            if (!known.contains(one)) {
                throw Parameters.invalid("code", "is " + one + ": must be of " + String.join(", ", known));
            }
        }
        return named;
    }

    RefusalBook.@Nullable Mark after() {
        List<String> key = PageCursor.key(cursor, question(), KEY_PARTS);
        if (key == null) {
            return null;
        }
        Instant firstAt = Parameters.instant("cursor", key.getFirst());
        EventKey last = RefusalForms.key(key.get(2));
        if (last == null) {
            throw PageCursor.foreign();
        }
        return new RefusalBook.Mark(firstAt, key.get(1), last);
    }

    String cursorAfter(RefusalEntry last) {
        RefusalBook.Mark mark = RefusalBook.Mark.of(last);
        return PageCursor.after(
                question(), List.of(mark.firstAt().toString(), mark.tenant(), RefusalForms.id(mark.key())));
    }

    private String question() {
        return "refusals" + Parameters.named(tenants()) + code + source + site + from + to + state;
    }
}
