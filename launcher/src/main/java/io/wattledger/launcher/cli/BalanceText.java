package io.wattledger.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.bill.Books;
import java.io.PrintStream;
import java.util.Map;

/** The books of law 8 as people read them. */
final class BalanceText {

    private BalanceText() {}

    static void print(Books books, PrintStream out) {
        Books.Events events = books.events();
        Books.GpuTime time = books.milliGpuSeconds();
        out.println("Events:  %,d received = %,d metered + %,d duplicate + %,d conflicting + %,d refused"
                .formatted(
                        events.received(),
                        events.metered(),
                        events.duplicate(),
                        events.conflicting(),
                        events.refused()));
        out.println("GPU time in milli-GPU-seconds: %,d metered = %,d rated + %,d unrated%s = %,d invoiced + %,d open"
                .formatted(
                        time.metered(),
                        time.rated(),
                        time.unrated(),
                        time.resting().signum() == 0 ? "" : " + %,d of days that still run".formatted(time.resting()),
                        time.invoiced(),
                        time.open()));
        if (time.held().signum() != 0) {
            out.println("Beside these, %,d are held back: their devices were allocated twice; see metering's"
                            .formatted(time.held())
                    + " GET /api/v1/double-allocations?state=open");
        }
    }

    /** What each service keeps and what its rows come to; then who differs. */
    static void printRecount(Map<String, JsonNode> recounts, PrintStream out) {
        var figures = new TextTable("service", "figure", "unit", ">kept", ">counted", ">difference");
        var items = new TextTable(
                "service", "tenant", "figure", "unit", "contract", "from", ">kept", ">counted", ">difference");
        recounts.forEach((service, recount) -> {
            for (JsonNode figure : recount.path("figures")) {
                figures.row(
                        service,
                        text(figure, "figure"),
                        text(figure, "unit"),
                        text(figure, "kept"),
                        text(figure, "counted"),
                        text(figure, "difference"));
            }
            for (JsonNode item : recount.path("items")) {
                items.row(
                        service,
                        text(item, "tenant"),
                        text(item, "figure"),
                        text(item, "unit"),
                        text(item, "contract"),
                        text(item, "periodStart"),
                        text(item, "kept"),
                        text(item, "counted"),
                        text(item, "difference"));
            }
        });
        figures.print(out);
        if (!differs(recounts)) {
            out.println("Every sum is what its rows come to.");
            return;
        }
        out.println();
        out.println("Sums that are not what their rows come to:");
        items.print(out);
        recounts.forEach((service, recount) -> {
            if (recount.path("further").asLong() > 0) {
                out.println("  and " + recount.path("further").asLong() + " more in " + service);
            }
        });
    }

    /** Whether any sum of any tenant differs; the figures over all may hide that. */
    static boolean differs(Map<String, JsonNode> recounts) {
        return recounts.values().stream()
                .anyMatch(recount -> !recount.path("items").isEmpty());
    }

    private static String text(JsonNode of, String member) {
        return of.path(member).asText("-");
    }
}
