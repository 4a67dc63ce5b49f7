package io.wattledger.launcher.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.contracts.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has processes, free ports and a data folder of its own, and waits for these most of the time: so some run at once. */
@Execution(ExecutionMode.CONCURRENT)
class InfrastructureTest {

    @TempDir
    Path data;

    @Test
    void keepsRowsAndRecordsOverARestartAndStopsWhenItsInputEnds() throws Exception {
        Infrastructure.Ready first;
        try (Running running = start()) {
            first = running.ready();
            writesThroughToTheDisk(first);
            rolesAreConfined(first);
            topicsAreAsPlanned(first);
            try (var connection = login(first, "metering", "metering_owner", first.ownerPassword());
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (word text)");
                statement.execute("INSERT INTO kept VALUES ('row')");
            }
            send(first, "record");
        }
        try (Running running = start()) {
            Infrastructure.Ready second = running.ready();
            assertThat(second.appPassword()).isEqualTo(first.appPassword());
            try (var connection = login(second, "metering", "metering_owner", second.ownerPassword())) {
                assertThat(single(connection, "SELECT word FROM kept")).isEqualTo("row");
            }
            assertThat(read(second)).containsExactly("record");
        }
    }

    @Test
    void startsAgainAfterItWasKilled() throws Exception {
        try (Running running = start()) {
            send(running.ready(), "record");
            running.process.destroyForcibly().waitFor();
        }
        try (Running running = start()) {
            assertThat(read(running.ready())).containsExactly("record");
        }
    }

    /** As long as it ran, the suite would count as running, and {@code up} would start nothing. */
    @Test
    void endsWhenPostgresHasEnded() throws Exception {
        try (Running running = start()) {
            assertThat(running.ready().postgresPort()).isPositive();
            String postmaster = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                    .getFirst()
                    .strip();
            ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow().destroyForcibly();

            assertThat(running.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(running.process.exitValue()).isEqualTo(1);
        }
        try (Running running = start()) {
            assertThat(running.ready().postgresPort()).isPositive();
        }
    }

    /** With a full disk, too, PostgreSQL cannot end in order; whoever deletes or copies the data next must find it ended. */
    @Test
    void leavesNoPostgresBehindThatDoesNotEnd() throws Exception {
        ProcessHandle postmaster;
        try (Running running = start()) {
            Infrastructure.Ready ready = running.ready();
            postmaster = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                            .getFirst()
                            .strip()))
                    .orElseThrow();
            var client = login(ready, "metering", "metering_app", ready.appPassword());
            String server = single(client, "SELECT pg_backend_pid()::text");
            assertThat(new ProcessBuilder("kill", "-STOP", server).start().waitFor())
                    .isZero();
        }
        assertThat(postmaster.isAlive()).isFalse();
        try (Running running = start()) {
            assertThat(running.ready().postgresPort()).isPositive();
        }
    }

    @Test
    void saysWhenItsDataAreInUse() throws Exception {
        try (Running first = start()) {
            assertThat(first.ready().postgresPort()).isPositive();
            try (Running second = start()) {
                assertThat(second.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(second.process.exitValue()).isEqualTo(1);
            }
            assertThat(Files.readString(data.resolve("stderr"))).contains("is in use by another running suite");
        }
    }

    @Test
    void ofThreeNodesOneMayDieAndComesBack() throws Exception {
        List<ProcessHandle> nodes;
        try (Running running = start("--brokers", "3")) {
            Infrastructure.Ready ready = running.ready();
            nodes = brokers(running);
            assertThat(nodes).hasSize(3);
            try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", ready.kafka()))) {
                assertThat(inSync(admin)).isEqualTo(3);
                assertThat(setting(admin, "min.insync.replicas")).isEqualTo("2");
                send(ready, "before");

                assertThat(nodes.getFirst().destroyForcibly()).isTrue();
                nodes.getFirst().onExit().join();
                send(ready, "while one is dead");

                for (int i = 0; i < 300 && brokers(running).size() < 3; i++) {
                    Thread.sleep(200);
                }
                awaitInSync(admin, 3);
            }
            assertThat(read(ready)).containsExactly("before", "while one is dead");
            nodes = brokers(running);
        }
        assertThat(nodes).hasSize(3).noneMatch(ProcessHandle::isAlive);
    }

    private static List<ProcessHandle> brokers(Running running) {
        return running.process.children().filter(InfrastructureTest::isBroker).toList();
    }

    private static boolean isBroker(ProcessHandle process) {
        return List.of(process.info().arguments().orElse(new String[0])).contains(KafkaBroker.class.getName());
    }

    /** How many nodes have all of the first partition of usage events. */
    private static int inSync(Admin admin) throws Exception {
        var topic = admin.describeTopics(List.of(Topics.USAGE_EVENTS))
                .allTopicNames()
                .get()
                .get(Topics.USAGE_EVENTS);
        return topic.partitions().getFirst().isr().size();
    }

    private static void awaitInSync(Admin admin, int nodes) throws Exception {
        for (int i = 0; i < 300 && inSync(admin) < nodes; i++) {
            Thread.sleep(200);
        }
        assertThat(inSync(admin)).isEqualTo(nodes);
    }

    private static String setting(Admin admin, String name) throws Exception {
        var usage = new ConfigResource(ConfigResource.Type.TOPIC, Topics.USAGE_EVENTS);
        return admin.describeConfigs(List.of(usage))
                .all()
                .get()
                .get(usage)
                .get(name)
                .value();
    }

    private void writesThroughToTheDisk(Infrastructure.Ready ready) throws SQLException {
        try (var connection = login(ready, "billing", "billing_app", ready.appPassword())) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(single(connection, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
        }
    }

    private void rolesAreConfined(Infrastructure.Ready ready) throws SQLException {
        try (var owner = login(ready, "pricing", "pricing_owner", ready.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute("CREATE TABLE secret (tenant_id text)");
            statement.execute("GRANT SELECT ON secret TO pricing_operator");
        }
        try (var app = login(ready, "pricing", "pricing_app", ready.appPassword());
                var statement = app.createStatement()) {
            assertThat(single(app, "SELECT rolbypassrls::text FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("false");
            assertThatThrownBy(() -> statement.execute("SELECT * FROM secret"))
                    .hasMessageContaining("permission denied");
            app.setAutoCommit(false);
            statement.execute("SET LOCAL ROLE pricing_operator");
            statement.execute("SELECT * FROM secret");
            app.rollback();
        }
        assertThatThrownBy(() -> login(ready, "pricing", "pricing_app", "wrong").close())
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> login(ready, "billing", "pricing_app", ready.appPassword())
                        .close())
                .hasMessageContaining("permission denied");
    }

    private void topicsAreAsPlanned(Infrastructure.Ready ready) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", ready.kafka()))) {
            var names = TopicPlan.topics().stream().map(topic -> topic.name()).toList();
            var found = admin.describeTopics(names).allTopicNames().get();
            assertThat(found.get(Topics.USAGE_EVENTS).partitions()).hasSize(6);
            assertThat(found.get(Topics.SITES).partitions()).hasSize(1);
            var usage = new ConfigResource(ConfigResource.Type.TOPIC, Topics.USAGE_EVENTS);
            var metered = new ConfigResource(ConfigResource.Type.TOPIC, Topics.METERED_USAGE);
            var settings = admin.describeConfigs(List.of(usage, metered)).all().get();
            assertThat(settings.get(usage).get("retention.ms").value()).isEqualTo("-1");
            assertThat(settings.get(metered).get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    private static void send(Infrastructure.Ready ready, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", ready.kafka(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.USAGE_EVENTS, 0, "key", value))
                    .get();
        }
    }

    private static List<String> read(Infrastructure.Ready ready) {
        var partition = new TopicPartition(Topics.USAGE_EVENTS, 0);
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ready.kafka()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static Connection login(Infrastructure.Ready ready, String database, String user, String password)
            throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + ready.postgresPort() + "/" + database;
        return DriverManager.getConnection(url, user, password);
    }

    private static String single(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The process as every module's tests start it. */
    private Running start(String... options) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Xmx256m",
                "-cp",
                System.getProperty("wattledger.launcher.lib") + "/*",
                Infrastructure.class.getName(),
                "--data",
                data.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(data.resolve("stderr").toFile())
                .start();
        return new Running(process, data);
    }

    private record Running(Process process, Path data) implements AutoCloseable {

        Infrastructure.Ready ready() throws IOException {
            var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            assertThat(line)
                    .as("the line that says ready, instead of: %s", Files.readString(data.resolve("stderr")))
                    .isNotNull();
            return new ObjectMapper().readValue(line, Infrastructure.Ready.class);
        }

        @Override
        public void close() throws Exception {
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("stops").isTrue();
        }
    }
}
