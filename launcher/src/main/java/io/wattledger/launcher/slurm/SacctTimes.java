package io.wattledger.launcher.slurm;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The times of a record. sacct prints the wall clock of the machine it runs on, without offset: in the hour that is
 * repeated in autumn a time means two instants, and only how long the job took can decide between them.
 */
final class SacctTimes {

    private static final String START = "Start";
    private static final String END = "End";
    private static final String SUBMIT = "Submit";
    private static final Set<String> ABSENT = Set.of("", "none", "unknown", "n/a");

    /** Offsets as RFC 3339 and as the {@code %z} of strftime write them. */
    private static final DateTimeFormatter WITH_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(Locale.ROOT);

    private final @Nullable ZoneId zone;

    /** Reads times of this zone; absent where all have an offset or are in seconds since 1970. */
    SacctTimes(@Nullable ZoneId zone) {
        this.zone = zone;
    }

    /**
     * When a job had its GPUs.
     *
     * @param start first instant
     * @param end first instant after; absent while it runs
     */
    record Span(Instant start, @Nullable Instant end) {

        /** Length in whole seconds; 0 while it runs. */
        long seconds() {
            return end == null ? 0 : Duration.between(start, end).toSeconds();
        }
    }

    /**
     * What a record says about how long a job took.
     *
     * @param elapsed seconds, suspensions left out; absent where the file does not say
     * @param suspended seconds; absent where the file does not say
     */
    record Took(@Nullable Long elapsed, @Nullable Long suspended) {

        /** Seconds from start to end; absent where they cannot be told. */
        @Nullable
        Long wall() {
            return elapsed == null || suspended == null ? null : Long.valueOf(elapsed + suspended);
        }

        boolean allows(Span span) {
            Long wall = wall();
            if (wall != null) {
                return span.seconds() == wall;
            }
            return elapsed == null || span.seconds() >= elapsed;
        }

        @Override
        public String toString() {
            return suspended == null
                    ? "ElapsedRaw is " + elapsed + " s"
                    : "ElapsedRaw and Suspended are " + wall() + " s";
        }
    }

    /** Whether a field says that there is no such time yet, or was none. */
    static boolean isAbsent(String text) {
        return ABSENT.contains(text.toLowerCase(Locale.ROOT));
    }

    /**
     * From when to when.
     *
     * @param start what stands under Start
     * @param end what stands under End
     * @param took how long the job took, as it says itself
     * @throws RecordRefused when a time cannot be read, or more or less than one reading fits
     */
    Span span(String start, String end, Took took) throws RecordRefused {
        List<Instant> starts = instants(START, start);
        if (isAbsent(end)) {
            if (starts.size() > 1) {
                throw new RecordRefused(
                        START,
                        start,
                        "is in the hour that " + zone + " has twice, and the job has not ended;"
                                + " import it when it has, or export times with SLURM_TIME_FORMAT=%s");
            }
            return new Span(starts.getFirst(), null);
        }
        List<Instant> ends = instants(END, end);
        List<Span> forward = new ArrayList<>();
        for (Instant from : starts) {
            for (Instant to : ends) {
                if (!to.isBefore(from)) {
                    forward.add(new Span(from, to));
                }
            }
        }
        if (forward.isEmpty()) {
            throw new RecordRefused(END, end, "is before the start " + start);
        }
        List<Span> fitting = forward.stream().filter(took::allows).toList();
        if (fitting.isEmpty()) {
            throw new RecordRefused(
                    END,
                    end,
                    "is " + forward.getFirst().seconds() + " s after the start " + start + ", but " + took
                            + ": is usage.sacct.timeZone the zone of the machine that exported?");
        }
        if (fitting.size() > 1) {
            throw new RecordRefused(
                    starts.size() > 1 ? START : END,
                    starts.size() > 1 ? start : end,
                    "is in the hour that " + zone + " has twice, and ElapsedRaw and Suspended do not decide it;"
                            + " export these columns, or times with SLURM_TIME_FORMAT=%s");
        }
        return fitting.getFirst();
    }

    /**
     * When a job was submitted; of two readings the one before it started.
     *
     * @throws RecordRefused when the time is missing, cannot be read, or may be either of two
     */
    Instant submitted(String text, Instant start) throws RecordRefused {
        if (isAbsent(text)) {
            throw new RecordRefused(SUBMIT, null, "is empty, and usage.sacct.run: submit goes by it");
        }
        List<Instant> readings = instants(SUBMIT, text);
        List<Instant> before =
                readings.stream().filter(reading -> !reading.isAfter(start)).toList();
        // A clock that was set back is no reason to refuse what can be read in one way only.
        List<Instant> fitting = readings.size() == 1 ? readings : before;
        if (fitting.size() != 1) {
            throw new RecordRefused(
                    SUBMIT, text, "is in the hour that " + zone + " has twice; export times with SLURM_TIME_FORMAT=%s");
        }
        return fitting.getFirst();
    }

    private List<Instant> instants(String field, String text) throws RecordRefused {
        try {
            if (text.matches("[0-9]{1,11}")) {
                return List.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            return switch (WITH_OFFSET.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
                case OffsetDateTime time -> List.of(time.toInstant());
                case LocalDateTime time -> instants(field, text, time);
                default -> throw new IllegalStateException("the formatter knows two forms");
            };
        } catch (DateTimeException e) {
            throw new RecordRefused(field, text, "is no time such as 2026-10-01T00:00:00, and no seconds since 1970");
        }
    }

    private List<Instant> instants(String field, String text, LocalDateTime time) throws RecordRefused {
        if (zone == null) {
            throw new RecordRefused(
                    field,
                    text,
                    "has no offset: say under usage.sacct.timeZone, or with --time-zone, which zone it is of");
        }
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (offsets.isEmpty()) {
            throw new RecordRefused(field, text, "does not exist in " + zone + ", where the clocks go forward over it");
        }
        return offsets.stream().map(time::toInstant).toList();
    }

    /**
     * Seconds of a duration as sacct prints it: {@code [days-]hours:minutes:seconds}, {@code minutes:seconds}, or plain
     * seconds; absent where nothing stands there.
     */
    static @Nullable Long seconds(String field, String text) throws RecordRefused {
        if (isAbsent(text)) {
            return null;
        }
        if (!text.matches("([0-9]{1,6}-)?[0-9]{1,9}(:[0-9]{2}){0,2}(\\.[0-9]+)?")) {
            throw new RecordRefused(field, text, "is no duration such as 1-02:03:04");
        }
        int dash = text.indexOf('-');
        long days = dash < 0 ? 0 : Long.parseLong(text.substring(0, dash));
        long rest = 0;
        for (String part : text.substring(dash + 1).replaceFirst("\\..*", "").split(":")) {
            rest = rest * 60 + Long.parseLong(part);
        }
        return Duration.ofDays(days).toSeconds() + rest;
    }
}
