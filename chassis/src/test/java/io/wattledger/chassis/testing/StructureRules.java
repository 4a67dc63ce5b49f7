package io.wattledger.chassis.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.wattledger.chassis.testing.HouseRules.Plan;
import io.wattledger.chassis.testing.HouseRules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules that are read off the compiled classes: who may know whom, and what nobody may call. */
final class StructureRules {

    private static final List<String> DOORS = List.of("rest", "kafka", "store");

    private static final Set<String> FLOATING_POINT = Set.of(
            "double",
            "float",
            "double[]",
            "float[]",
            "java.lang.Double",
            "java.lang.Float",
            "java.util.OptionalDouble",
            "java.util.stream.DoubleStream",
            "java.util.concurrent.atomic.DoubleAdder");

    private static final Set<String> SYSTEM_CLOCKS =
            Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds", "tickMinutes");

    private final Plan plan;
    private final JavaClasses classes;

    StructureRules(Plan plan, JavaClasses classes) {
        this.plan = plan;
        this.classes = classes;
    }

    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(habits());
        if (!plan.pureRooms().isEmpty()) {
            rules.addAll(floorPlan());
        }
        return rules;
    }

    private List<Rule> floorPlan() {
        return List.of(
                new Rule("pure rooms know java.*, the contracts and each other", this::pureRoomsThatKnowMore),
                rule("pure rooms do no I/O", pureRoomsWithoutInput()),
                new Rule("doors do not know each other", this::doorsThatKnowEachOther),
                rule("flow does not know the doors", flow()),
                rule(
                        "rooms do not know each other in circles",
                        slices().matching(plan.base() + ".(*)..").should().beFreeOfCycles()),
                rule("no floating point in pure rooms and flow", noFloatingPoint()));
    }

    private List<Rule> habits() {
        return List.of(
                rule("only ops reads the system's clock", clock()),
                rule("names say what a class is", names()),
                rule(
                        "nothing writes to the console",
                        noClasses()
                                .should()
                                .accessField(System.class, "out")
                                .orShould()
                                .accessField(System.class, "err")));
    }

    private Rule rule(String name, ArchRule rule) {
        return new Rule(name, () -> violations(rule));
    }

    private List<String> violations(ArchRule rule) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }

    private List<String> pureRoomsThatKnowMore() {
        List<String> found = new ArrayList<>();
        plan.pureRooms().forEach((room, libraries) -> {
            List<String> allowed = new ArrayList<>(libraries);
            allowed.addAll(List.of(plan.purePackages()));
            allowed.addAll(List.of("java..", "org.jspecify.annotations", "io.wattledger.contracts.."));
            found.addAll(violations(classes()
                    .that()
                    .resideInAPackage(plan.room(room))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed.toArray(String[]::new))));
        });
        return found;
    }

    private ArchRule pureRoomsWithoutInput() {
        return noClasses()
                .that()
                .resideInAnyPackage(plan.purePackages())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net.http..", "java.nio.file..");
    }

    private List<String> doorsThatKnowEachOther() {
        List<String> found = new ArrayList<>();
        for (String door : DOORS) {
            String[] others = DOORS.stream()
                    .filter(other -> !other.equals(door))
                    .map(plan::room)
                    .toArray(String[]::new);
            found.addAll(violations(noClasses()
                    .that()
                    .resideInAPackage(plan.room(door))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)));
        }
        return found;
    }

    private ArchRule flow() {
        return noClasses()
                .that()
                .resideInAPackage(plan.room("flow"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DOORS.stream().map(plan::room).toArray(String[]::new));
    }

    private ArchRule noFloatingPoint() {
        return classes()
                .that(resideInAnyPackage(Stream.concat(Stream.of(plan.purePackages()), Stream.of(plan.room("flow")))
                        .toArray(String[]::new)))
                .should(new NoFloatingPoint());
    }

    private ArchRule clock() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(plan.room("ops"), plan.room("cli")) // cli is the launcher's ops
                .should()
                .callCodeUnitWhere(new ReadsTheClock());
    }

    private ArchRule names() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Utilities|Helpers?|Manager|Impl|Mapper)")
                .because("such a name does not say what the class is; give it a noun and a room");
    }

    /** Fields, parameters, results and calls of a class are free of double, float and their boxes. */
    private static final class NoFloatingPoint extends ArchCondition<JavaClass> {

        NoFloatingPoint() {
            super("have no floating point");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            for (JavaField field : type.getFields()) {
                report(events, type, isFloating(field.getRawType()), field.getDescription());
            }
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                boolean floating = isFloating(unit.getRawReturnType())
                        || unit.getRawParameterTypes().stream().anyMatch(NoFloatingPoint::isFloating);
                report(events, type, floating, unit.getDescription());
            }
            for (JavaCall<?> call : type.getCodeUnitCallsFromSelf()) {
                AccessTarget.CodeUnitCallTarget target = call.getTarget();
                boolean floating = isFloating(target.getRawReturnType())
                        || target.getRawParameterTypes().stream().anyMatch(NoFloatingPoint::isFloating);
                report(events, type, floating, call.getDescription());
            }
        }

        private static boolean isFloating(JavaClass type) {
            return FLOATING_POINT.contains(type.getName());
        }

        private static void report(ConditionEvents events, JavaClass type, boolean floating, String place) {
            if (floating) {
                events.add(SimpleConditionEvent.violated(type, place + " has floating point"));
            }
        }
    }

    /** A call that asks the system for the time instead of an injected clock. */
    private static final class ReadsTheClock extends DescribedPredicate<JavaCall<?>> {

        ReadsTheClock() {
            super("reads the system's clock");
        }

        @Override
        public boolean test(JavaCall<?> call) {
            String owner = call.getTargetOwner().getName();
            String name = call.getName();
            boolean takesAClock = call.getTarget().getRawParameterTypes().stream()
                    .anyMatch(parameter -> parameter.getName().equals("java.time.Clock"));
            if (owner.equals("java.util.Date")) {
                return name.equals("<init>")
                        && call.getTarget().getRawParameterTypes().isEmpty();
            }
            if (owner.equals("java.time.Clock")) {
                return SYSTEM_CLOCKS.contains(name);
            }
            return owner.equals("java.lang.System")
                    ? name.equals("currentTimeMillis")
                    : owner.startsWith("java.time.") && name.equals("now") && !takesAClock;
        }
    }
}
