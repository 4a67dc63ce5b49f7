package io.wattledger.launcher.cli;

import io.wattledger.launcher.Shown;
import io.wattledger.launcher.intake.ImportReport;
import io.wattledger.launcher.intake.ImportReport.Completeness;
import io.wattledger.launcher.intake.ImportReport.EventCounts;
import io.wattledger.launcher.intake.ImportReport.EventFault;
import io.wattledger.launcher.intake.ImportReport.FileCounts;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The readable report of an import. */
final class ImportText {

    private static final int SHOWN = 20;

    private ImportText() {}

    static void print(ImportReport report, PrintStream out) {
        long unreadable = 0;
        for (FileCounts file : report.files()) {
            out.println("%s: %,d events%s".formatted(file.file(), file.events(), passedOver(file)));
            unreadable += file.unreadable();
        }
        EventCounts events = report.events();
        if (events.sent() > 0) {
            out.println("Events: %,d sent = %,d metered + %,d duplicate + %,d conflicting + %,d refused"
                    .formatted(
                            events.sent(), events.metered(), events.duplicate(), events.conflict(), events.refused()));
        }
        if (report.completeness() != null) {
            Completeness said = report.completeness();
            out.println(
                    said.places() > 0
                            ? "Complete until %s for %,d tenants at their sites".formatted(said.until(), said.places())
                            : "Not said to be complete until " + said.until() + ": see what is in doubt below");
        }
        list(
                "Rows that became no event",
                unreadable,
                report.unreadable().stream().map(Object::toString).toList(),
                out);
        list("Refused events", events.refused(), lines(report.refused()), out);
        list("Conflicting events, of which the first one stands", events.conflict(), lines(report.conflicting()), out);
    }

    private static String passedOver(FileCounts file) {
        return file.passedOver().isEmpty()
                ? ""
                : "; passed over: "
                        + file.passedOver().entrySet().stream()
                                .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(", "));
    }

    private static List<String> lines(List<EventFault> faults) {
        return faults.stream()
                .map(fault -> Stream.of(
                                fault.file() + ":" + fault.line(),
                                fault.code(),
                                fault.tenant() + ", event " + fault.id(),
                                fault.detail())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(": ")))
                .map(Shown::line)
                .toList();
    }

    private static void list(String heading, long all, List<String> lines, PrintStream out) {
        if (all == 0) {
            return;
        }
        out.println(heading + ": %,d".formatted(all));
        lines.stream().limit(SHOWN).forEach(line -> out.println("  " + line));
        if (all > SHOWN) {
            out.println("  ... and %,d more; -o json lists up to %,d".formatted(all - SHOWN, ImportReport.MOST_LISTED));
        }
    }
}
