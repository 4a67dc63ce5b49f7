package io.wattledger.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class TopicReaderTest {

    @Inject
    TenantScope scope;

    @Test
    void takesEveryRecordIntoEffectOnceThoughItsTransactionsFail() {
        String run = UUID.randomUUID().toString();
        SampleSubscription.FAILURES_TO_COME.set(7);

        TestKafka.send(
                IntStream.range(0, 500).mapToObj(n -> sample(run + "-" + n)).toList());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count(run, "true")).isEqualTo(500));
        assertThat(SampleSubscription.FAILURES_TO_COME).hasValue(0);
        assertThat(count(run, "seen <> 1")).isZero();
    }

    private static ProducerRecord<byte[], byte[]> sample(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.USAGE_EVENTS, bytes, bytes);
    }

    private long count(String run, String condition) {
        return scope.inTransaction(List.of("a"), connection -> {
            String sql = "SELECT count(*) FROM sample WHERE id LIKE '" + run + "%' AND " + condition;
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
