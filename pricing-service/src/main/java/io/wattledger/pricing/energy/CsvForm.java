package io.wattledger.pricing.energy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How numbers and rows of a CSV file are written.
 *
 * @param delimiter between the fields of a row
 * @param decimal decimal sign, point or comma
 */
public record CsvForm(char delimiter, char decimal) {

    /** Comma between fields, decimal point. */
    public static final CsvForm PLAIN = new CsvForm(',', '.');

    /** What publishers write where they have no number. */
    private static final Set<String> ABSENT = Set.of("", "-", "–", "N/A");

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]{1,18}(\\.[0-9]{1,18})?|\\.[0-9]{1,18})");

    /** Refuses signs that could not be told apart. */
    public CsvForm {
        if (decimal != '.' && decimal != ',') {
            throw new IllegalArgumentException("decimal sign '" + decimal + "' is neither a point nor a comma");
        }
        if (delimiter == decimal && decimal != ',') {
            throw new IllegalArgumentException("delimiter and decimal sign are the same");
        }
    }

    /** Whether the field holds the publisher's sign for no value. */
    public boolean isAbsent(String field) {
        return ABSENT.contains(field.strip());
    }

    /**
     * The number in a field; exact. With a decimal comma, spaces (also no-break ones) may group the thousands, as the
     * Nordic exchanges write them. Empty when the field is no such number; exponents are none.
     */
    public Optional<BigDecimal> number(String field) {
        String plain = field.strip();
        if (decimal == ',') {
            if (plain.indexOf('.') >= 0) {
                return Optional.empty();
            }
            plain = plain.replaceAll("[\\h\\u202f]", "").replace(',', '.').replace('−', '-');
        }
        return NUMBER.matcher(plain).matches() ? Optional.of(new BigDecimal(plain)) : Optional.empty();
    }
}
