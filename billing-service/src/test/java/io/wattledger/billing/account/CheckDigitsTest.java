package io.wattledger.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckDigitsTest {

    @ParameterizedTest
    @CsvSource({
        "999001122, true",
        "974760673, true",
        "999002234, true",
        "999001127, false",
        "990901122, false",
        "99900112, false",
        "9990011221, false",
        "99900112A, false",
        "'', false",
        "٩٢٣٦٠٩٠١٦, false"
    })
    void provesNorwegianOrganisationNumbers(String number, boolean holds) {
        assertThat(CheckDigits.norwegianOrganisation(number)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"NO999001122MVA, true", "NO999001122, false", "999001122MVA, false", "NO999001127MVA, false"})
    void provesNorwegianVatNumbers(String number, boolean holds) {
        assertThat(CheckDigits.norwegianVat(number)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "GB123456782, true",
        "GB999000201, true",
        "GB123456782001, true",
        "GB123456727, true",
        "GB123456783, false",
        "GB12345678, false",
        "123456782, false"
    })
    void provesBritishVatNumbers(String number, boolean holds) {
        assertThat(CheckDigits.britishVat(number)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "73282932000074, true",
        "73282932000075, false",
        "73282932100073, false",
        "732829320, false",
        "35600000000048, true",
        "35600000049837, true",
        "35600000049838, false"
    })
    void provesFrenchEstablishments(String number, boolean holds) {
        assertThat(CheckDigits.siret(number)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"5790000435968, true", "4006381333931, true", "5790000435986, false", "579000043596, false"})
    void provesLocationNumbers(String number, boolean holds) {
        assertThat(CheckDigits.gln(number)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "04011000-1234512345-06, true",
        "99001000-WATTLEDGER01-09, true",
        "04011000-1234512345-07, false",
        "04011000-1234512354-06, false",
        "04011000-1234512345, false",
        "'', false"
    })
    void provesLeitwegIds(String id, boolean holds) {
        assertThat(CheckDigits.leitweg(id)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "NO9386011117947, true",
        "GB29NWBK60161331926819, true",
        "DE89370400440532013000, true",
        "NO9386011117948, false",
        "NO9386011171947, false",
        "NO93 8601 1117 947, false",
        "no9386011117947, false"
    })
    void provesIbans(String iban, boolean holds) {
        assertThat(CheckDigits.iban(iban)).isEqualTo(holds);
    }

    static Stream<Arguments> numbers() {
        Predicate<String> organisation = CheckDigits::norwegianOrganisation;
        Predicate<String> leitweg = CheckDigits::leitweg;
        Predicate<String> iban = CheckDigits::iban;
        return Stream.of(
                Arguments.of("999001122", organisation),
                Arguments.of("04011000-1234512345-06", leitweg),
                Arguments.of("GB29NWBK60161331926819", iban));
    }

    /** What the check digits are for: one wrong digit anywhere. */
    @ParameterizedTest
    @MethodSource("numbers")
    void catchesEverySingleWrongDigit(String number, Predicate<String> check) {
        Random random = new Random(7);
        for (int i = 0; i < number.length(); i++) {
            char old = number.charAt(i);
            if (Character.isDigit(old)) {
                char wrong = (char) ('0' + (old - '0' + 1 + random.nextInt(9)) % 10);
                String mistyped = number.substring(0, i) + wrong + number.substring(i + 1);

                assertThat(check.test(mistyped)).as(mistyped).isFalse();
            }
        }
    }
}
