package io.wattledger.billing.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.DispatchDocuments;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Sends documents and reads receipts as long as the service lives. */
@ApplicationScoped
public class DeliveryLoop implements PendingWork {

    private final DispatchDocuments work;
    private final DeliveryConfig config;
    private final List<Loop> loops = new ArrayList<>();

    DeliveryLoop(DispatchDocuments work, DeliveryConfig config) {
        this.work = work;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            loops.add(Loop.start("deliveries", config.idle(), work::step));
            loops.add(Loop.start("receipts", config.receiptsEvery(), () -> {
                work.readReceipts();
                return false;
            }));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Loop.closeAll(loops);
    }

    @Override
    public String name() {
        return "deliveries";
    }

    /** What has its turn now; what failed and waits for its next attempt is not counted. */
    @Override
    public long pending() {
        return work.waiting();
    }
}
