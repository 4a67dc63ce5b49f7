package io.wattledger.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.ops.ServiceConfig;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class OutboxTest {

    @Inject
    TenantScope scope;

    @Inject
    Outbox outbox;

    @Inject
    MessagePublisher publisher;

    @Inject
    ServiceConfig config;

    @Inject
    HeldOutbox held;

    @Test
    void sendsTheLatestStateUnderAKeyAndEveryEvent() {
        String key = UUID.randomUUID().toString();

        scope.inTransactionDo(List.of("a"), connection -> {
            outbox.state(
                    connection,
                    List.of(message(Topics.RATED_USAGE, key, "old"), message(Topics.RATED_USAGE, key, "new")));
            outbox.event(
                    connection,
                    List.of(message(Topics.INVOICES, key, "first"), message(Topics.INVOICES, key, "second")));
        });

        assertThat(valuesUnder(Topics.INVOICES, key, 2)).containsExactly("first", "second");
        assertThat(valuesUnder(Topics.RATED_USAGE, key, 1)).containsExactly("new");
    }

    @Test
    void sendsNothingOfATransactionThatFailed() {
        String lost = UUID.randomUUID().toString();
        String kept = UUID.randomUUID().toString();

        assertThatThrownBy(() -> scope.inTransactionDo(List.of("a"), connection -> {
                    outbox.event(connection, List.of(message(Topics.INVOICES, lost, "never")));
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        scope.inTransactionDo(
                List.of("a"), connection -> outbox.event(connection, List.of(message(Topics.INVOICES, kept, "sent"))));

        assertThat(valuesUnder(Topics.INVOICES, kept, 1)).containsExactly("sent");
        assertThat(valuesUnder(Topics.INVOICES, lost, 0)).isEmpty();
    }

    @Test
    void sendsMessagesOfMoreTenantsThanARoundTakes() {
        String key = UUID.randomUUID().toString();
        List<String> tenants = IntStream.range(0, 1_203)
                .mapToObj(n -> "tenant-" + key + "-" + n)
                .toList();

        scope.inTransactionDo(
                tenants,
                connection -> outbox.state(
                        connection,
                        tenants.stream()
                                .map(tenant -> OutgoingMessage.of(
                                        tenant,
                                        Topics.RATED_USAGE,
                                        tenant,
                                        key,
                                        tenant.getBytes(StandardCharsets.UTF_8)))
                                .toList()));

        assertThat(valuesUnder(Topics.RATED_USAGE, key, tenants.size())).containsExactlyInAnyOrderElementsOf(tenants);
    }

    @Test
    void aMessageThatKafkaDoesNotTakeHoldsUpNoOther() {
        String large = UUID.randomUUID().toString();
        String small = UUID.randomUUID().toString();
        scope.inTransactionDo(List.of("a"), connection -> {
            outbox.state(connection, List.of(message(Topics.RATED_USAGE, large, "x".repeat(3 * 1024 * 1024))));
            outbox.state(connection, List.of(message(Topics.RATED_USAGE, small, "small")));
        });

        assertThat(valuesUnder(Topics.RATED_USAGE, small, 1)).containsExactly("small");
        assertThat(valuesUnder(Topics.RATED_USAGE, large, 0)).isEmpty();
        // Stated anew it is sent.
        scope.inTransactionDo(
                List.of("a"),
                connection -> outbox.state(connection, List.of(message(Topics.RATED_USAGE, large, "shorter"))));
        assertThat(valuesUnder(Topics.RATED_USAGE, large, 1)).containsExactly("shorter");
    }

    @Test
    void keepsTheOrderOfWhatHappenedThoughTwoCopiesRelay() {
        String key = UUID.randomUUID().toString();
        List<String> values =
                IntStream.range(0, 9_000).mapToObj(String::valueOf).toList();
        OutboxRelay ofAnotherCopy = new OutboxRelay(scope, publisher, config, held);
        ofAnotherCopy.start(new StartupEvent());
        try {
            scope.inTransactionDo(
                    List.of("a"),
                    connection -> outbox.event(
                            connection,
                            values.stream()
                                    .map(value -> message(Topics.INVOICES, key, value))
                                    .toList()));

            assertThat(valuesUnder(Topics.INVOICES, key, values.size())).isEqualTo(values);
        } finally {
            ofAnotherCopy.stop(new ShutdownEvent());
        }
    }

    private static OutgoingMessage message(String topic, String key, String value) {
        return OutgoingMessage.of("a", topic, "a/p", key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> valuesUnder(String topic, String key, int expected) {
        return TestKafka.await(topic, records -> under(records, key).size() >= expected).stream()
                .filter(record -> key.equals(new String(record.key(), StandardCharsets.UTF_8)))
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> under(
            List<ConsumerRecord<byte[], byte[]>> records, String key) {
        return records.stream()
                .filter(record -> key.equals(new String(record.key(), StandardCharsets.UTF_8)))
                .toList();
    }
}
