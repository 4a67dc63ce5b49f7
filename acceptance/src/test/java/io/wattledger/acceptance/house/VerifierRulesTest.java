package io.wattledger.acceptance.house;

import io.wattledger.chassis.testing.HouseRules;
import io.wattledger.chassis.testing.HouseRules.Plan;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The habits of the house hold in the verifier, which may write to the console. */
class VerifierRulesTest {

    @TestFactory
    Stream<DynamicTest> hold() {
        return HouseRules.of("verifier", Plan.ofLibrary("io.wattledger.verifier"))
                .tests()
                .filter(test -> !test.getDisplayName().equals("nothing writes to the console"));
    }
}
