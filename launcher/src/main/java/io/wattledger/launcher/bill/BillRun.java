package io.wattledger.launcher.bill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.WholeFile;
import io.wattledger.launcher.suite.Layout;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import io.wattledger.launcher.usage.UsageSender;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * The main job, from input files to invoices. Every step can be repeated: a run that was broken off is simply started
 * again.
 */
public final class BillRun {

    private final Layout layout;
    private final Suite suite;
    private final Progress progress;

    /** A run on the suite of a data directory. */
    public BillRun(Layout layout, Suite suite, Progress progress) {
        this.layout = layout;
        this.suite = suite;
        this.progress = progress;
    }

    /**
     * Runs all steps.
     *
     * @throws io.wattledger.launcher.InputFault when input is wrong
     * @throws io.wattledger.launcher.suite.SuiteFault when the suite does not run
     */
    public BillOutcome run(BillRequest request) {
        progress.say("Checking the catalog and the files ...");
        BillInput input = BillInput.read(request);
        try (var services = new Services(suite, suite.up())) {
            var settlement = new Settlement(services, progress);
            progress.say("Applying the catalog '" + input.catalog().name() + "' ...");
            CatalogDelivery.Outcome catalog = new CatalogDelivery(services).apply(input.catalog());
            progress.say("  %d created, %d changed, %d unchanged"
                    .formatted(catalog.created(), catalog.changed(), catalog.unchanged()));
            // Metering must know sites and SKUs before it is asked to judge usage by them.
            settlement.await();
            long prices = 0;
            if (!input.prices().isEmpty()) {
                progress.say("Loading " + input.prices().size() + " price file(s) ...");
                prices = new PriceUpload(services, progress).upload(input.prices());
            }
            long sent = send(input, services);
            progress.say("Waiting until all usage is metered, rated and known to billing ...");
            settlement.await();
            return closed(request, input, services, catalog.nothingNew() && prices == 0 && sent == 0);
        }
    }

    /** What is refused once months are closed is a file that cannot be written. */
    private BillOutcome closed(BillRequest request, BillInput input, Services services, boolean inputKnown) {
        try {
            return close(request, input, services, inputKnown);
        } catch (InputFault fault) {
            throw fault.with(
                    "What was issued is safe with billing. Make room, or name another --out, and run this again:"
                            + " it issues nothing twice and writes all files.");
        }
    }

    private BillOutcome close(BillRequest request, BillInput input, Services services, boolean inputKnown) {
        SortedSet<String> tenants = input.catalog().tenants();
        Periods periods = request.periods();
        progress.say("Closing " + periods + " ...");
        var desk = new InvoiceDesk(services, progress);
        List<PeriodOutcome> outcomes = desk.close(periods, tenants, request.issueDate());
        new Settlement(services, progress).await();
        List<Invoice> invoices = desk.issued(periods, tenants);
        progress.say("Writing the files of " + invoices.size() + " invoice(s) to " + request.out() + " ...");
        desk.write(invoices, periods, tenants, request.out());
        UsageFigures usage = UsageFigures.read(
                services, periods, input.catalog().billingZones(periods.first().atDay(1)));
        var summary = new Summary(
                usage.toSummary(),
                invoices.stream().map(Summary.InvoiceEntry::of).toList(),
                outcomes.stream()
                        .filter(PeriodOutcome::needsAttention)
                        .map(Summary.HeldEntry::of)
                        .toList(),
                Books.read(services, tenants));
        write(summary, request.out().resolve("summary.json"));
        boolean nothingNew = inputKnown && outcomes.stream().noneMatch(PeriodOutcome::isNew);
        EventFaults faults =
                EventFaults.read(services, tenants, summary.balance().events());
        return new BillOutcome(summary, nothingNew, faults, notes(input, usage, summary, periods));
    }

    private long send(BillInput input, Services services) {
        SentUsage sent = SentUsage.in(layout.data());
        var sender = new UsageSender(services.kafka());
        long events = 0;
        for (var file : input.usage().entrySet()) {
            String name = file.getValue().name();
            if (sent.contains(file.getKey())) {
                progress.say("The usage in " + name + " was sent before.");
                continue;
            }
            progress.say("Sending the usage in " + name + " ...");
            events += sender.send(file.getValue(), done -> progress.count("events acknowledged", done, input.events()));
            sent.add(file.getKey());
        }
        if (events > 0) {
            progress.say("  %,d events are in Kafka".formatted(events));
        }
        return events;
    }

    private static List<String> notes(BillInput input, UsageFigures usage, Summary summary, Periods periods) {
        List<String> notes = new ArrayList<>();
        if (!input.strangers().isEmpty()) {
            notes.add("The usage files name tenants that have no account in the catalog; they are metered but not"
                    + " invoiced: " + String.join(", ", input.strangers()));
        }
        Books.GpuTime time = summary.balance().milliGpuSeconds();
        BigInteger outside = time.metered().subtract(usage.totalMilliGpuSeconds());
        if (outside.signum() != 0) {
            notes.add(UsageFigures.gpuSeconds(outside) + " GPU-seconds of these tenants lie outside " + periods
                    + " and are not part of the summary's usage");
        }
        if (time.unrated().signum() > 0) {
            notes.add(UsageFigures.gpuSeconds(time.unrated())
                    + " GPU-seconds of these tenants cannot be rated and are on no"
                    + " invoice, for example for want of a contract; see GET /api/v1/gaps of pricing");
        }
        return notes;
    }

    private static void write(Summary summary, Path file) {
        try {
            byte[] json = WireJson.newMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(summary)
                    .replace(System.lineSeparator(), "\n")
                    .concat("\n")
                    .getBytes(StandardCharsets.UTF_8);
            WholeFile.replace(file, out -> out.write(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
