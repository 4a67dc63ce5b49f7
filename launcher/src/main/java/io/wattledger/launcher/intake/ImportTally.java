package io.wattledger.launcher.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.launcher.intake.ImportReport.EventCounts;
import io.wattledger.launcher.intake.ImportReport.EventFault;
import io.wattledger.launcher.intake.ImportReport.FileCounts;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.RowFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what an import does, and keeps the first of what somebody must look at. */
final class ImportTally {

    private static final String CONFLICT = "conflict";
    private static final String REFUSED = "refused";

    private final Map<String, Counts> files = new LinkedHashMap<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final List<RowFault> unreadable = new ArrayList<>();
    private final List<EventFault> refused = new ArrayList<>();
    private final List<EventFault> conflicting = new ArrayList<>();

    void opened(String file) {
        files.computeIfAbsent(file, name -> new Counts());
    }

    void event(ReportedEvent event) {
        of(event.file()).events++;
    }

    void unreadable(RowFault fault) {
        of(fault.file()).unreadable++;
        if (unreadable.size() < ImportReport.MOST_LISTED) {
            unreadable.add(fault);
        }
    }

    void passedOver(String file, String reason) {
        of(file).passedOver.merge(reason, 1L, Long::sum);
    }

    void answered(ReportedEvent event, JsonNode item) {
        String outcome = item.path("outcome").asText();
        outcomes.merge(outcome, 1L, Long::sum);
        List<EventFault> faults =
                switch (outcome) {
                    case CONFLICT -> conflicting;
                    case REFUSED -> refused;
                    default -> List.of();
                };
        if ((outcome.equals(CONFLICT) || outcome.equals(REFUSED)) && faults.size() < ImportReport.MOST_LISTED) {
            faults.add(new EventFault(
                    event.file(),
                    event.line(),
                    event.tenant(),
                    event.event().getId(),
                    item.hasNonNull("code") ? item.get("code").asText() : null,
                    item.hasNonNull("detail") ? item.get("detail").asText() : null));
        }
    }

    long answered() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    long events() {
        return files.values().stream().mapToLong(counts -> counts.events).sum();
    }

    ImportReport report() {
        List<FileCounts> counts = new ArrayList<>();
        files.forEach((name, file) ->
                counts.add(new FileCounts(name, file.events, new TreeMap<>(file.passedOver), file.unreadable)));
        return new ImportReport(
                List.copyOf(counts),
                new EventCounts(answered(), count("metered"), count("duplicate"), count(CONFLICT), count(REFUSED)),
                List.copyOf(unreadable),
                List.copyOf(refused),
                List.copyOf(conflicting),
                null);
    }

    private long count(String outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    private Counts of(String file) {
        return files.computeIfAbsent(file, name -> new Counts());
    }

    /** Counts of one file. */
    private static final class Counts {
        private long events;
        private long unreadable;
        private final SortedMap<String, Long> passedOver = new TreeMap<>();
    }
}
