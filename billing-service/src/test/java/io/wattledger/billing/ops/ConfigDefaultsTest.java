package io.wattledger.billing.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wattledger.billing.kafka.IntakeConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigDefaultsTest {

    @Test
    void hasDefaultsThatSuitOneMachine() {
        SmallRyeConfig config = config(Map.of());
        RunConfig runs = config.getConfigMapping(RunConfig.class);
        IntakeConfig intake = config.getConfigMapping(IntakeConfig.class);

        assertThat(runs.enabled()).isTrue();
        assertThat(runs.idle()).isEqualTo(Duration.ofMillis(200));
        assertThat(intake.batchRecords()).isEqualTo(1000);
        assertThat(intake.readers()).isEqualTo(2);
    }

    @Test
    void takesEverySettingFromItsName() {
        SmallRyeConfig config = config(Map.of(
                "wattledger.billing.runs.enabled", "false",
                "wattledger.billing.runs.idle", "PT1S",
                "wattledger.billing.intake.batch-records", "7",
                "wattledger.billing.intake.readers", "1"));

        assertThat(config.getConfigMapping(RunConfig.class).enabled()).isFalse();
        assertThat(config.getConfigMapping(RunConfig.class).idle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.getConfigMapping(IntakeConfig.class).batchRecords()).isEqualTo(7);
        assertThat(config.getConfigMapping(IntakeConfig.class).readers()).isEqualTo(1);
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(RunConfig.class)
                .withMapping(IntakeConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 1))
                .build();
    }
}
