package io.wattledger.pricing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wattledger.pricing.ops.PricingConfig;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** While slots wait to be read, days wait for them, but not for ever. */
class RipenessTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final PricingConfig.Rating RATING = rating();

    @Test
    void whatWasLeftAloneIsRipe() {
        assertThat(Ripeness.at(NOON, RATING, false))
                .isEqualTo(new Ripeness(NOON, NOON.minusSeconds(1), NOON.minusSeconds(20)));
    }

    @Test
    void whileSlotsWaitToBeReadOnlyWhatHasWaitedForLongIsRipe() {
        assertThat(Ripeness.at(NOON, RATING, true))
                .isEqualTo(new Ripeness(NOON, NOON.minusSeconds(20), NOON.minusSeconds(20)));
    }

    private static PricingConfig.Rating rating() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(PricingConfig.class)
                .withDefaultValues(Map.of(
                        "wattledger.pricing.rating.quiet", "PT1S",
                        "wattledger.pricing.rating.longest-wait", "PT20S"))
                .build();
        return config.getConfigMapping(PricingConfig.class).rating();
    }
}
