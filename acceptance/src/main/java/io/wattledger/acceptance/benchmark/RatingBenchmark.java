package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.SlotUsage;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Slots rated per second on one core, days and months, beside a bare loop over the same figures as arrays of whole numbers
 * in the same run: the least that any engine has to do. Times are processor times of the one thread, so that what else the
 * machine does counts little.
 *
 * <p>Usage: {@code RatingBenchmark [SERIES]}; see docs/benchmarks.md.
 */
public final class RatingBenchmark {

    private static final int SERIES_PER_TENANT = 10;
    private static final int WARM_UP_TENANTS = 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final MonthLoad load;
    private final PrintStream out;
    private final DayRating days;
    private final MonthRating months;
    private long dayNanos;
    private long monthNanos;
    private long bareNanos;
    private long slots;
    private long bareSum;
    private BigDecimal amount = BigDecimal.ZERO;

    private RatingBenchmark(MonthLoad load, PrintStream out) {
        this.load = load;
        this.out = out;
        this.days = new DayRating(load.agreement(), load.quotes());
        this.months = new MonthRating(load.agreement(), load.quotes());
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        int series = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0].replace("_", ""));
        MonthLoad load = new MonthLoad();
        RatingBenchmark warmUp = new RatingBenchmark(load, System.out);
        warmUp.tenants(WARM_UP_TENANTS);
        RatingBenchmark benchmark = new RatingBenchmark(load, System.out);
        benchmark.tenants(series / SERIES_PER_TENANT);
        benchmark.report(series);
    }

    private void tenants(int tenants) {
        for (int tenant = 0; tenant < tenants; tenant++) {
            tenant("tenant-" + tenant);
        }
    }

    private void tenant(String name) {
        List<RatedUsage> rated = new ArrayList<>();
        List<List<DayUsage>> ofSeries = new ArrayList<>();
        for (int project = 0; project < SERIES_PER_TENANT; project++) {
            List<DayUsage> usage = load.series(name, "project-" + project);
            ofSeries.add(usage);
            bare(usage);
            long start = THREADS.getCurrentThreadCpuTime();
            for (DayUsage day : usage) {
                rated.addAll(days.rate(day).rated());
            }
            dayNanos += THREADS.getCurrentThreadCpuTime() - start;
        }
        Interval interval = new Interval(
                ofSeries.getFirst().getFirst().interval().start(),
                ofSeries.getFirst().getLast().interval().end());
        MonthUsage month = new MonthUsage(name, MonthLoad.contract(), interval, rated, loads(ofSeries));
        long start = THREADS.getCurrentThreadCpuTime();
        List<RatedUsage> records = months.rate(month);
        monthNanos += THREADS.getCurrentThreadCpuTime() - start;
        rated.addAll(records);
        for (RatedUsage record : rated) {
            record.charges().forEach(charge -> amount = amount.add(charge.amount()));
        }
    }

    /** What a database gives in one statement: the slots of each project. */
    private static List<ProjectLoad> loads(List<List<DayUsage>> ofSeries) {
        List<ProjectLoad> loads = new ArrayList<>();
        for (List<DayUsage> series : ofSeries) {
            List<SlotUsage> slots = new ArrayList<>();
            series.forEach(day -> slots.addAll(day.slots()));
            loads.add(new ProjectLoad("project-" + loads.size(), "site", "sku", slots));
        }
        return loads;
    }

    /** Adds up time, energy, and energy times price in 128 bits: the same figures, with nothing around them. */
    private void bare(List<DayUsage> usage) {
        long[] energy = new long[MonthLoad.SLOTS];
        long[] time = new long[MonthLoad.SLOTS];
        long[] prices = new long[MonthLoad.SLOTS];
        int next = 0;
        for (DayUsage day : usage) {
            for (SlotUsage slot : day.slots()) {
                energy[next] = slot.measuredMillijoules();
                time[next] = slot.milliGpuSeconds();
                prices[next] = next * 7L % 14_000;
                next++;
            }
        }
        long start = THREADS.getCurrentThreadCpuTime();
        long high = 0;
        long low = 0;
        long energySum = 0;
        long timeSum = 0;
        for (int slot = 0; slot < next; slot++) {
            long product = energy[slot] * prices[slot];
            low += product;
            high += Math.multiplyHigh(energy[slot], prices[slot]) + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
            energySum += energy[slot];
            timeSum += time[slot];
        }
        bareNanos += THREADS.getCurrentThreadCpuTime() - start;
        bareSum += high + low + energySum + timeSum;
        slots += next;
    }

    private void report(int series) {
        long nanos = dayNanos + monthNanos;
        out.printf("%,d series, %,d slots of a month each: %,d slots%n", series, MonthLoad.SLOTS, slots);
        out.printf(
                "rating:    %,12d slots/s on one core (days %,d ns, months %,d ns of %,d ns a slot)%n",
                perSecond(nanos), dayNanos / slots, monthNanos / slots, nanos / slots);
        out.printf(
                "bare loop: %,12d slots/s; rating reaches %s of it (sums %s and %d)%n",
                perSecond(bareNanos), percent(bareNanos, nanos), amount.toBigInteger(), bareSum);
    }

    private long perSecond(long nanos) {
        return Math.multiplyExact(slots, 1_000_000L) / Math.max(1, nanos / 1000);
    }

    private static String percent(long part, long whole) {
        return BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP)
                + " %";
    }
}
