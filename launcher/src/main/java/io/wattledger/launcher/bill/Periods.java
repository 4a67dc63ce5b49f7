package io.wattledger.launcher.bill;

import io.wattledger.launcher.InputFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The billing months that were asked for, without a break.
 *
 * @param first first month
 * @param last last month; not before the first
 */
public record Periods(YearMonth first, YearMonth last) {

    private static final int MOST = 120;

    /** Reads {@code 2026-10} or {@code 2026-10..2026-12}. */
    public static Periods parse(String text) {
        String[] ends = text.split("\\.\\.", -1);
        try {
            YearMonth first = YearMonth.parse(ends[0].strip());
            YearMonth last = ends.length == 1 ? first : YearMonth.parse(ends[1].strip());
            if (ends.length > 2 || last.isBefore(first) || last.isAfter(first.plusMonths(MOST))) {
                throw fault(text);
            }
            return new Periods(first, last);
        } catch (DateTimeException e) {
            throw fault(text);
        }
    }

    /** Every month in order. */
    public List<YearMonth> months() {
        long count = first.until(last, java.time.temporal.ChronoUnit.MONTHS);
        return LongStream.rangeClosed(0, count).mapToObj(first::plusMonths).toList();
    }

    /** First instant, where months begin at the midnights of {@code zone}. */
    Instant start(ZoneId zone) {
        return first.atDay(1).atStartOfDay(zone).toInstant();
    }

    /** First instant after. */
    Instant end(ZoneId zone) {
        return last.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + ".." + last;
    }

    private static InputFault fault(String text) {
        return InputFault.ofCommandLine(
                "--period: '" + text + "' is neither a month (2026-10) nor months in order" + " (2026-10..2026-12)");
    }
}
