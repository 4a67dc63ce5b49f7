package io.wattledger.chassis.ops;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Settings with a name in them that an operator chose: of a site, a SKU or a feed. */
public final class NamedSettings {

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^a-z0-9]");

    private NamedSettings() {}

    /**
     * The setting of a name, whether a file names it as it is or the environment in capitals, with {@code _} for every other character:
     * what was {@code _} or a capital there cannot be told, so it comes with dots and in small letters. What a file names holds before it; a name
     * with dots, in small letters, holds for all that differ from it only in capitals and other characters.
     *
     * @param settings by name, as they came
     * @param name for example {@code NO4-strom}, which the environment gives as {@code no4.strom}
     */
    public static <T> Optional<T> find(Map<String, T> settings, String name) {
        T exact = settings.get(name);
        if (exact != null || settings.isEmpty()) {
            return Optional.ofNullable(exact);
        }
        String fromEnvironment =
                NEITHER_LETTER_NOR_DIGIT.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(".");
        return Optional.ofNullable(settings.get(fromEnvironment));
    }
}
