package io.wattledger.billing.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.AnnounceEvents;
import io.wattledger.billing.flow.DeliverWebhooks;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Sends webhooks and finds invoices that have become overdue, as long as the service lives. */
@ApplicationScoped
public class WebhookLoop implements PendingWork {

    private final DeliverWebhooks work;
    private final AnnounceEvents events;
    private final WebhookLoopConfig config;
    private final List<Loop> loops = new ArrayList<>();

    WebhookLoop(DeliverWebhooks work, AnnounceEvents events, WebhookLoopConfig config) {
        this.work = work;
        this.events = events;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            for (int i = 1; i <= config.workers(); i++) {
                // Every other one is for endpoints that answer soon, so that there are never only slow ones to be
                // waited for.
                Loop.Body body = i % 2 == 1 ? work::step : work::promptStep;
                loops.add(Loop.start("webhooks-" + i, config.idle(), body));
            }
            loops.add(Loop.start("overdue", config.overdueEvery(), events::overdue));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Loop.closeAll(loops);
    }

    @Override
    public String name() {
        return "webhooks";
    }

    /** What has its turn now; what failed and waits for its next attempt is not counted. */
    @Override
    public long pending() {
        return work.waiting();
    }
}
