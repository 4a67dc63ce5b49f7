package io.wattledger.chassis.kafka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

/** A reader tells how far it is behind. */
@QuarkusTest
@WithSuite
class UnreadRecordsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** More than are polled at once. */
    private static final int RECORDS_PER_PARTITION = 700;

    private static final int MOST_AT_ONCE = 500;

    @Inject
    TenantScope scope;

    @Inject
    ConsumedPositions positions;

    @Inject
    KafkaSettings settings;

    @Test
    void tellsHowManyRecordsLieBehindThoseItWorksOn() throws InterruptedException {
        try (TopicUnderTest topic = new TopicUnderTest(scope, positions, settings)) {
            CompletableFuture<TopicReader<PartitionBatch>> reader = new CompletableFuture<>();
            AtomicLong most = new AtomicLong();
            topic.steps.applied = batch -> most.accumulateAndGet(reader.join().unread(), Math::max);
            topic.send(RECORDS_PER_PARTITION);

            reader.complete(topic.read(new KafkaConsumer<>(topic.consumerSettings())));

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(topic.effective()).isEqualTo(topic.sent()));
            assertThat(most.get())
                    .isBetween((long) RECORDS_PER_PARTITION - MOST_AT_ONCE, (long) topic.sent() - MOST_AT_ONCE);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(reader.join().unread()).isZero());
        }
    }

    /** What is known of a Kafka that cannot be reached is no news. */
    @Test
    void knowsWhetherAnythingIsHeardOfKafka() throws InterruptedException, IOException {
        try (TopicUnderTest topic = new TopicUnderTest(scope, positions, settings);
                ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Object> elsewhere = topic.consumerSettings();
            elsewhere.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + nobody.getLocalPort());
            nobody.close();

            TopicReader<PartitionBatch> lost = topic.read(new KafkaConsumer<>(elsewhere));
            TopicReader<PartitionBatch> reader = topic.read(new KafkaConsumer<>(topic.consumerSettings()));

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(reader.isHeard()).isTrue());
            assertThat(lost.isHeard()).isFalse();
        }
    }

    @Test
    void theMetricsShowItByTopic() {
        await().atMost(LIMIT)
                .untilAsserted(() -> given().when()
                        .get("/q/metrics")
                        .then()
                        .statusCode(200)
                        .body(matchesPattern("(?s).*wattledger_topic_unread_records\\{topic=\"" + Topics.USAGE_EVENTS
                                + "\"} \\d.*")));
    }
}
