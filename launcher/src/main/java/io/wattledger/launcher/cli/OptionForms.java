package io.wattledger.launcher.cli;

import io.wattledger.contracts.WireTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How amounts, dates and numbers are written on a command line. */
final class OptionForms {

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(?:\\.\\d{1,4})?");

    private OptionForms() {}

    /** Has a command and all below it read such values, and say what is wanted where they cannot. */
    static void register(CommandLine command) {
        command.registerConverter(BigDecimal.class, form("amount such as 12.50", OptionForms::amount));
        command.registerConverter(LocalDate.class, form("date such as 2026-10-31", LocalDate::parse));
        command.registerConverter(YearMonth.class, form("month such as 2026-10", YearMonth::parse));
        command.registerConverter(Instant.class, form("instant such as 2026-10-31T22:00:00Z", WireTime::parse));
        command.registerConverter(int.class, form("whole number such as 60", Integer::valueOf));
    }

    private static BigDecimal amount(String text) {
        if (!AMOUNT.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static <T> ITypeConverter<T> form(String form, Function<String, T> reading) {
        return text -> {
            try {
                return reading.apply(text);
            } catch (DateTimeException | NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no " + form);
            }
        };
    }
}
