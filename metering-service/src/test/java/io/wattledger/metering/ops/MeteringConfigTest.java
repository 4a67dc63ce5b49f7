package io.wattledger.metering.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wattledger.metering.device.ClaimPolicy;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class MeteringConfigTest {

    @Test
    void hasDefaultsThatSuitOneMachine() {
        MeteringConfig config = config(Map.of());

        assertThat(config.rules().tolerance()).hasMinutes(5);
        assertThat(config.rules().earliestStart()).isEqualTo("2000-01-01T00:00:00Z");
        assertThat(config.rules().longest()).hasDays(366);
        assertThat(config.rules().mostGpus()).isEqualTo(100_000);
        assertThat(config.rules().mostWattsPerGpu()).isEqualTo(20_000);
        assertThat(config.intake().batchRecords()).isEqualTo(12000);
        assertThat(config.intake().readers()).isEqualTo(2);
        assertThat(config.references().maxAge()).hasSeconds(5);
        assertThat(config.references().patience()).hasSeconds(10);
        assertThat(config.publication().every()).hasSeconds(1);
        assertThat(config.publication().changesPerRound()).isEqualTo(20_000);
    }

    @Test
    void everySettingCanBeChanged() {
        MeteringConfig config = config(Map.ofEntries(
                Map.entry("wattledger.metering.rules.tolerance", "PT1M"),
                Map.entry("wattledger.metering.rules.earliest-start", "2020-01-01T00:00:00Z"),
                Map.entry("wattledger.metering.rules.longest", "P31D"),
                Map.entry("wattledger.metering.rules.most-gpus", "8"),
                Map.entry("wattledger.metering.rules.most-watts-per-gpu", "1500"),
                Map.entry("wattledger.metering.intake.batch-records", "10"),
                Map.entry("wattledger.metering.intake.readers", "1"),
                Map.entry("wattledger.metering.references.max-age", "PT1S"),
                Map.entry("wattledger.metering.references.patience", "PT2S"),
                Map.entry("wattledger.metering.publication.every", "PT3S"),
                Map.entry("wattledger.metering.publication.changes-per-round", "4")));

        assertThat(new Limits().usageRules(config).mostGpus()).isEqualTo(8);
        assertThat(config.rules().longest()).hasDays(31);
        assertThat(config.intake().batchRecords()).isEqualTo(10);
        assertThat(config.references().patience()).hasSeconds(2);
        assertThat(config.publication().every()).hasSeconds(3);
        assertThat(config.publication().changesPerRound()).isEqualTo(4);
    }

    @Test
    void theEnvironmentNamesSitesAndSkusToo() {
        MeteringConfig config = config(new EnvConfigSource(
                Map.of(
                        "WATTLEDGER_METERING_DEVICES_SITE_GLOMFJORD_POLICY", "hold-both",
                        "WATTLEDGER_METERING_DEVICES_SITE__NARVIK_2__POLICY", "hold-both",
                        "WATTLEDGER_METERING_HEARTBEATS_SKU__H100_SXM__PERIOD", "PT15S"),
                300));

        assertThat(Stream.of("glomfjord", "narvik-2", "loughton").map(new Limits().claimPolicies(config)::of))
                .containsExactly(ClaimPolicy.HOLD_BOTH, ClaimPolicy.HOLD_BOTH, ClaimPolicy.FIRST_CLAIM);
        assertThat(Stream.of("h100-sxm", "h200-sxm")
                        .map(new Limits().usageRules(config).gaps()::of)
                        .map(gaps -> gaps.period().toSeconds()))
                .containsExactly(15L, 60L);
    }

    @Test
    void metricsHaveOnePrefixAndTellTheirMeaning() {
        assertThat(Stream.of(MeteringMetrics.Name.values()).map(MeteringMetrics.Name::metric))
                .allMatch(name -> name.matches("wattledger\\.metering\\.[a-z.]+"))
                .doesNotHaveDuplicates();
    }

    private static MeteringConfig config(Map<String, String> properties) {
        return config(new PropertiesConfigSource(properties, "test", 100));
    }

    private static MeteringConfig config(ConfigSource source) {
        return new SmallRyeConfigBuilder()
                .withMapping(MeteringConfig.class)
                .withSources(source)
                .build()
                .getConfigMapping(MeteringConfig.class);
    }
}
