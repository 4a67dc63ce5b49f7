package io.wattledger.pricing.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PricingConfigTest {

    @Test
    void hasTheseDefaults() {
        PricingConfig config = config(Map.of());
        assertThat(config.fourEyes()).isEqualTo(PricingConfig.FourEyes.OFF);
        assertThat(config.rating().enabled()).isTrue();
        assertThat(config.rating().quiet()).isEqualTo(Duration.ofMillis(300));
        assertThat(config.rating().longestWait()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.rating().bunch()).isEqualTo(200);
        assertThat(config.topics().meteredUsageBatch()).isEqualTo(4000);
        assertThat(config.topics().accountsBatch()).isEqualTo(500);
    }

    @Test
    void isSetUnderTheseNames() {
        PricingConfig config = config(Map.of(
                "wattledger.pricing.four-eyes", "on",
                "wattledger.pricing.rating.enabled", "false",
                "wattledger.pricing.rating.quiet", "PT1S",
                "wattledger.pricing.rating.longest-wait", "PT2S",
                "wattledger.pricing.rating.bunch", "3",
                "wattledger.pricing.topics.metered-usage-batch", "4",
                "wattledger.pricing.topics.accounts-batch", "5"));
        assertThat(config.fourEyes()).isEqualTo(PricingConfig.FourEyes.ON);
        assertThat(config.rating().enabled()).isFalse();
        assertThat(config.rating().quiet()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.rating().longestWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.rating().bunch()).isEqualTo(3);
        assertThat(config.topics().meteredUsageBatch()).isEqualTo(4);
        assertThat(config.topics().accountsBatch()).isEqualTo(5);
    }

    private static PricingConfig config(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(PricingConfig.class)
                .withDefaultValues(values)
                .build();
        return config.getConfigMapping(PricingConfig.class);
    }
}
