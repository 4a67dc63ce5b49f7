package io.wattledger.acceptance.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Sends each batch to all copies of metering at the same moment, again and again until one of them has taken it. */
final class HttpCollector implements AutoCloseable {

    private static final int BATCH = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(300);
    private static final Duration ENOUGH = Duration.ofMinutes(5);

    private final Machine machine;
    private final Queue<Batch> waiting = new ArrayDeque<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicReference<String> refused = new AtomicReference<>("");
    private final Thread thread;
    private volatile boolean stopping;

    private record Batch(String tenant, byte[] json) {}

    HttpCollector(Machine machine, List<GeneratedEvents.Delivery> events) {
        this.machine = machine;
        Map<String, List<GeneratedEvents.Delivery>> byTenant = new HashMap<>();
        for (GeneratedEvents.Delivery event : events) {
            List<GeneratedEvents.Delivery> collected =
                    byTenant.computeIfAbsent(event.tenant(), absent -> new ArrayList<>());
            collected.add(event);
            if (collected.size() == BATCH) {
                waiting.add(batch(event.tenant(), collected));
                collected.clear();
            }
        }
        this.thread = Thread.ofPlatform().name("http-collector").start(this::sendAll);
    }

    private static Batch batch(String tenant, List<GeneratedEvents.Delivery> events) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        for (int i = 0; i < events.size(); i++) {
            json.write(i == 0 ? '[' : ',');
            json.writeBytes(events.get(i).json());
        }
        json.write(']');
        return new Batch(tenant, json.toByteArray());
    }

    private void sendAll() {
        for (Batch batch = waiting.poll(); batch != null && !stopping; batch = waiting.poll()) {
            while (!stopping && send(batch) == 0) {
                pause();
            }
        }
    }

    /** How many copies have taken the batch. */
    private int send(Batch batch) {
        List<CompletableFuture<Integer>> sent = new ArrayList<>();
        for (MeteringCopy copy : machine.copies()) {
            HttpRequest request = HttpRequest.newBuilder(copy.uri("/api/v1/events"))
                    .timeout(PATIENCE)
                    .header("content-type", "application/cloudevents-batch+json")
                    .header("accept", "application/json")
                    .header("authorization", "Bearer " + machine.tokens().collector(batch.tenant()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(batch.json()))
                    .build();
            // A copy that is dead, asleep or starting does not answer: the others do.
            sent.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .thenApply(this::taken)
                    .exceptionally(absent -> 0));
        }
        int taken = sent.stream().mapToInt(CompletableFuture::join).sum();
        answers.addAndGet(taken);
        return taken;
    }

    private int taken(HttpResponse<String> response) {
        if (response.statusCode() == 200
                && (response.body().contains("\"refused\"") || response.body().contains("\"conflict\""))) {
            refused.compareAndSet("", response.body());
        }
        return response.statusCode() == 200 ? 1 : 0;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until every batch was taken; fails when that comes to nothing. */
    void awaitAll() throws InterruptedException {
        assertThat(thread.join(ENOUGH)).as("every batch was taken").isTrue();
    }

    /** How many batches were answered, by whichever copy. */
    int answers() {
        return answers.get();
    }

    /** An answer that refuses an event or finds a conflict, which none should; empty if there was none. */
    String refused() {
        return refused.get();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
