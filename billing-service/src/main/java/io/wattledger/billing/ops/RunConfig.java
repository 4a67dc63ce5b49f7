package io.wattledger.billing.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How invoice runs are worked on. */
@ConfigMapping(prefix = "wattledger.billing.runs")
public interface RunConfig {

    /** False leaves runs alone; for tests that take single steps. */
    @WithDefault("true")
    boolean enabled();

    /** How long the loop rests when no run waits; a person waits for the first invoice, so not for long. */
    @WithDefault("PT0.2S")
    Duration idle();
}
