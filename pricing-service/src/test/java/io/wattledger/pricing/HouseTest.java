package io.wattledger.pricing;

import io.wattledger.chassis.testing.HouseRules;
import io.wattledger.chassis.testing.HouseRules.Plan;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseTest {

    @TestFactory
    Stream<DynamicTest> keepsTheFloorPlanAndTheHabits() {
        return HouseRules.of(
                        "pricing-service",
                        Plan.of(
                                "io.wattledger.pricing",
                                "energy",
                                "site",
                                "sku",
                                "tariff",
                                "rating",
                                "evidence",
                                "catalog"))
                .tests();
    }
}
