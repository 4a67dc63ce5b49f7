package io.wattledger.billing.send;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** How documents reach the Peppol access point. */
@ConfigMapping(prefix = "wattledger.billing.access-point")
public interface AccessPointConfig {

    /** The folder that is shared with the access point; nothing is sent where it is absent. */
    Optional<Path> folder();
}
