package io.wattledger.acceptance.scale;

import io.wattledger.acceptance.ProcessSignal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A copy of metering that can be killed, put to sleep and woken like any process. */
final class MeteringCopy {

    private static final int READY_ATTEMPTS = 1_200;

    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;

    MeteringCopy(int port, List<String> command, Map<String, String> environment, Path log) {
        this.port = port;
        this.command = command;
        this.environment = environment;
        this.log = log;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Path log() {
        return log;
    }

    /** Starts it and waits until it is ready. */
    void start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        for (int attempt = 0; attempt < READY_ATTEMPTS && started.isAlive(); attempt++) {
            if (isReady()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("a copy of metering did not become ready: see " + log);
    }

    /** Kills it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** Puts it to sleep in the middle of whatever it does. */
    void pause() throws IOException, InterruptedException {
        ProcessSignal.STOP.to(running());
    }

    /** Wakes it; it knows nothing of the time that has passed. */
    void resume() throws IOException, InterruptedException {
        ProcessSignal.CONT.to(running());
    }

    /** Stops it as an operator does. */
    void stop() {
        Process stopping = process;
        if (stopping == null) {
            return;
        }
        stopping.destroy();
        try {
            if (!stopping.waitFor(30, TimeUnit.SECONDS)) {
                stopping.destroyForcibly();
            }
        } catch (InterruptedException e) {
            stopping.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        return Objects.requireNonNull(process, "it was never started");
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(uri("/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Not listening yet: that is what is being waited for.
            return false;
        }
    }
}
