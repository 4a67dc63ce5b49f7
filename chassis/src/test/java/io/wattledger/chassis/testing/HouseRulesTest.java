package io.wattledger.chassis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wattledger.chassis.testing.HouseRules.Plan;
import io.wattledger.chassis.testing.HouseRules.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule catches the class that was made to break it, and lets the sound ones pass. */
class HouseRulesTest {

    private static final String BASE = "io.wattledger.chassis.testing.broken";

    private static final Pattern SOUND = Pattern.compile("Sound|OwnsTheClock|WideRow");

    private static final String LONG_FILES = "files stay under 400 lines";

    private static final Path SAMPLES =
            Path.of(System.getProperty("wattledger.root"), "chassis/src/test/java", BASE.replace('.', '/'));

    private static final HouseRules RULES =
            new HouseRules(Plan.of(BASE, "pure"), new ClassFileImporter().importPackages(BASE), SAMPLES);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pure rooms know java.*, the contracts and each other             | KnowsAFramework",
                "pure rooms do no I/O                                             | ReadsAFile",
                "doors do not know each other                                     | KnowsAnotherDoor",
                "flow does not know the doors                                     | KnowsADoor",
                "rooms do not know each other in circles                          | TurnsInACircle",
                "no floating point in pure rooms and flow                         | FloatingPrice",
                "only ops reads the system's clock                                | ReadsTheSystemsClock",
                "names say what a class is                                        | PriceHelper",
                "nothing writes to the console                                    | WritesToTheConsole",
                "every package says what it is for and is null-marked             | undocumented",
                "methods stay under 60 lines                                      | GoesOnAndOn",
                "constructors take at most 8 parameters                           | TakesNineParameters",
                "constructors take at most 8 parameters                           | HasNineComponents",
                "public types and methods are explained                           | UnexplainedType",
                "public types and methods are explained                           | UnexplainedMethod",
                "no floating point is written outside ops                         | FloatingLiteral"
            })
    void catchesTheClassThatBreaksIt(String rule, String broken) {
        assertThat(rule(RULES, rule).violations()).anyMatch(violation -> violation.contains(broken));
    }

    @Test
    void catchesAFileOfFourHundredLines(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("Endless.java"), Collections.nCopies(400, "// line"));
        Files.write(folder.resolve("Short.java"), Collections.nCopies(399, "// line"));

        JavaClasses none = new ClassFileImporter().importClasses();
        HouseRules rules = new HouseRules(Plan.of(BASE, "pure"), none, folder);

        assertThat(rule(rules, LONG_FILES).violations()).containsExactly("Endless.java has 400 lines or more");
    }

    @Test
    void holdsTestsToTheSizesAndToNothingElse(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("LongTest.java"), Collections.nCopies(400, "// line"));
        Path main = Files.createDirectory(folder.resolve("main"));
        Files.writeString(main.resolve("Sound.java"), "/** Sound. */ public final class Sound {}");
        JavaClasses none = new ClassFileImporter().importClasses();
        HouseRules rules = new HouseRules(Plan.of(BASE, "pure"), none, main, folder, SAMPLES);

        assertThat(rule(rules, HouseRules.LONG_TESTS).violations())
                .containsExactly("LongTest.java has 400 lines or more");
        assertThat(rule(rules, "methods stay under 60 lines").violations())
                .singleElement()
                .asString()
                .contains("GoesOnAndOn");
        assertThat(rule(rules, "constructors take at most 8 parameters").violations())
                .hasSize(2);
        assertThat(rule(rules, "public types and methods are explained").violations())
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> letsTheSoundPass() {
        return RULES.rules().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), () -> assertThat(rule.violations()).noneMatch(SOUND.asPredicate())));
    }

    @TestFactory
    Stream<DynamicTest> holdInTheContracts() {
        return HouseRules.of("contracts", Plan.ofLibrary("io.wattledger.contracts"))
                .tests();
    }

    @TestFactory
    Stream<DynamicTest> holdInTheChassis() {
        return HouseRules.of("chassis", Plan.ofLibrary("io.wattledger.chassis")).tests();
    }

    @Test
    void everyRuleHasAClassThatBreaksIt() {
        List<String> unbroken = RULES.rules().stream()
                .filter(rule -> rule.violations().isEmpty())
                .map(Rule::name)
                .toList();

        assertThat(unbroken)
                .containsExactly(LONG_FILES, HouseRules.LONG_TESTS); // their samples are written by the tests above
    }

    private static Rule rule(HouseRules rules, String name) {
        return rules.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
