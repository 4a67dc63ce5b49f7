package io.wattledger.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml and what it needs agree with each other and with the pages, also where no engine is at hand. */
class ContainersTest {

    private static final List<String> SERVICES = List.of("metering", "pricing", "billing");

    private final String text = Repository.text("docker-compose.yml");
    private final Map<String, Object> compose = parse(text);

    ContainersTest() throws IOException {}

    @Test
    void everyVariableIsDocumentedWithItsDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String row :
                Repository.findAll("^\\| (`WATTLEDGER_\\w+` \\| `[^`]+`) \\|", Repository.text("deploy/README.md"))) {
            String[] cells = row.replace("`", "").split(" \\| ");
            documented.put(cells[0], cells[1]);
        }
        Map<String, String> used = new TreeMap<>();
        for (String variable : Repository.findAll("\\$\\{([^}]+)}", text)) {
            assertThat(variable).as("has a default").contains(":-");
            String[] parts = variable.split(":-");
            assertThat(used.getOrDefault(parts[0], parts[1])).as(parts[0]).isEqualTo(parts[1]);
            used.put(parts[0], parts[1]);
        }
        assertThat(used).isEqualTo(documented);
    }

    @Test
    void noSecretIsWrittenDown() {
        List<String> written = new ArrayList<>();
        services()
                .forEach((name, service) -> map(service, "environment").forEach((variable, value) -> {
                    if (variable.matches(".*(PASSWORD|SECRET|TOKEN|PRIVATE_KEY)$")
                            && !value.toString().startsWith("${")) {
                        written.add(name + " " + variable);
                    }
                }));
        assertThat(written).isEmpty();
    }

    @Test
    void everyPathItNamesExists() {
        List<String> paths = new ArrayList<>();
        services().values().forEach(service -> {
            list(service, "volumes").stream()
                    .map(volume -> volume.toString().split(":")[0])
                    .filter(source -> source.startsWith("."))
                    .forEach(paths::add);
            if (service.containsKey("build")) {
                paths.add(map(service, "build").get("dockerfile").toString());
                paths.add(map(map(service, "build"), "args").get("SERVICE") + "/pom.xml");
            }
        });
        assertThat(paths)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(Repository.ROOT.resolve(path)).exists());
    }

    @Test
    void namedVolumesAreDeclared() {
        List<String> used = services().values().stream()
                .flatMap(service -> list(service, "volumes").stream())
                .map(volume -> volume.toString().split(":")[0])
                .filter(source -> !source.startsWith("."))
                .toList();
        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(map(compose, "volumes").keySet());
    }

    @Test
    void whoWaitsForSomebodyNamesAServiceThatCanBeWaitedFor() {
        services()
                .forEach((name, service) -> map(service, "depends_on").forEach((other, how) -> {
                    assertThat(services()).as("%s depends on it", name).containsKey(other);
                    Object condition = ((Map<?, ?>) how).get("condition");
                    assertThat(condition)
                            .as("%s waits for %s", name, other)
                            .isEqualTo(
                                    services().get(other).containsKey("healthcheck")
                                            ? "service_healthy"
                                            : "service_completed_successfully");
                }));
    }

    @Test
    void theServicesAreLockedIn() {
        for (String name : SERVICES) {
            Map<String, Object> service = services().get(name);
            assertThat(service)
                    .as(name)
                    .containsEntry("read_only", true)
                    .containsKeys("tmpfs", "mem_limit", "pids_limit");
            assertThat(service.get("cap_drop")).as(name).isEqualTo(List.of("ALL"));
            assertThat(list(service, "security_opt")).as(name).hasToString("[no-new-privileges:true]");
        }
    }

    /** What is written before it is sent may be longer than memory, and who writes it is not root. */
    @Test
    void billingWritesItsFilesToAVolumeThatIsItsOwn() throws IOException {
        Map<String, Object> billing = services().get("billing");
        List<String> folders = Repository.findAll(
                "-Djava\\.io\\.tmpdir=(\\S+)",
                map(billing, "environment").get("JAVA_TOOL_OPTIONS").toString());

        assertThat(folders).hasSize(1);
        assertThat(list(billing, "volumes")).hasToString("[billing-files:" + folders.getFirst() + "]");
        assertThat(Repository.text("deploy/jvm.Containerfile"))
                .contains("RUN mkdir %1$s && chown 10001:10001 %1$s\n".formatted(folders.getFirst()));
        assertThat(Repository.text("deploy/native.Containerfile"))
                .contains("COPY --from=build --chown=10001:10001 %1$s %1$s\n".formatted(folders.getFirst()));
    }

    @Test
    void portsAreThoseOfTheArchitecturePageAndBoundToThisMachine() throws IOException {
        Map<String, String> expected = new HashMap<>();
        String page = Repository.text("docs/architecture.md");
        for (String name : List.of("metering", "pricing", "billing", "Kafka", "PostgreSQL")) {
            expected.put(
                    name.equals("PostgreSQL") ? "postgres" : name.toLowerCase(Locale.ROOT),
                    Repository.findAll(name + " (\\d{4})\\b", page).getFirst());
        }
        services()
                .forEach((name, service) -> list(service, "ports").forEach(port -> {
                    assertThat(port.toString())
                            .as(name)
                            .matches("127\\.0\\.0\\.1:\\$\\{WATTLEDGER_\\w+_PORT:-\\d+}:\\d+");
                    if (expected.containsKey(name)) {
                        assertThat(port.toString()).as(name).contains(":-" + expected.get(name) + "}");
                    }
                }));
        for (String name : SERVICES) {
            assertThat(map(services().get(name), "environment").get("QUARKUS_HTTP_PORT"))
                    .hasToString(expected.get(name));
            assertThat(map(map(services().get(name), "build"), "args").get("PORT"))
                    .hasToString(expected.get(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/jvm.Containerfile", "deploy/native.Containerfile"})
    void containerFilesBuildWithEveryModuleAndRunWithoutRoot(String file) throws IOException {
        String build = Repository.text(file);
        List<String> copied = Repository.findAll("^COPY (?!--from)(\\S+) ", build);
        assertThat(copied)
                .allSatisfy(path -> assertThat(Repository.ROOT.resolve(path)).exists());
        assertThat(copied).containsAll(Repository.findAll("<module>(.*)</module>", Repository.text("pom.xml")));
        List<String> stages = Repository.findAll("^FROM \\S+ AS (\\w+)", build);
        assertThat(stages).containsAll(Repository.findAll("^COPY --from=(\\w+) ", build));
        String lastStage = build.substring(build.lastIndexOf("\nFROM "));
        assertThat(Repository.findAll("^USER (\\S+)", lastStage)).containsExactly("10001:10001");
        assertThat(lastStage).contains("HEALTHCHECK", "/q/health/ready", "ENTRYPOINT [");
    }

    @Test
    void topicsAreThoseOfTheAsyncApiPage() throws IOException {
        TreeSet<String> described = new TreeSet<>();
        map(parse(Repository.text("docs/asyncapi.yaml")), "channels").values().forEach(channel -> {
            Map<String, Object> kafka = map(map(cast(channel), "bindings"), "kafka");
            described.add(kafka.get("topic") + " " + kafka.get("partitions") + " "
                    + list(map(kafka, "topicConfiguration"), "cleanup.policy")
                            .iterator()
                            .next());
        });
        assertThat(Repository.findAll(
                        "^(\\S+\\.v\\d\\S* \\d+ \\w+)$", Repository.text("deploy/kafka/create-topics.sh")))
                .containsExactlyInAnyOrderElementsOf(described);
    }

    /** With three copies the loss of one node must lose nothing that was acknowledged. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2"})
    void topicsAreMadeWithAsManyCopiesInSyncAsTheLossOfANodeNeeds(int replication, int inSync) throws Exception {
        ProcessBuilder script = new ProcessBuilder("sh", "deploy/kafka/create-topics.sh")
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true);
        script.environment()
                .putAll(Map.of(
                        "BOOTSTRAP", "kafka:9092", "KAFKA_TOPICS", "echo", "REPLICATION", String.valueOf(replication)));
        Process process = script.start();
        List<String> calls = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(process.waitFor()).isZero();
        assertThat(calls)
                .hasSize(10)
                .allMatch(call -> call.contains("--replication-factor " + replication + " "))
                .allMatch(call -> (call + " ").contains("min.insync.replicas=" + inSync + " "));
    }

    @Test
    void theRealmGivesTheRolesAndClaimsThatTheServicesRead() throws IOException {
        Map<String, Object> realm = parse(Repository.text("deploy/keycloak/wattledger-realm.json"));
        List<String> roles = list(map(realm, "roles"), "realm").stream()
                .map(role -> cast(role).get("name").toString())
                .toList();
        assertThat(roles)
                .containsExactlyInAnyOrderElementsOf(Repository.findAll(
                        "String [A-Z]+ = \"(\\w+)\"",
                        Repository.text("chassis/src/main/java/io/wattledger/chassis/http/Roles.java")));
        assertThat(realm.get("clientScopes").toString())
                .contains("claim.name=groups", "claim.name=tenant", "included.custom.audience=wattledger");
        assertThat(realm.get("components").toString())
                .as("only an administrator may change a user's tenant")
                .contains("\"name\":\"tenant\"")
                .containsPattern("\"name\":\"tenant\".*\"edit\":\\[\"admin\"]");
        assertThat(Repository.findAll(
                        "\"(?:value|secret)\": \"([^\"]+)\"", Repository.text("deploy/keycloak/wattledger-realm.json")))
                .allMatch(secret -> secret.startsWith("${"));
    }

    @Test
    void dockerComposeAgrees() throws IOException, InterruptedException {
        assumeThat(run("docker", "compose", "version"))
                .as("docker compose is here")
                .isZero();

        assertThat(run("docker", "compose", "config", "--quiet")).isZero();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        if (Stream.of(System.getenv("PATH").split(":"))
                .noneMatch(folder -> Files.isExecutable(Path.of(folder, command[0])))) {
            return 127;
        }
        Process process = new ProcessBuilder(command)
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
        return process.exitValue();
    }

    private Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> services = new TreeMap<>();
        map(compose, "services").forEach((name, service) -> services.put(name, cast(service)));
        return services;
    }

    private static Map<String, Object> parse(String yaml) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return cast(new Yaml(new SafeConstructor(strict)).load(yaml));
    }

    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return cast(parent.getOrDefault(key, Map.of()));
    }

    private static Collection<?> list(Map<String, Object> parent, String key) {
        return (Collection<?>) parent.getOrDefault(key, List.of());
    }

    @SuppressWarnings("unchecked") // YAML maps of these files have strings as keys
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }
}
