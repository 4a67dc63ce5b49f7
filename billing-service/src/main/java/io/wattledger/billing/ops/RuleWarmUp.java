package io.wattledger.billing.ops;

import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.PrintedDocuments;
import io.wattledger.billing.invoice.DocumentFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Compiles the official e-invoice rules while the service takes requests already. */
@ApplicationScoped
public class RuleWarmUp {

    private final PrintedDocuments documents;
    private final RunConfig config;
    private final Clock clock;

    RuleWarmUp(PrintedDocuments documents, RunConfig config, Clock clock) {
        this.documents = documents;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            Thread.ofPlatform()
                    .daemon()
                    .name("rule-warm-up")
                    .start(() -> documents.warm(List.of(DocumentFormat.values()), today));
        }
    }
}
