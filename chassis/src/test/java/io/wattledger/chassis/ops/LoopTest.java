package io.wattledger.chassis.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoopTest {

    @Test
    void goesOnAfterARoundThatFailed() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        try (Loop loop = Loop.start("test", Duration.ofMillis(1), () -> {
            third.countDown();
            if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("the first round fails");
            }
            return true;
        })) {
            assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void goesOnAfterARoundThatEndedInAnError() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(2);
        try (Loop loop = Loop.start("test", Duration.ofMillis(1), () -> {
            second.countDown();
            if (rounds.incrementAndGet() == 1) {
                throw new StackOverflowError("as when one item is nested without bound");
            }
            return true;
        })) {
            assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void finishesItsRoundBeforeItStops() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Loop loop = Loop.start("test", Duration.ofMillis(1), () -> {
            begun.countDown();
            mayEnd.await();
            ended.set(true);
            return true;
        });
        begun.await();
        Thread.ofVirtual().start(mayEnd::countDown);
        loop.close();
        assertThat(ended).isTrue();
    }

    @Test
    void noneBeginsAnotherRoundWhileAnotherIsWaitedFor() throws InterruptedException {
        AtomicReference<Thread> second = new AtomicReference<>();
        CountDownLatch firstBegun = new CountDownLatch(1);
        CountDownLatch secondBegun = new CountDownLatch(1);
        AtomicBoolean hasEnded = new AtomicBoolean();
        Loop first = Loop.start("first", Duration.ofMillis(1), () -> {
            firstBegun.countDown();
            secondBegun.await();
            hasEnded.set(second.get().join(Duration.ofSeconds(10)));
            return true;
        });
        Loop other = Loop.start("second", Duration.ofMillis(1), () -> {
            second.set(Thread.currentThread());
            secondBegun.countDown();
            return true;
        });
        firstBegun.await();
        secondBegun.await();
        Loop.closeAll(List.of(first, other));
        assertThat(hasEnded).isTrue();
    }
}
