package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.contracts.message.RatedUsage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * Rows of Cost and Usage that are made, held to the rules and written per second by one thread, as CSV and as Parquet, beside
 * the cost of writing the same bytes in the same run. Times are processor times of the thread.
 *
 * <p>Usage: {@code FocusBenchmark [ROWS]}; see docs/benchmarks.md.
 */
public final class FocusBenchmark {

    private static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);
    private static final int PROJECTS = 27;
    private static final int WARM_UP_ROWS = 50_000;
    private static final int BLOCK = 65_536;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<RatedUsage> usage = AMonth.usage(PROJECTS);
    private final InvoiceDraft month = AMonth.draft(usage);
    private final PrintStream out = System.out;

    /** Opens a file of one form. */
    @FunctionalInterface
    private interface Form {
        FocusWriter open(FocusDataset dataset, FocusVersion version, OutputStream out) throws IOException;
    }

    /** Counts the rows on their way. */
    private static final class Counted implements FocusWriter {
        private final FocusWriter out;
        private long rows;

        Counted(FocusWriter out) {
            this.out = out;
        }

        @Override
        public void row(FocusRow row) {
            rows++;
            out.row(row);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private FocusBenchmark() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        long rows = arguments.length == 0 ? 1_000_000 : Long.parseLong(arguments[0].replace("_", ""));
        FocusBenchmark benchmark = new FocusBenchmark();
        benchmark.measure("warm-up", WARM_UP_ROWS, FocusCsv::new);
        benchmark.measure("CSV", rows, FocusCsv::new);
        benchmark.measure("Parquet", rows, FocusParquet::new);
        benchmark.out.printf(
                "heap at most %.0f MB of %.0f MB%n",
                peakBytes() / BYTES_PER_MEGABYTE, Runtime.getRuntime().maxMemory() / BYTES_PER_MEGABYTE);
    }

    private void measure(String name, long least, Form form) throws IOException {
        Path file = Files.createTempFile("wattledger-focus-benchmark", null);
        Path copy = Files.createTempFile("wattledger-focus-benchmark", null);
        try {
            long start = THREADS.getCurrentThreadCpuTime();
            long rows = write(file, least, form);
            double seconds = (THREADS.getCurrentThreadCpuTime() - start) / NANOS_PER_SECOND;
            long floorStart = THREADS.getCurrentThreadCpuTime();
            copy(file, copy);
            double floor = (THREADS.getCurrentThreadCpuTime() - floorStart) / NANOS_PER_SECOND;
            out.printf(
                    "%s: %,d rows, %.1f MB, %.1f s, %,.0f rows/s; writing the same bytes %.2f s (%.1f %%)%n",
                    name,
                    rows,
                    Files.size(file) / BYTES_PER_MEGABYTE,
                    seconds,
                    rows / seconds,
                    floor,
                    100 * floor / seconds);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(copy);
        }
    }

    /** Invoice after invoice of a month with every kind of charge, until there are enough rows. */
    private long write(Path file, long least, Form form) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(file);
                Counted counted = new Counted(form.open(FocusDataset.COST_AND_USAGE, FocusVersion.V1_4, bytes))) {
            FocusExport export = new FocusExport(FocusVersion.V1_4, counted);
            for (int number = 1; counted.rows < least; number++) {
                export.begin(FocusDocument.invoice(month.numbered("NO26-" + number, ISSUED)));
                usage.forEach(export::usage);
                export.end();
            }
            if (!export.violations().isEmpty()) {
                throw new IllegalStateException(export.violations().toString());
            }
            return counted.rows;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(from);
                OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(to), BLOCK)) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                bytes.write(block, 0, length);
            }
        }
    }

    private static long peakBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
