package io.wattledger.pricing.flow;

import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Stores rated records, publishes them and seals what they were rated under, in the transaction that rated them. */
@ApplicationScoped
class PublishRated {

    private final RatedDays ratedDays;
    private final Outbox outbox;
    private final RatingInputs inputs;

    PublishRated(RatedDays ratedDays, Outbox outbox, RatingInputs inputs) {
        this.ratedDays = ratedDays;
        this.outbox = outbox;
        this.inputs = inputs;
    }

    /** Publishes records that differ from what is stored, each with the names of what it was rated from. */
    void publish(Connection connection, List<RatedDays.Entry> entries, Instant now) throws SQLException {
        List<RatedUsage> records =
                entries.stream().map(RatedDays.Entry::message).toList();
        ratedDays.save(connection, entries, now);
        outbox.state(connection, records.stream().map(PublishRated::message).toList());
        inputs.markUsed(records.stream().filter(PublishRated::isRated).toList(), now);
    }

    /** Whether its tariff version was used: not where nothing could be rated, nor where nothing is left of what was. */
    private static boolean isRated(RatedUsage one) {
        return !one.unrated()
                && (one.milliGpuSeconds() > 0
                        || !one.charges().isEmpty()
                        || !one.gaps().isEmpty());
    }

    private static OutgoingMessage message(RatedUsage one) {
        return OutgoingMessage.of(
                one.tenant(),
                Topics.RATED_USAGE,
                one.tenant() + "/" + one.project(),
                one.recordKey(),
                WireJson.write(one));
    }
}
