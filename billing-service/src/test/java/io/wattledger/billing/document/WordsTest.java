package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattledger.billing.invoice.CorrectedLine.Purpose;
import io.wattledger.billing.invoice.CreditGround.Cause;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    static Stream<Locale> languages() {
        return Words.LANGUAGES.stream();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void hasEveryTextWithTheSamePlacesInEveryLanguage(Locale locale) {
        Words english = Words.of("en-GB");
        Words words = Words.of(locale.toLanguageTag());
        assertThat(words.tag()).isEqualTo(locale.toLanguageTag());
        assertThat(words.texts().keySet()).isEqualTo(english.texts().keySet());
        words.texts().forEach((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            assertThat(places(text)).as(key).isEqualTo(places(english.text(key)));
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void hasWordsForEveryCategoryKindAndUnit(Locale locale) {
        Words words = Words.of(locale.toLanguageTag());
        for (VatCategory category : VatCategory.values()) {
            assertThat(words.texts()).containsKey("vat." + category);
            if (!category.charged()) {
                assertThat(words.texts()).containsKey("vat.words." + category);
            }
        }
        for (ChargeKind kind : ChargeKind.values()) {
            assertThat(words.texts()).containsKey("kind." + kind);
        }
        // All other kinds are told by computed.noEnergy: how many charges add up to what.
        assertThat(words.texts()).containsKeys("computed.GPU_TIME", "computed.ENERGY", "computed.noEnergy");
        for (Purpose purpose : Purpose.values()) {
            assertThat(words.texts()).containsKey("line." + purpose);
        }
        for (Cause cause : Cause.values()) {
            assertThat(words.texts()).containsKey("credit." + cause);
        }
        for (ChargeUnit unit : ChargeUnit.values()) {
            assertThat(words.texts()).containsKey("unit.short." + unit);
        }
    }

    /** By UStG § 14 (2) a Gutschrift is an invoice that the buyer writes; and a service is not carried out but exported. */
    @Test
    void saysInGermanWhatATaxOfficeUnderstands() {
        Words german = Words.of("de-DE");

        assertThat(german.text("title.credit")).isEqualTo("Rechnungskorrektur");
        german.texts().forEach((key, text) -> {
            if (key.endsWith(".credit") || key.equals("line.CREDIT")) {
                assertThat(text).as(key).doesNotContain("Gutschrift");
            }
        });
        assertThat(german.text("vat.words.G"))
                .contains("für einen Empfänger im Ausland")
                .doesNotContain("ausgeführt");
    }

    @ParameterizedTest
    @CsvSource({
        "nb-NO, nb-NO",
        "nb, nb-NO",
        "nn-NO, nb-NO",
        "no, nb-NO",
        "en-US, en-GB",
        "de-AT, de-DE",
        "fr, fr-FR",
        "ja-JP, en-GB",
        "'', en-GB"
    })
    void speaksTheNearestLanguageItKnows(String wanted, String spoken) {
        assertThat(Words.of(wanted).tag()).isEqualTo(spoken);
    }

    // Spaces in the expected column are no-break spaces on paper.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB | 1,234,567.50 | -0.0125 | 2 November 2026 | 02/11/2026 | 25%",
                "nb-NO | 1 234 567,50 | −0,0125 | 2. november 2026 | 02.11.2026 | 25 %",
                "de-DE | 1.234.567,50 | -0,0125 | 2. November 2026 | 02.11.2026 | 25 %",
                "fr-FR | 1 234 567,50 | -0,0125 | 2 novembre 2026 | 02/11/2026 | 25 %"
            })
    void writesNumbersAndDatesAsTheLanguageDoes(
            String language, String number, String small, String date, String shortDate, String percent) {
        Words words = Words.of(language);
        assertThat(words.number(new BigDecimal("1234567.50")).replace('\u00A0', ' '))
                .isEqualTo(number);
        assertThat(words.number(new BigDecimal("-0.0125"))).isEqualTo(small);
        assertThat(words.date(LocalDate.of(2026, 11, 2))).isEqualTo(date);
        assertThat(words.shortDate(LocalDate.of(2026, 11, 2))).isEqualTo(shortDate);
        assertThat(words.percent(new BigDecimal("25")).replace('\u00A0', ' ')).isEqualTo(percent);
    }

    @Test
    void writesAmountsOfAMillionMillionExactly() {
        assertThat(Words.of("en-GB").number(new BigDecimal("1234567890123.45"))).isEqualTo("1,234,567,890,123.45");
    }

    @Test
    void refusesATextThatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Words.of("fr-FR").text("no.such.key"))
                .withMessageContaining("no.such.key")
                .withMessageContaining("fr-FR");
    }

    private static TreeSet<String> places(String text) {
        return PLACE.matcher(text).results().map(match -> match.group()).collect(Collectors.toCollection(TreeSet::new));
    }
}
