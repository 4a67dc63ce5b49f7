package io.wattledger.chassis.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceConfigTest {

    @Test
    void hasDefaultsForAllButTheNameOfTheService() {
        ServiceConfig config = read(Map.of());

        assertThat(config.service()).isEqualTo("metering");
        assertThat(config.idle()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.gaugeAge()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.reader().enabled()).isTrue();
        assertThat(config.reader().poll()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.sessions().lookEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.sessions().endAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void readsEveryProperty() {
        ServiceConfig config =
                read(Map.of("chassis.idle", "PT1S", "chassis.reader.enabled", "false", "chassis.reader.poll", "PT2S"));

        assertThat(config.idle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.reader().enabled()).isFalse();
        assertThat(config.reader().poll()).isEqualTo(Duration.ofSeconds(2));
    }

    private static ServiceConfig read(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("chassis.service", "metering");
        return new SmallRyeConfigBuilder()
                .withMapping(ServiceConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 1))
                .build()
                .getConfigMapping(ServiceConfig.class);
    }
}
