package io.wattledger.acceptance.benchmark;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.wattledger.contracts.event.UsageEventTypes;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Sends events over HTTP in batches, each of one tenant, by a few senders side by side. */
final class HttpClientLoad {

    private static final int BATCH = 1_000;
    private static final int SENDERS = 4;

    private final List<Batch> batches = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    private record Batch(String tenant, byte[] body, int events) {}

    /** Writes all bodies beforehand, so that the senders have little to do but send. */
    HttpClientLoad(UsageLoad load) {
        JsonFormat format = new JsonFormat();
        Map<String, ByteArrayOutputStream> open = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (long number = 0; number < load.events(); number++) {
            CloudEvent event = load.event(number);
            String tenant = String.valueOf(event.getExtension(UsageEventTypes.TENANT_EXTENSION));
            ByteArrayOutputStream body = open.computeIfAbsent(tenant, absent -> new ByteArrayOutputStream());
            body.write(body.size() == 0 ? '[' : ',');
            body.writeBytes(format.serialize(event));
            if (counts.merge(tenant, 1, Integer::sum) == BATCH) {
                close(tenant, open, counts);
            }
        }
        List.copyOf(open.keySet()).forEach(tenant -> close(tenant, open, counts));
    }

    private void close(String tenant, Map<String, ByteArrayOutputStream> open, Map<String, Integer> counts) {
        ByteArrayOutputStream body = Objects.requireNonNull(open.remove(tenant));
        body.write(']');
        batches.add(new Batch(tenant, body.toByteArray(), Objects.requireNonNull(counts.remove(tenant))));
    }

    /** Sends all and returns when every batch is answered; throws when one is not answered with 200. */
    void send(URI events, UnaryOperator<String> tokenOf) throws InterruptedException {
        Map<String, String> tokens = new HashMap<>();
        batches.forEach(batch -> tokens.computeIfAbsent(batch.tenant(), tokenOf));
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                running.add(senders.submit(() -> {
                    sendAll(client, events, tokens);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void sendAll(HttpClient client, URI events, Map<String, String> tokens) throws Exception {
        for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
            Batch batch = batches.get(i);
            HttpRequest request = HttpRequest.newBuilder(events)
                    .header("Content-Type", "application/cloudevents-batch+json")
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + tokens.get(batch.tenant()))
                    .POST(BodyPublishers.ofByteArray(batch.body()))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
            }
            sent.addAndGet(batch.events());
        }
    }

    /** Events whose batch is answered. */
    long answered() {
        return sent.get();
    }
}
