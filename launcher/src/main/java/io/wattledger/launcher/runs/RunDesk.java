package io.wattledger.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.suite.Pause;
import io.wattledger.launcher.suite.Query;
import io.wattledger.launcher.suite.ServiceClient;
import io.wattledger.launcher.suite.Services;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Has billing close months in the running suite, and follows what becomes of it. */
public final class RunDesk {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final String RUNS = "/api/v1/invoice-runs";

    /** States in which a run does nothing more by itself. */
    private static final Set<String> AT_REST = Set.of("finished", "previewed", "awaiting-approval", "stopped");

    private final Services services;
    private final Progress progress;

    /** At the billing of these services. */
    public RunDesk(Services services, Progress progress) {
        this.services = services;
        this.progress = progress;
    }

    /** The latest runs, one page of them. */
    public JsonNode list() {
        return ask(client -> client.get(RUNS));
    }

    /** A run as it stands. */
    public JsonNode show(String id) {
        return ask(client -> client.get(path(id)));
    }

    /** Starts a run and follows it until it does nothing more by itself. */
    public JsonNode start(RunOrder order) {
        String key = UUID.randomUUID().toString();
        String path = RUNS + (order.preview() ? "?dryRun=true" : "");
        String id = ask(client -> client.post(path, order.body(), key))
                .json()
                .path("id")
                .asText();
        return follow(id);
    }

    /** Approves what the preview of a run shows, and follows the run to its end. */
    public JsonNode approve(String id) {
        act(id, "approve");
        return follow(id);
    }

    /** Ends a run; what it has issued stays. */
    public JsonNode stop(String id) {
        return act(id, "stop");
    }

    private JsonNode act(String id, String what) {
        String key = UUID.randomUUID().toString();
        return ask(client -> client.post(path(id) + "/" + what, nothing(), key)).json();
    }

    /** Nothing more is to be said. */
    private static JsonNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    private JsonNode follow(String id) {
        while (true) {
            JsonNode run = show(id);
            if (AT_REST.contains(run.path("state").asText())) {
                return run;
            }
            boolean previewing = run.path("state").asText().equals("previewing");
            int done = 0;
            for (JsonNode item : run.path("items")) {
                done += item.hasNonNull(previewing ? "preview" : "outcome") ? 1 : 0;
            }
            progress.count(
                    previewing ? "contract months computed" : "contract months closed",
                    done,
                    run.path("items").size());
            services.refresh();
            Pause.take(BETWEEN_LOOKS);
        }
    }

    private <T> T ask(Function<ServiceClient, T> question) {
        return services.ask("billing", question);
    }

    private static String path(String id) {
        return RUNS + "/" + Query.segment(id);
    }
}
