package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/** The acceptance table is whole: each of its 54 examples has a test that bears its number. */
class EnergyCaseNumbersTest {

    private static final List<String> TABLE = List.of(
            ("C01 C02 C04 C05 C07 C08 C09 C10 C12 C13 C15 C16 C18 C19 C21 C22 C24 C25 C26 C28 C29 C30 C31 C32 C34 C35"
                            + " C37 C39 C40 C42 C43 C45 C48 C50 C52 C53 C54 C55 C57 C59 C60 C62 C64 C65 C67 C68 C70 C71"
                            + " C73 C75 C77 R1 R3 R5")
                    .split(" "));

    private static final List<Class<?>> TESTS = List.of(
            EnergyCasesTest.class, EnergyTariffCasesTest.class, CommercialCasesTest.class, CarbonRatingTest.class);

    private static final Pattern NUMBER = Pattern.compile("^([CR]\\d+)\\D");

    @Test
    void eachExampleHasATest() throws ReflectiveOperationException {
        SortedSet<String> numbers = new TreeSet<>();
        for (Class<?> test : TESTS) {
            for (Method method : test.getDeclaredMethods()) {
                if (method.isAnnotationPresent(TestFactory.class)) {
                    addRows(numbers, test, method);
                } else if (method.isAnnotationPresent(Test.class)
                        || method.isAnnotationPresent(ParameterizedTest.class)) {
                    addNumber(numbers, method.getName().toUpperCase(Locale.ROOT));
                }
            }
        }
        assertThat(TABLE).hasSize(54).doesNotHaveDuplicates();
        assertThat(numbers).containsExactlyElementsOf(new TreeSet<>(TABLE));
    }

    private static void addRows(SortedSet<String> numbers, Class<?> test, Method factory)
            throws ReflectiveOperationException {
        var constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        factory.setAccessible(true);
        if (factory.invoke(constructor.newInstance()) instanceof Stream<?> rows) {
            rows.forEach(row -> {
                if (row instanceof DynamicTest named) {
                    addNumber(numbers, named.getDisplayName());
                }
            });
        }
    }

    private static void addNumber(SortedSet<String> numbers, String name) {
        Matcher number = NUMBER.matcher(name);
        if (number.find()) {
            numbers.add(number.group(1));
        }
    }
}
