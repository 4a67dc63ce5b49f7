package io.wattledger.acceptance.benchmark;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The reports of a busy operator, in order of time: 200 tenants with three projects each, on 12,500 nodes of three sites
 * with two SKUs. Every twentieth event is one of the last five hundred sent again. The same number of events begun in the
 * same hour is always the same events.
 */
abstract class UsageLoad {

    static final String[] SITES = {"glomfjord", "narvik", "loughton"};
    static final String[] SKUS = {"h100-sxm", "h200-sxm"};
    static final int TENANTS = 200;
    static final int PROJECTS = 3;
    static final int NODES = 12_500;

    /** Allocations that are open at the same time where a mix knows open ones. */
    static final int ACTIVE = 100_000;

    static final int REPORTS_PER_SECOND_OF_LIFE = 170;

    private static final int DUPLICATE_EVERY = 20;
    private static final int DUPLICATE_DISTANCE = 1_000;

    final Instant beginning;

    private final long events;

    /**
     * So many events of a life that begins at {@code beginning}.
     *
     * @param beginning in the past, such that the last event is no later than now and the first not old enough to be late
     */
    UsageLoad(long events, Instant beginning) {
        this.events = events;
        this.beginning = beginning;
    }

    /** Where and for whom something runs. */
    record Place(String tenant, String project, String site, String sku, String node) {

        /** Nodes stay at a site and keep their GPUs; for whom they work changes from one shift to the next. */
        static Place of(int node, long shift) {
            int mixed = (int) (hash(node * 1_000_003L + shift) >>> 33);
            return new Place(
                    "tenant-" + mixed % TENANTS,
                    "project-" + mixed / TENANTS % PROJECTS,
                    SITES[node % SITES.length],
                    SKUS[node / SITES.length % SKUS.length],
                    "node-" + node);
        }
    }

    /**
     * A report.
     *
     * @param place where
     * @param id of the event
     * @param type of the event
     * @param time when it was sent
     * @param data of the contracts
     */
    record Report(Place place, String id, String type, Instant time, Object data) {}

    /** The report of that number, counted from 0. */
    abstract Report report(long number);

    /** What the first so many reports come to, in milli-GPU-seconds, when nothing is lost and nothing counts twice. */
    abstract long milliGpuSeconds(long reports);

    /** GPUs that an event's data names, so that no compiler can leave the decoding out. */
    abstract long gpus(String type, byte[] data);

    /** All events, with those sent again. */
    final long events() {
        return events;
    }

    /** How many of the events are the first of their id. */
    final long distinct() {
        return reportsBefore(events);
    }

    /** The event of that number. */
    final CloudEvent event(long number) {
        Report report = report(reportsBefore(isDuplicate(number) ? original(number) : number));
        Place place = report.place();
        return CloudEventBuilder.v1()
                .withId(report.id())
                .withSource(URI.create("/collectors/" + place.node()))
                .withType(report.type())
                .withTime(report.time().atOffset(ZoneOffset.UTC))
                .withExtension(UsageEventTypes.TENANT_EXTENSION, place.tenant())
                .withExtension(UsageEventTypes.PARTITION_KEY_EXTENSION, place.tenant() + "/" + place.project())
                .withDataContentType("application/json")
                .withData(WireJson.write(report.data()))
                .build();
    }

    private static boolean isDuplicate(long number) {
        return number > DUPLICATE_DISTANCE && number % DUPLICATE_EVERY == DUPLICATE_EVERY - 1;
    }

    /** The event that is sent again: one of the five hundred before, and never one that is itself sent again. */
    private static long original(long number) {
        long candidate = number - 1 - number % DUPLICATE_DISTANCE / 2;
        return isDuplicate(candidate) ? candidate - 1 : candidate;
    }

    /** How many of the events before that number are the first of their id. */
    private static long reportsBefore(long number) {
        return number - Math.max(0, number / DUPLICATE_EVERY - DUPLICATE_DISTANCE / DUPLICATE_EVERY);
    }

    /** Spreads numbers evenly (the finaliser of SplittableRandom). */
    static long hash(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number from 0 up to but not including {@code bound} that follows from {@code seed}. */
    static int pick(long seed, int bound) {
        return (int) ((hash(seed) >>> 33) % bound);
    }
}
