package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.SilentReceiver;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.testing.WithSuite;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints that take a message and never answer, and one of somebody else that does. */
@QuarkusTest
@WithSuite
class SlowWebhooksTest extends ReceivingTenant {

    private static final List<String> ALL = List.of("invoice.issued");
    private static final int SLOW = 4;
    private static final int MESSAGES = 3;

    private final List<SilentReceiver> silent = new ArrayList<>();
    private final List<Loop> workers = new ArrayList<>();

    @AfterEach
    void stop() {
        workers.forEach(Loop::close);
        silent.forEach(SilentReceiver::close);
    }

    @Test
    void nobodyWaitsForEndpointsOfOthersThatDoNotAnswer() throws IOException {
        deliver();
        for (int i = 0; i < SLOW; i++) {
            SilentReceiver receiver = new SilentReceiver();
            silent.add(receiver);
            String other = books.tenantOf(books.legalEntity());
            String endpoint = add(other, receiver.url(), ALL).path("id");
            for (int message = 0; message < MESSAGES; message++) {
                test(other, endpoint);
            }
        }
        String prompt = add(tenant, receiver.url("/"), ALL).path("id");

        // As a service with four workers has them.
        for (int i = 1; i <= SLOW; i++) {
            Loop.Body body = i % 2 == 1 ? work::step : work::promptStep;
            workers.add(Loop.start("test-webhooks-" + i, Duration.ofMillis(100), body));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> silent.stream().allMatch(one -> one.callers() > 0));
        // The first time nobody knows; from the second on it is.
        await().pollDelay(Duration.ofMillis(3_500)).until(() -> true);
        test(tenant, prompt);

        await().atMost(Duration.ofMillis(2_000)).until(() -> receiver.messages().size() == 1);
        assertThat(silent).extracting(SilentReceiver::callers).containsOnly(1);
    }

    @Test
    void aTestMessageEndsTheRestOfAnEndpoint() throws IOException {
        deliver();
        SilentReceiver receiver = new SilentReceiver();
        silent.add(receiver);
        String id = add(tenant, receiver.url(), ALL).path("id");
        test(tenant, id);
        deliver();
        makeDue();
        assertThat(work.step()).isFalse();
        // What nobody sends for now is no work that somebody could wait for.
        assertThat(work.waiting()).isZero();

        test(tenant, id);
        assertThat(work.waiting()).isGreaterThanOrEqualTo(2);
        assertThat(work.promptStep()).isFalse();
        assertThat(work.step()).isTrue();
        assertThat(receiver.callers()).isEqualTo(2);
        deliveries(id)
                .then()
                .body(
                        "items.collectMany { it.attempts }.error",
                        equalTo(List.of("no answer within 3 seconds", "no answer within 3 seconds")));
    }

    /** Whoever sends holds the delivery first and the pace of its endpoint after it. */
    @Test
    void sendingAgainDoesNotHoldWhatADeliveryNeedsThatItWaitsFor() throws Exception {
        deliver();
        String id = add(tenant, receiver.answering(500).url("/"), ALL).path("id");
        issued();
        deliver();
        String event = deliveries(id).then().extract().path("items[0].event");
        String resend = ENDPOINTS + "/" + id + "/deliveries/" + event + "/resend";

        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Integer> status = scope.inTransaction(tenant, connection -> {
                try (Statement delivery = connection.createStatement()) {
                    delivery.execute("SELECT FROM webhook_delivery FOR UPDATE");
                    Future<Integer> resent =
                            other.submit(() -> as(tenant).post(resend).statusCode());
                    await().atMost(Duration.ofSeconds(30)).until(() -> somebodyWaits(delivery));
                    assertThat(delivery.executeUpdate("UPDATE webhook_pace SET is_slow = true"))
                            .isEqualTo(1);
                    return resent;
                }
            });
            assertThat(status.get(1, TimeUnit.MINUTES)).isEqualTo(202);
        }
    }

    private static boolean somebodyWaits(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')")) {
            return row.next();
        }
    }

    private static void test(String tenant, String endpoint) {
        as(tenant).post(ENDPOINTS + "/" + endpoint + "/test").then().statusCode(202);
    }
}
