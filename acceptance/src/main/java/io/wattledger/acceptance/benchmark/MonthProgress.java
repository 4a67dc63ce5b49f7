package io.wattledger.acceptance.benchmark;

import java.io.IOException;

/**
 * What closing a month has cost until some moment.
 *
 * @param nanos when it was read
 * @param processes processor times of all processes
 * @param threads of billing's, what its machine spends on itself
 * @param steps of billing's, those of making documents
 */
record MonthProgress(long nanos, ProcessTimes processes, ThreadTimes threads, StepTimes steps) {

    private static final String STEP_METRIC = "wattledger_billing_document_processor_seconds_total";

    static MonthProgress now(SuiteUnderTest suite, BillingUnderTest billing) throws IOException, InterruptedException {
        return new MonthProgress(
                System.nanoTime(),
                suite.processTimes(),
                ThreadTimes.of(billing.handle()),
                StepTimes.of(billing.metrics(), STEP_METRIC));
    }

    /** What was spent since {@code earlier}. */
    MonthProgress since(MonthProgress earlier) {
        return new MonthProgress(
                nanos - earlier.nanos,
                processes.since(earlier.processes),
                threads.since(earlier.threads),
                steps.since(earlier.steps));
    }

    long perSecond(long invoices) {
        return invoices * 1_000_000L / Math.max(1, nanos / 1_000);
    }

    String perInvoice(long invoices) {
        return "%s%n    of billing's: compiling %,d, collecting garbage %,d, documents: %s"
                .formatted(
                        processes.perEvent(invoices),
                        threads.compilingMicros() / invoices,
                        threads.collectingMicros() / invoices,
                        steps.perInvoice(invoices));
    }

    /** Prints what parts of the work come to for each invoice. */
    void printParts(long invoices) {
        long all = processes.micros("billing") + processes.micros("database") + processes.micros("broker");
        part("computed, numbered and stored", all - steps.micros(), invoices);
        part("the same with XML", all - steps.micros() + steps.micros("write"), invoices);
        part("the same with validation", all - steps.micros("print"), invoices);
        part("all, with PDF, JSON and CSV", all, invoices);
    }

    /** What so much processor time comes to on this machine, if all its processors do nothing else. */
    private static void part(String what, long micros, long invoices) {
        long each = Math.max(1, micros / invoices);
        int processors = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                "  %-32s %,7d µs each, %,d/s on %d processors that do nothing else%n",
                what, each, 1_000_000L * processors / each, processors);
    }
}
