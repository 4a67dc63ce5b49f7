package io.wattledger.chassis.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the chassis must know of the service that stands on it. */
@ConfigMapping(prefix = "chassis")
public interface ServiceConfig {

    /** Short name: {@code metering}, {@code pricing} or {@code billing}; begins the names of its database roles. */
    String service();

    /** How long a background loop rests when it found nothing to do. */
    @WithDefault("PT0.05S")
    Duration idle();

    /** How old a reading of {@link ReadingGauges} may become before the next scrape takes another. */
    @WithDefault("PT15S")
    Duration gaugeAge();

    /** Settings of the topic readers. */
    Reader reader();

    /** Settings of the topic readers. */
    interface Reader {
        /** False leaves topics alone; for tests of other doors. */
        @WithDefault("true")
        boolean enabled();

        /** How often records that lie aside are tried again, beside when the service starts: an older copy may still set some aside. */
        @WithDefault("PT5M")
        Duration unreadableAgain();

        /** How long one poll waits for records. */
        @WithDefault("PT0.2S")
        Duration poll();
    }

    /** What becomes of sessions of the database whose client sleeps. */
    Sessions sessions();

    /** What becomes of sessions of the database whose client sleeps. */
    interface Sessions {
        /** How often it is looked for them. */
        @WithDefault("PT10S")
        Duration lookEvery();

        /** For how long one must have got no further: as long as PostgreSQL lets a transaction stand idle. */
        @WithDefault("PT30S")
        Duration endAfter();
    }
}
