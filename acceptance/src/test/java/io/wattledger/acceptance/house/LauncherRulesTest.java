package io.wattledger.acceptance.house;

import io.wattledger.chassis.testing.HouseRules;
import io.wattledger.chassis.testing.HouseRules.Plan;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The habits of the house hold in the launcher, which may write to the console and reads the time for its progress. */
class LauncherRulesTest {

    @TestFactory
    Stream<DynamicTest> hold() {
        return HouseRules.of("launcher", Plan.ofLibrary("io.wattledger.launcher"))
                .tests()
                .filter(test -> !test.getDisplayName().equals("nothing writes to the console"));
    }
}
