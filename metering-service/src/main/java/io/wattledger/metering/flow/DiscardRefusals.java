package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.RefusalBook.Action;
import io.wattledger.metering.flow.RefusalBook.Resolution;
import io.wattledger.metering.flow.RefusalBook.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Closes refusals of events that are not to be metered, by a person's decision and with the person's reason. */
@ApplicationScoped
public class DiscardRefusals {

    private final RefusalBook book;
    private final TenantScope scope;
    private final Clock clock;

    DiscardRefusals(RefusalBook book, TenantScope scope, Clock clock) {
        this.book = book;
        this.scope = scope;
        this.clock = clock;
    }

    /**
     * Discards refusals; those that are closed by now are passed over.
     *
     * @param reason why, in the words of {@code actor}
     * @return what was done
     */
    public List<Resolution> discard(List<RefusalEntry> refusals, String reason, String actor) {
        if (refusals.isEmpty()) {
            return List.of();
        }
        Set<String> tenants = new LinkedHashSet<>();
        refusals.forEach(refusal -> tenants.add(refusal.tenant()));
        return scope.inTransaction(tenants, connection -> {
            Set<EventKey> open =
                    book.lockOpen(refusals.stream().map(RefusalEntry::key).toList());
            Instant now = clock.instant();
            List<Resolution> resolutions = new ArrayList<>();
            for (RefusalEntry refusal : refusals) {
                if (open.contains(refusal.key())) {
                    long attempts = refusal.trace().attempts();
                    Step step = new Step(now, actor, Action.DISCARDED, attempts, null, reason, null, null);
                    resolutions.add(new Resolution(refusal, step, null));
                }
            }
            book.note(resolutions);
            return resolutions;
        });
    }
}
