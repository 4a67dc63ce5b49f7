package io.wattledger.launcher.cli;

import io.wattledger.contracts.WireTime;
import io.wattledger.launcher.exports.ExportOrder;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How amounts, dates, numbers and words are written on a command line. */
final class OptionForms {

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(?:\\.\\d{1,4})?");

    private OptionForms() {}

    /** Has a command and all below it read such values, and say what is wanted where they cannot. */
    static void register(CommandLine command) {
        command.registerConverter(BigDecimal.class, form("amount such as 12.50", OptionForms::amount));
        command.registerConverter(LocalDate.class, form("date such as 2026-10-31", LocalDate::parse));
        command.registerConverter(YearMonth.class, form("month such as 2026-10", YearMonth::parse));
        command.registerConverter(Instant.class, form("instant such as 2026-10-31T22:00:00Z", WireTime::parse));
        words(command, Shared.Form.class);
        words(command, ImportCommand.FileFormat.class);
        words(command, ImportCommand.Convention.class);
        words(command, ExportOrder.Format.class);
        words(command, TokenCommand.Role.class);
        command.registerConverter(int.class, form("whole number such as 60", Integer::valueOf));
    }

    /** Words as the pages have them, whatever our constants are called. */
    private static <E extends Enum<E>> void words(CommandLine command, Class<E> type) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            byWord.put(constant.toString().toLowerCase(Locale.ROOT), constant);
        }
        command.registerConverter(type, text -> {
            E constant = byWord.get(text.toLowerCase(Locale.ROOT));
            if (constant == null) {
                throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", byWord.keySet()));
            }
            return constant;
        });
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
