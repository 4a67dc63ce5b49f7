package io.wattledger.chassis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The floor plan and the habits of the house as rules that a build can check; docs/contributing.md explains them. A
 * service says which of its packages are pure rooms and runs {@link #tests()}; the rules are the same for all.
 */
public final class HouseRules {

    /** The rule for tests that one service does not keep yet. */
    public static final String LONG_TESTS = "files of tests stay under 400 lines";

    private final Plan plan;
    private final JavaClasses classes;
    private final Path sources;
    private final List<Path> tests;

    HouseRules(Plan plan, JavaClasses classes, Path sources, Path... tests) {
        this.plan = plan;
        this.classes = classes;
        this.sources = sources;
        this.tests = List.of(tests);
    }

    /** The rules for {@code module}, a folder in the root of the repository; its tests keep the sizes as its main code does. */
    public static HouseRules of(String module, Plan plan) {
        Path folder = Path.of(System.getProperty("wattledger.root"), module);
        JavaClasses classes = new ClassFileImporter().importPath(folder.resolve("target/classes"));
        assertThat(classes).as("compiled classes of %s", module).isNotEmpty();
        return new HouseRules(plan, classes, folder.resolve("src/main/java"), folder.resolve("src/test/java"));
    }

    /** One test per rule. */
    public Stream<DynamicTest> tests() {
        return rules().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(), () -> assertThat(rule.violations()).isEmpty()));
    }

    /** All rules in the order of the page. */
    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(new StructureRules(plan, classes).rules());
        rules.addAll(new SourceRules(plan, sources, tests).rules());
        return List.copyOf(rules);
    }

    /**
     * How a service is laid out.
     *
     * @param base its root package
     * @param pureRooms sub-packages that decide without I/O and framework, each with the libraries it may use beside
     *     {@code java.*} and the contracts, as ArchUnit package patterns
     */
    public record Plan(String base, Map<String, List<String>> pureRooms) {

        /** A plan whose pure rooms need no library. */
        public static Plan of(String base, String... pureRooms) {
            return new Plan(base, Stream.of(pureRooms).collect(Collectors.toMap(room -> room, room -> List.of())));
        }

        /** A plan without rooms: the habits hold, the floor plan does not apply. */
        public static Plan ofLibrary(String base) {
            return of(base);
        }

        /** This plan with one more pure room, which may use libraries, for example one that draws a PDF. */
        public Plan withRoom(String room, String... libraries) {
            Map<String, List<String>> rooms = new HashMap<>(pureRooms);
            rooms.put(room, List.of(libraries));
            return new Plan(base, rooms);
        }

        String[] purePackages() {
            return pureRooms.keySet().stream().map(this::room).sorted().toArray(String[]::new);
        }

        String room(String name) {
            return base + "." + name + "..";
        }
    }

    /**
     * A rule with what it found.
     *
     * @param name the rule as a sentence
     * @param findings evaluates the rule
     */
    record Rule(String name, Supplier<List<String>> findings) {

        /** One sentence for each place that breaks the rule. */
        List<String> violations() {
            return findings.get();
        }
    }
}
