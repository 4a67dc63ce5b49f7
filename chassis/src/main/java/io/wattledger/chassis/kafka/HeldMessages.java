package io.wattledger.chassis.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.kafka.HeldMessage.Look;
import io.wattledger.chassis.kafka.HeldMessage.Waiting;
import io.wattledger.chassis.kafka.HeldTopic.About;
import io.wattledger.chassis.kafka.HeldTopic.Station;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TransactionLock;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages of {@link HeldTopic}s once all is done that came before them. What a message waits for is remembered in
 * memory alone: after a restart it waits for what is there then, which is more. A message that another takes the place of goes on
 * and is sent, and the other is waited for after it; else one that comes every minute would never be sent where a minute is not
 * enough. Copies side by side do so each for itself, and forget a message that another has sent.
 */
@ApplicationScoped
public class HeldMessages implements PendingWork {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** Names the lock of the copy that publishes, so that what is older is never sent after what is newer. */
    private static final long LOCK = 0x4E1D;

    private final TenantScope scope;
    private final HeldOutbox outbox;
    private final ConsumedPositions positions;
    private final TopicEnds ends;
    private final MessagePublisher publisher;
    private final ServiceConfig config;
    private final Clock clock;
    private final List<HeldTopic> topics;
    private final Map<HeldOutbox.Place, HeldMessage> held = new HashMap<>();

    /** What speaks of an instant to come, as it was seen first: who speaks anew before that instant does not put it off for ever. */
    private final Map<HeldOutbox.Place, OutgoingMessage> early = new HashMap<>();

    private final LookPace pace = new LookPace(System::nanoTime);

    /** What is left alone on purpose, as of the last look. */
    private volatile Set<HeldOutbox.Place> resting = Set.of();

    private @Nullable Loop loop;

    HeldMessages(
            TenantScope scope,
            HeldOutbox outbox,
            ConsumedPositions positions,
            TopicEnds ends,
            MessagePublisher publisher,
            ServiceConfig config,
            Clock clock,
            @Any Instance<HeldTopic> topics) {
        this.scope = scope;
        this.outbox = outbox;
        this.positions = positions;
        this.ends = ends;
        this.publisher = publisher;
        this.config = config;
        this.clock = clock;
        this.topics = topics.stream().toList();
    }

    void start(@Observes StartupEvent event) {
        if (!topics.isEmpty()) {
            loop = Loop.start(config.service() + "-held", BETWEEN_LOOKS, this::paced);
        }
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private boolean paced() {
        if (pace.isDue()) {
            round();
            pace.rest();
        }
        return false;
    }

    private void round() {
        Set<HeldOutbox.Place> rest = new HashSet<>();
        for (HeldTopic topic : topics) {
            Map<HeldOutbox.Place, OutgoingMessage> waiting =
                    pace.look(() -> scope.asOperator(connection -> outbox.of(connection, topic.topic())));
            held.keySet().removeIf(place -> place.topic().equals(topic.topic()) && !waiting.containsKey(place));
            early.keySet().removeIf(place -> place.topic().equals(topic.topic()) && !waiting.containsKey(place));
            take(topic, waiting, rest);
            Map<HeldOutbox.Place, HeldMessage> mine = new HashMap<>(held);
            mine.keySet().removeIf(place -> !place.topic().equals(topic.topic()));
            if (!mine.isEmpty()) {
                goOn(topic, mine, rest);
            }
        }
        resting = Set.copyOf(rest);
    }

    /** What is seen first; one that speaks of what is to come rests until then. */
    private void take(HeldTopic topic, Map<HeldOutbox.Place, OutgoingMessage> waiting, Set<HeldOutbox.Place> rest) {
        Instant now = clock.instant();
        Reach reach = null;
        for (Map.Entry<HeldOutbox.Place, OutgoingMessage> one : waiting.entrySet()) {
            if (held.containsKey(one.getKey())) {
                continue;
            }
            OutgoingMessage message = early.getOrDefault(one.getKey(), one.getValue());
            About about = about(topic, message);
            if (about.notBefore() != null && about.notBefore().isAfter(now)) {
                early.put(one.getKey(), message);
                rest.add(one.getKey());
                continue;
            }
            reach = reach == null ? ends.reach(topic.reads()) : reach;
            held.put(one.getKey(), new HeldMessage(message, about, reach));
            early.remove(one.getKey());
        }
    }

    private void goOn(HeldTopic topic, Map<HeldOutbox.Place, HeldMessage> mine, Set<HeldOutbox.Place> rest) {
        Map<TopicPartition, Long> read = scope.asOperator(positions::byPartition);
        mine.values().removeIf(message -> !message.isRead(read));
        if (mine.isEmpty()) {
            return;
        }
        Look look = pace.look(() -> scope.asOperator(connection -> look(connection, topic, read)));
        Map<HeldOutbox.Place, OutgoingMessage> free = new LinkedHashMap<>();
        mine.forEach((place, message) -> {
            if (message.goOn(look)) {
                free.put(place, message.message());
            } else if (message.rests()) {
                rest.add(place);
            }
        });
        if (!free.isEmpty() && publish(free)) {
            held.keySet().removeAll(free.keySet());
        }
    }

    /**
     * Sends what is still there. What another copy has sent and forgotten is older than what it may have sent since, and the last
     * message of a key is the one that stays.
     *
     * @return false where another copy is publishing, and nothing was done
     */
    private boolean publish(Map<HeldOutbox.Place, OutgoingMessage> free) {
        Set<String> tenants =
                free.keySet().stream().map(HeldOutbox.Place::tenant).collect(Collectors.toSet());
        return scope.inTransaction(tenants, connection -> {
            if (!TransactionLock.take(connection, LOCK)) {
                return false;
            }
            Map<HeldOutbox.Place, OutgoingMessage> there = new LinkedHashMap<>(free);
            there.keySet().retainAll(outbox.still(connection, free.keySet()));
            publisher.publish(List.copyOf(there.values()));
            for (Map.Entry<HeldOutbox.Place, OutgoingMessage> sent : there.entrySet()) {
                outbox.forget(connection, sent.getKey(), sent.getValue());
            }
            return true;
        });
    }

    /** Upstream first: what a station has passed on meanwhile is then seen at the next one, or not at all since it is done. */
    private Look look(Connection connection, HeldTopic topic, Map<TopicPartition, Long> read) throws SQLException {
        List<Waiting> stations = new ArrayList<>();
        for (Station station : topic.stations()) {
            stations.add(new Waiting(station.lines(connection)));
        }
        if (!topic.sends().isEmpty()) {
            stations.add(new Waiting(outbox.unsent(connection, topic.sends())));
        }
        return new Look(read, stations);
    }

    private static About about(HeldTopic topic, OutgoingMessage message) {
        try {
            return topic.reading().about(message.value());
        } catch (IOException e) {
            throw new UncheckedIOException("a message of " + topic.topic() + " is stored that cannot be read", e);
        }
    }

    @Override
    public String name() {
        return "held";
    }

    /** Without those that wait for what rests, or for the moment that they speak of. */
    @Override
    public long pending() {
        long pending = 0;
        for (HeldTopic topic : topics) {
            Set<HeldOutbox.Place> rest = resting;
            pending += scope.asOperator(connection -> outbox.of(connection, topic.topic())).keySet().stream()
                    .filter(place -> !rest.contains(place))
                    .count();
        }
        return pending;
    }
}
