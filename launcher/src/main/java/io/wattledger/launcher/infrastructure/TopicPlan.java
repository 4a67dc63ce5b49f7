package io.wattledger.launcher.infrastructure;

import io.wattledger.contracts.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the suite with their partitions and how long they keep what. */
final class TopicPlan {

    /** Fixed before the first record: a key must stay in its partition. */
    private static final int USAGE_PARTITIONS = 6;

    private static final int REFERENCE_PARTITIONS = 1;

    /** What is kept for ever, since books are rebuilt by reading it again. */
    private static final Map<String, String> KEPT = Map.of("cleanup.policy", "delete", "retention.ms", "-1");

    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    private TopicPlan() {}

    /** Every topic of {@link Topics}, as one node keeps it. */
    static List<NewTopic> topics() {
        return topics(1, 1);
    }

    /**
     * Every topic of {@link Topics}.
     *
     * @param copies how many nodes keep each record
     * @param copiesInSync how many of these must have a record before it is acknowledged
     */
    static List<NewTopic> topics(int copies, int copiesInSync) {
        List<NewTopic> topics = List.of(
                topic(Topics.USAGE_EVENTS, USAGE_PARTITIONS, KEPT),
                topic(Topics.USAGE_EVENTS_DEAD_LETTERS, USAGE_PARTITIONS, KEPT),
                topic(Topics.METERED_USAGE, USAGE_PARTITIONS, COMPACTED),
                topic(Topics.USAGE_WATERMARKS, REFERENCE_PARTITIONS, COMPACTED),
                topic(Topics.RATED_WATERMARKS, REFERENCE_PARTITIONS, COMPACTED),
                topic(Topics.RATED_USAGE, USAGE_PARTITIONS, COMPACTED),
                topic(Topics.INVOICES, REFERENCE_PARTITIONS, KEPT),
                topic(Topics.SITES, REFERENCE_PARTITIONS, COMPACTED),
                topic(Topics.SKUS, REFERENCE_PARTITIONS, COMPACTED),
                topic(Topics.ACCOUNTS, REFERENCE_PARTITIONS, COMPACTED));
        return topics.stream()
                .map(topic -> new NewTopic(topic.name(), topic.numPartitions(), (short) copies)
                        .configs(with(topic.configs(), "min.insync.replicas", Integer.toString(copiesInSync))))
                .toList();
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    /** Creates the topics that are missing; existing ones are left as they are. */
    static void ensure(String bootstrap, int copies, int copiesInSync) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>(topics(copies, copiesInSync));
            missing.removeIf(topic -> present.contains(topic.name()));
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics could not be created: " + e.getCause(), e);
        }
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> settings) {
        return new NewTopic(name, partitions, (short) 1).configs(settings);
    }
}
