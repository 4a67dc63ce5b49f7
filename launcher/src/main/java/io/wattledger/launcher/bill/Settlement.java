package io.wattledger.launcher.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.Topics;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.Standstill;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.SuiteFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until the path has come to rest: every service has read its topics to their ends and has nothing left to do.
 * Services are looked at in the order of the path, and all must be at rest in two looks on end, since a message may be
 * under way between two of them.
 */
final class Settlement {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);
    private static final int CALM_LOOKS = 2;

    /** What each service must have read, whether or not it says so. */
    private static final Map<String, List<String>> READS = reads();

    private final Services services;
    private final Progress progress;

    Settlement(Services services, Progress progress) {
        this.services = services;
        this.progress = progress;
    }

    private static Map<String, List<String>> reads() {
        Map<String, List<String>> reads = new LinkedHashMap<>();
        reads.put("metering", List.of(Topics.USAGE_EVENTS, Topics.SITES, Topics.SKUS));
        reads.put("pricing", List.of(Topics.METERED_USAGE, Topics.USAGE_WATERMARKS, Topics.ACCOUNTS));
        reads.put("billing", List.of(Topics.RATED_USAGE, Topics.RATED_WATERMARKS, Topics.SITES, Topics.SKUS));
        return reads;
    }

    /** How far one service is behind: records not read yet plus work taken in and not done. */
    private record Backlog(long unread, long pending, long ends) {}

    /** Returns when all services are at rest. */
    void await() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.kafka()))) {
            Standstill wait = progress.waiting();
            int calm = 0;
            while (calm < CALM_LOOKS) {
                calm = look(admin, wait) ? calm + 1 : 0;
                if (calm < CALM_LOOKS) {
                    services.refresh();
                    Thread.sleep(BETWEEN_LOOKS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteFault("interrupted", e);
        } catch (ExecutionException e) {
            throw new SuiteFault("Kafka does not answer: " + e.getCause(), e);
        }
    }

    private boolean look(Admin admin, Standstill wait) throws ExecutionException, InterruptedException {
        for (String service : READS.keySet()) {
            Backlog backlog = backlog(admin, service);
            if (backlog.unread() > 0) {
                progress.count(service + " has read", backlog.ends() - backlog.unread(), backlog.ends());
                wait.waitingFor(service + " has " + backlog.unread() + " record(s) left to read");
                return false;
            }
            if (backlog.pending() > 0) {
                progress.count(service + ", still to do", backlog.pending());
                wait.waitingFor(service + " has " + backlog.pending() + " left to do");
                return false;
            }
        }
        return true;
    }

    private Backlog backlog(Admin admin, String service) throws ExecutionException, InterruptedException {
        JsonNode answer = services.ask(service, client -> client.get("/api/v1/progress"));
        Map<TopicPartition, Long> consumed = new HashMap<>();
        for (JsonNode position : answer.path("consumed")) {
            consumed.put(
                    new TopicPartition(
                            position.path("topic").asText(),
                            position.path("partition").asInt()),
                    position.path("nextOffset").asLong());
        }
        long unread = 0;
        long all = 0;
        for (var end :
                ends(admin, READS.getOrDefault(service, List.of()), consumed).entrySet()) {
            all += end.getValue();
            unread += Math.max(0, end.getValue() - consumed.getOrDefault(end.getKey(), 0L));
        }
        return new Backlog(unread, answer.path("pending").asLong(), all);
    }

    private static Map<TopicPartition, Long> ends(Admin admin, List<String> topics, Map<TopicPartition, Long> consumed)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                wanted.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        consumed.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(wanted).all().get();
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
