package io.wattledger.acceptance.benchmark;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processor time of the steps of making documents, as the service tells it in its metrics.
 *
 * @param byStep microseconds by name of the step
 */
record StepTimes(SortedMap<String, Long> byStep) {

    private static final int MICROS = 6;

    /** Reads them out of metrics in Prometheus' form. */
    static StepTimes of(String metrics, String metric) {
        SortedMap<String, Long> steps = new TreeMap<>();
        Matcher line = Pattern.compile("^" + metric + "\\{.*?step=\"(\\w+)\".*?\\} (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics);
        while (line.find()) {
            BigDecimal seconds = new BigDecimal(line.group(2));
            steps.put(
                    line.group(1),
                    seconds.movePointRight(MICROS)
                            .setScale(0, RoundingMode.HALF_UP)
                            .longValueExact());
        }
        return new StepTimes(steps);
    }

    /** What was spent since {@code earlier}. */
    StepTimes since(StepTimes earlier) {
        SortedMap<String, Long> spent = new TreeMap<>();
        byStep.forEach((step, micros) -> spent.put(step, micros - earlier.micros(step)));
        return new StepTimes(spent);
    }

    /** All steps together. */
    long micros() {
        return byStep.values().stream().mapToLong(Long::longValue).sum();
    }

    long micros(String step) {
        return byStep.getOrDefault(step, 0L);
    }

    String perInvoice(long invoices) {
        StringJoiner text = new StringJoiner(", ");
        for (Map.Entry<String, Long> one : byStep.entrySet()) {
            text.add(one.getKey() + " " + one.getValue() / invoices);
        }
        return text.toString();
    }
}
