package io.wattledger.launcher.slurm;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.launcher.slurm.SacctRules.Convention;
import io.wattledger.launcher.slurm.SacctRules.Run;
import io.wattledger.launcher.slurm.SacctTimes.Span;
import io.wattledger.launcher.slurm.SacctTimes.Took;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.RowFault;
import io.wattledger.launcher.usage.TenantSite;
import io.wattledger.launcher.usage.UsageSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a record of Slurm's accounting reports. Each run of a job is an allocation of its own for each kind of
 * GPU: a start, and a stop once it has ended. Everything in these events follows from columns that every export has, so
 * that exports with other columns, or of a later time, say the same again.
 */
final class JobEvents {

    private final String file;
    private final SacctRules rules;
    private final SacctTimes times;
    private final UsageSink sink;

    JobEvents(String file, SacctRules rules, UsageSink sink) {
        this.file = file;
        this.rules = rules;
        this.times = new SacctTimes(rules.zone());
        this.sink = sink;
    }

    /** A record, or nothing where reading it refuses it. */
    @FunctionalInterface
    interface Reading {
        JobRecord read() throws RecordRefused;
    }

    /** Tells the sink what a record on this line says: all of its events, or why there are none. */
    void take(long line, Reading reading) {
        List<ReportedEvent> events = new ArrayList<>();
        try {
            String skipped = read(reading.read(), line, events);
            if (skipped != null) {
                sink.skipped(skipped);
            }
        } catch (RecordRefused refused) {
            sink.refused(new RowFault(file, line, null, refused.field(), refused.value(), refused.rule()));
            return;
        }
        events.forEach(sink::event);
    }

    /** Why a record rightly says nothing; absent where it says something. */
    private @Nullable String read(JobRecord job, long line, List<ReportedEvent> events) throws RecordRefused {
        boolean raw = job.has("jobidraw");
        String id = job.text(raw ? "jobidraw" : "jobid");
        if (id.indexOf('.') >= 0) {
            return "job steps";
        }
        if (SacctTimes.isAbsent(job.text("start"))) {
            return "jobs that never started";
        }
        List<GpuTres> gpus = GpuTres.of(job.text("alloctres"));
        if (gpus.isEmpty()) {
            return "jobs without GPU";
        }
        if (!id.matches("[0-9]+")) {
            throw new RecordRefused(
                    raw ? "JobIDRaw" : "JobID",
                    id,
                    raw
                            ? "is no job id"
                            : "is part of an array or a heterogeneous job, whose parts are told apart by JobIDRaw only;"
                                    + " add JobIDRaw to the --format of sacct");
        }
        Took took = new Took(
                SacctTimes.seconds("ElapsedRaw", job.text("elapsedraw")),
                SacctTimes.seconds("Suspended", job.text("suspended")));
        Span span = times.span(job.text("start"), job.text("end"), took);
        // Also where it is the start: an export of that second may have shown the job running, and nothing else would
        // end it.
        Instant stop = stop(span, took);
        String cluster = cluster(job);
        var place = new TenantSite(
                required(rules.owners().tenant().find(job), "tenant"),
                required(rules.owners().site().find(job), "site"));
        String project = rules.owners().project().find(job);
        long run = span.start().getEpochSecond();
        String start = "/start";
        if (rules.run() == Run.SUBMIT) {
            // What is rewritten may not stand in the name, and what stands in the event must stand in its id.
            start += "/" + run;
            run = times.submitted(job.text("submit"), span.start()).getEpochSecond();
        }
        for (GpuTres gpu : gpus) {
            String name = cluster + "/" + id + "/" + run + "/" + gpu.name();
            var allocation = new GpuAllocation(
                    name,
                    name + start,
                    place,
                    project == null ? UsageKey.NO_PROJECT : project,
                    sku(gpu, job),
                    gpu.count(),
                    thousandths(gpu),
                    id);
            events.addAll(allocation.events(file, line, rules.usage().source(), span.start(), stop));
        }
        return null;
    }

    private @Nullable Instant stop(Span span, Took took) throws RecordRefused {
        if (span.end() == null || rules.convention() == Convention.END_MINUS_START) {
            return span.end();
        }
        Long elapsed = took.elapsed();
        if (elapsed == null) {
            throw new RecordRefused("ElapsedRaw", null, "is empty, and the convention elapsed-raw goes by it");
        }
        return span.start().plusSeconds(elapsed);
    }

    private String cluster(JobRecord job) throws RecordRefused {
        String named = job.text("cluster");
        String cluster = named.isEmpty() ? rules.cluster() : named;
        if (cluster == null) {
            throw new RecordRefused("Cluster", null, "is empty, and there is no usage.sacct.cluster");
        }
        return cluster;
    }

    private String sku(GpuTres gpu, JobRecord job) throws RecordRefused {
        String type = gpu.type();
        if (type != null) {
            String sku = rules.usage().skuByGpuType().get(type);
            if (sku == null) {
                throw new RecordRefused("AllocTRES", type, "is a GPU type that usage.skuByGpuType does not list");
            }
            return sku;
        }
        String sku = rules.gpus().untyped().find(job);
        if (sku == null) {
            throw new RecordRefused(
                    "AllocTRES",
                    "gres/gpu=" + gpu.count(),
                    "tells no GPU type, and there is no usage.sacct.untyped to say which SKU such GPUs are");
        }
        return sku;
    }

    private @Nullable Long thousandths(GpuTres gpu) throws RecordRefused {
        String type = gpu.type();
        Long share = type == null ? null : rules.gpus().thousandths().get(type);
        if (share == null && gpu.isShare()) {
            throw new RecordRefused(
                    "AllocTRES", type, "is a share of a GPU; say under usage.sacct.gpuThousandths how large it is");
        }
        return share == null ? null : Long.valueOf(Math.multiplyExact(share, gpu.count()));
    }

    private static String required(@Nullable String value, String what) {
        if (value == null) {
            throw new IllegalStateException("the mapping was accepted without a " + what);
        }
        return value;
    }
}
