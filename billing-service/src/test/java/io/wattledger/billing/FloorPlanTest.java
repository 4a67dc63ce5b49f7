package io.wattledger.billing;

import io.wattledger.chassis.testing.HouseRules;
import io.wattledger.chassis.testing.HouseRules.Plan;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FloorPlanTest {

    @TestFactory
    Stream<DynamicTest> keepsToThePlanOfTheHouse() {
        return HouseRules.of(
                        "billing-service",
                        Plan.of("io.wattledger.billing", "account", "contract", "invoice", "period", "tax"))
                .tests();
    }
}
