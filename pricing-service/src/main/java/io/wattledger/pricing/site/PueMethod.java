package io.wattledger.pricing.site;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * How the power usage effectiveness of a site that is charged for is found. Each kind is a record, which is also its
 * written form ({@code kind} from the record's name).
 */
public sealed interface PueMethod {

    /** Months of a year. */
    int MONTHS = 12;

    /** The value on a local day. */
    BigDecimal on(LocalDate day);

    /**
     * What it breaks of its own rules.
     *
     * @param flaws takes a JSON Pointer (RFC 6901) relative to the method, and a sentence with value and rule
     */
    void check(BiConsumer<String, String> flaws);

    /**
     * One agreed value, whatever the facility really draws.
     *
     * @param value at least 1
     */
    record Contractual(BigDecimal value) implements PueMethod {

        @Override
        public BigDecimal on(LocalDate day) {
            return value;
        }

        @Override
        public void check(BiConsumer<String, String> flaws) {
            atLeastOne("/value", value, flaws);
        }
    }

    /**
     * What was measured, but never more than what the contract caps it at (C37: measured 1.27, cap 1.20).
     *
     * @param measured at least 1
     * @param cap at least 1
     */
    record MeasuredWithCap(BigDecimal measured, BigDecimal cap) implements PueMethod {

        @Override
        public BigDecimal on(LocalDate day) {
            return measured.min(cap);
        }

        @Override
        public void check(BiConsumer<String, String> flaws) {
            atLeastOne("/measured", measured, flaws);
            atLeastOne("/cap", cap, flaws);
        }
    }

    /**
     * One agreed value for each month, since cooling follows the weather.
     *
     * @param months twelve values, January first, each at least 1
     */
    record Seasonal(List<BigDecimal> months) implements PueMethod {

        /** Copies the list. */
        public Seasonal {
            months = List.copyOf(months);
        }

        @Override
        public BigDecimal on(LocalDate day) {
            return months.get(day.getMonthValue() - 1);
        }

        @Override
        public void check(BiConsumer<String, String> flaws) {
            if (months.size() != MONTHS) {
                flaws.accept("/months", "there are " + months.size() + " values; there must be 12, January first");
            }
            for (int month = 0; month < months.size(); month++) {
                atLeastOne("/months/" + month, months.get(month), flaws);
            }
        }
    }

    private static void atLeastOne(String pointer, BigDecimal value, BiConsumer<String, String> flaws) {
        if (value.compareTo(BigDecimal.ONE) < 0) {
            flaws.accept(pointer, value.toPlainString() + " is below 1; a facility draws at least what its IT draws");
        }
    }
}
