package io.wattledger.pricing.flow;

import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Passes on to billing until when the usage of each site was reported. The messages are held back until all usage that came
 * before them is rated and published.
 */
@ApplicationScoped
public class PassOnWatermarks {

    private final Outbox outbox;

    PassOnWatermarks(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Lays watermarks ready in the caller's transaction; of several of one tenant and site the last is passed on. */
    public void passOn(Connection connection, Collection<UsageWatermark> watermarks) throws SQLException {
        outbox.state(
                connection,
                watermarks.stream()
                        .map(watermark -> OutgoingMessage.of(
                                watermark.tenant(),
                                Topics.RATED_WATERMARKS,
                                watermark.recordKey(),
                                watermark.recordKey(),
                                WireJson.write(watermark)))
                        .toList());
    }
}
