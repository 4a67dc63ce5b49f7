package io.wattledger.launcher.intake;

import io.wattledger.launcher.Progress;
import io.wattledger.launcher.intake.ImportReport.Completeness;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.RowFault;
import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageEvents;
import io.wattledger.launcher.usage.UsageInput;
import io.wattledger.launcher.usage.UsageSink;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads usage files and brings what they say to metering. A run that was broken off is simply started again. */
public final class ImportRun {

    private final List<UsageInput> files;
    private final Progress progress;

    /** A run over these files. */
    public ImportRun(List<UsageInput> files, Progress progress) {
        this.files = List.copyOf(files);
        this.progress = progress;
    }

    /**
     * Reads without sending.
     *
     * @param events is given what would be sent
     */
    public ImportReport read(Consumer<ReportedEvent> events) {
        var tally = new ImportTally();
        read(tally, tenant -> true, events);
        return tally.report();
    }

    /**
     * Reads everything once, so that a file that is none stops the import before anything is sent; then sends.
     *
     * @param completeUntil before when the files hold all usage of their tenants and sites, which is said to metering once
     *     nothing of them is in doubt; absent where they do not
     * @throws io.wattledger.launcher.InputFault when a file as a whole cannot be read
     * @throws io.wattledger.launcher.suite.SuiteFault when metering does not answer
     */
    public ImportReport send(Metering metering, @Nullable Instant completeUntil) {
        progress.say("Reading " + files.size() + " file(s) ...");
        var all = new ImportTally();
        read(all, metering::mayReportFor, event -> {});
        progress.say("Sending " + "%,d".formatted(all.events()) + " events ...");
        var tally = new ImportTally();
        var batches = new EventBatches(metering, (event, item) -> {
            tally.answered(event, item);
            progress.count("events answered", tally.answered(), all.events());
        });
        Map<URI, Set<TenantSite>> places = new HashMap<>();
        files.forEach(file ->
                places.computeIfAbsent(file.source(), source -> new TreeSet<>()).addAll(file.reach()));
        read(tally, metering::mayReportFor, event -> {
            places.computeIfAbsent(event.event().getSource(), source -> new TreeSet<>())
                    .add(event.place());
            batches.add(event);
        });
        batches.finish();
        if (completeUntil == null) {
            return tally.report();
        }
        if (tally.report().needsAttention()) {
            return tally.report().with(new Completeness(completeUntil, 0));
        }
        long said = 0;
        for (var entry : places.entrySet()) {
            var events = new UsageEvents(entry.getKey());
            for (TenantSite place : entry.getValue()) {
                if (metering.mayReportFor(place.tenant())) {
                    batches.add(events.complete("--complete-until", place, completeUntil));
                    said++;
                }
            }
        }
        batches.finish();
        // Nothing was in doubt before, so what is now are the words just said.
        ImportReport report = tally.report();
        long unheard = report.events().refused() + report.events().conflict();
        return report.with(new Completeness(completeUntil, said - unheard));
    }

    private void read(ImportTally tally, Predicate<String> mayReportFor, Consumer<ReportedEvent> events) {
        for (UsageInput file : files) {
            tally.opened(file.name());
            file.read(new UsageSink() {
                @Override
                public void event(ReportedEvent event) {
                    if (mayReportFor.test(event.tenant())) {
                        tally.event(event);
                        events.accept(event);
                    } else {
                        refused(new RowFault(
                                event.file(),
                                event.line(),
                                null,
                                "tenant",
                                event.tenant(),
                                "is not a tenant of the tokens given; add its --token-file"));
                    }
                }

                @Override
                public void refused(RowFault fault) {
                    tally.unreadable(fault);
                }

                @Override
                public void skipped(String reason) {
                    tally.passedOver(file.name(), reason);
                }
            });
        }
    }
}
