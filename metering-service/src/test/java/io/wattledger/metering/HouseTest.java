package io.wattledger.metering;

import io.wattledger.chassis.testing.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseTest {

    @TestFactory
    Stream<DynamicTest> keepsTheFloorPlan() {
        return HouseRules.of(
                        "metering-service",
                        HouseRules.Plan.of(
                                "io.wattledger.metering", "allocation", "device", "energy", "event", "meter", "slot"))
                .tests();
    }
}
