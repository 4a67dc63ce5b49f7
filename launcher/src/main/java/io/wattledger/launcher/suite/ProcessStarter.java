package io.wattledger.launcher.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.infrastructure.Infrastructure;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the processes of a suite so that they outlive the command that started them. */
final class ProcessStarter {

    private static final Properties OPTIONS = options();

    private final Layout layout;
    private final Supplier<TokenIssuer> tokens;
    private final Map<String, ServiceLog> logs = new HashMap<>();

    ProcessStarter(Layout layout, Supplier<TokenIssuer> tokens) {
        this.layout = layout;
        this.tokens = tokens;
    }

    /** What was started, and how to reach it. */
    record Started(RunningProcess process, Infrastructure.Ready access) {}

    /** Starts PostgreSQL and Kafka and waits until both can be used. */
    Started infrastructure(int postgresPort, int kafkaPort) {
        List<String> command = new ArrayList<>(java("infrastructure"));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                layout.launcherJars() + File.separator + "*",
                Infrastructure.class.getName(),
                "--detached",
                "--data",
                layout.data().toString(),
                "--postgres-port",
                Integer.toString(postgresPort),
                "--kafka-port",
                Integer.toString(kafkaPort)));
        Path file = layout.logs().resolve("infrastructure.stderr.log");
        ServiceLog log = ServiceLog.beginningNow(file);
        try {
            Process process = start(command, Map.of(), null, file);
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null) {
                throw new SuiteFault("PostgreSQL and Kafka did not start. " + log.end());
            }
            var access = WireJson.read(line.getBytes(StandardCharsets.UTF_8), Infrastructure.Ready.class);
            return new Started(RunningProcess.of("infrastructure", process.toHandle(), 0), access);
        } catch (JsonProcessingException e) {
            throw new SuiteFault("the infrastructure said something unexpected: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a service; it is not ready yet.
     *
     * @param addresses of the other services, as further environment
     */
    RunningProcess service(String name, int port, Infrastructure.Ready access, Map<String, String> addresses) {
        Path jar = layout.serviceJar(name);
        if (!Files.exists(jar)) {
            throw new SuiteFault(jar + " is missing; run mvn -DskipTests package");
        }
        List<String> command = new ArrayList<>(java(name));
        command.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toString()));
        try {
            Map<String, String> environment = new HashMap<>(environment(name, port, access));
            environment.putAll(addresses);
            logs.put(name, ServiceLog.beginningNow(log(name)));
            Process process = start(command, environment, log(name), log(name));
            return RunningProcess.of(name, process.toHandle(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a service has written since it was started here, or all of its log where another command started it. */
    ServiceLog logOf(String name) {
        return logs.getOrDefault(name, new ServiceLog(log(name), 0));
    }

    /** Why a service that was started here would end in the same way again; empty where that is not certain. */
    Optional<String> reasonToStay(String name) {
        return Optional.ofNullable(logs.get(name)).flatMap(ServiceLog::reasonToStay);
    }

    private Path log(String name) {
        return layout.logs().resolve(name + ".log");
    }

    private Map<String, String> environment(String service, int port, Infrastructure.Ready access) {
        return Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + access.postgresPort() + "/" + service,
                "QUARKUS_DATASOURCE_USERNAME", service + "_app",
                "QUARKUS_DATASOURCE_PASSWORD", access.appPassword(),
                "QUARKUS_FLYWAY_USERNAME", service + "_owner",
                "QUARKUS_FLYWAY_PASSWORD", access.ownerPassword(),
                "KAFKA_BOOTSTRAP_SERVERS", access.kafka(),
                "QUARKUS_OIDC_PUBLIC_KEY", tokens.get().publicKey());
    }

    private Process start(List<String> command, Map<String, String> environment, @Nullable Path output, Path errors)
            throws IOException {
        Files.createDirectories(layout.logs());
        var builder = new ProcessBuilder(outliving(command));
        builder.directory(layout.data().toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(new File("/dev/null"));
        if (output != null) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        }
        builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        return builder.start();
    }

    /** A session of its own, so that neither Ctrl-C nor a closed terminal reaches it. */
    private static List<String> outliving(List<String> command) {
        String keeper = Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
        if (keeper == null) {
            return command;
        }
        List<String> kept = new ArrayList<>();
        kept.add(keeper);
        kept.addAll(command);
        return kept;
    }

    private static List<String> java(String process) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String whose : List.of(process, "every")) {
            command.addAll(List.of(OPTIONS.getProperty(whose).split(" ")));
        }
        return command;
    }

    private static Properties options() {
        Properties options = new Properties();
        try (InputStream file = ProcessStarter.class.getResourceAsStream("jvm-options.properties")) {
            options.load(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return options;
    }
}
