package io.wattledger.billing.send;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** E-mail; where to hand it over is set with {@code quarkus.mailer.*}. */
@ConfigMapping(prefix = "wattledger.billing.mail")
public interface MailConfig {

    /** Who writes, such as {@code Nordlys Compute <billing@nordlys.example>}; no mail is sent where it is absent. */
    Optional<String> from();
}
