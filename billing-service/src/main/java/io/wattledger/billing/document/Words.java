package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Money;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The words of one language with its forms of numbers and dates (CLDR as the JDK has it). Never asks for the machine's
 * own language.
 */
final class Words {

    /** The languages there are; the first one is used for a language that there is not. */
    static final List<Locale> LANGUAGES = List.of(Locale.UK, Locale.of("nb", "NO"), Locale.GERMANY, Locale.FRANCE);

    private static final Map<Locale, Words> ALL = loadAll();

    /** English. */
    static final Words ENGLISH = of("en-GB");

    private final Locale locale;
    private final Map<String, String> texts;

    private Words(Locale locale, Map<String, String> texts) {
        this.locale = locale;
        this.texts = texts;
    }

    /** The words for a BCP 47 tag: of that language in any country, or else English. */
    static Words of(String languageTag) {
        String language = Locale.forLanguageTag(languageTag).getLanguage();
        // People write no or nn for Norwegian; both read Bokmål.
        String known = language.equals("no") || language.equals("nn") ? "nb" : language;
        Locale locale = LANGUAGES.stream()
                .filter(candidate -> candidate.getLanguage().equals(known))
                .findFirst()
                .orElse(LANGUAGES.getFirst());
        return Objects.requireNonNull(ALL.get(locale));
    }

    /** The BCP 47 tag of these words. */
    String tag() {
        return locale.toLanguageTag();
    }

    /** The keys there are words for. */
    Map<String, String> texts() {
        return texts;
    }

    /**
     * The text of {@code key}, with {@code {0}}, {@code {1}} … replaced.
     *
     * @throws IllegalArgumentException when there is no such text
     */
    String text(String key, String... arguments) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("no text " + key + " in " + tag());
        }
        for (int i = 0; i < arguments.length; i++) {
            text = text.replace("{" + i + "}", arguments[i]);
        }
        return text;
    }

    /** A date with the month in words. */
    String date(LocalDate date) {
        return date.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale));
    }

    /** A date in figures. */
    String shortDate(LocalDate date) {
        return date.format(DateTimeFormatter.ofPattern(text("date.short"), locale));
    }

    /** A month in words with its year. */
    String month(YearMonth month) {
        return month.format(DateTimeFormatter.ofPattern("LLLL uuuu", locale));
    }

    /** A number with grouping and exactly its own decimals. */
    String number(BigDecimal value) {
        return number(value, value.scale(), value.scale());
    }

    /** A number with grouping, at least {@code least} and at most {@code most} decimals, rounded HALF_UP for reading. */
    String number(BigDecimal value, int least, int most) {
        DecimalFormat format = (DecimalFormat) NumberFormat.getNumberInstance(locale);
        format.setParseBigDecimal(true);
        format.setRoundingMode(RoundingMode.HALF_UP);
        format.setMinimumFractionDigits(Math.max(0, least));
        format.setMaximumFractionDigits(Math.max(0, most));
        // Fonts of documents have the no-break space, but seldom the narrow one that CLDR groups French with.
        return format.format(value).replace('\u202F', '\u00A0');
    }

    /** An amount in a letter, with its currency before it. */
    String amount(Money money) {
        return money.currency().getCurrencyCode() + "\u00A0" + number(money.amount());
    }

    /** A rate with its sign, as the language spaces it. */
    String percent(BigDecimal rate) {
        return text("percent", number(rate));
    }

    /** The name of a country from its ISO 3166-1 alpha-2 code. */
    String country(String code) {
        return Locale.of("", code).getDisplayCountry(locale);
    }

    private static Map<Locale, Words> loadAll() {
        Map<Locale, Words> all = new LinkedHashMap<>();
        for (Locale locale : LANGUAGES) {
            all.put(locale, new Words(locale, load("words_" + locale.toLanguageTag() + ".properties")));
        }
        return Map.copyOf(all);
    }

    private static Map<String, String> load(String resource) {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Words.class.getResourceAsStream(resource), resource), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        return Map.copyOf(texts);
    }
}
