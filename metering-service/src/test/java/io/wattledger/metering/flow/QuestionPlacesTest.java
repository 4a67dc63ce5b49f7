package io.wattledger.metering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.metering.flow.MeterRefused.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class QuestionPlacesTest {

    private static final int ASKED = QuestionPlaces.MOST_OF_A_TENANT + QuestionPlaces.MOST_WAITING;

    private final QuestionPlaces places = new QuestionPlaces();
    private final AtomicInteger answering = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(1);

    @Test
    void oneTenantsQuestionsLeavePlacesToOthers() throws Exception {
        List<Future<Integer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < ASKED; i++) {
                    asked.add(threads.submit(() -> places.answer("many", this::answer)));
                }
                Awaitility.await()
                        .during(Duration.ofSeconds(1))
                        .atMost(Duration.ofSeconds(9))
                        .until(() -> answering.get() == QuestionPlaces.MOST_OF_A_TENANT);

                assertThatThrownBy(() -> places.answer("many", () -> 0))
                        .isInstanceOfSatisfying(
                                MeterRefused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(Reason.BUSY));
                assertThat(places.answer("other", () -> 7)).isEqualTo(7);
            } finally {
                answered.countDown();
            }
        }
        for (Future<Integer> one : asked) {
            assertThat(one.get()).isPositive();
        }
        assertThat(places.answer("many", () -> 7))
                .as("all places are free again")
                .isEqualTo(7);
    }

    private int answer() {
        int number = answering.incrementAndGet();
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return number;
    }
}
