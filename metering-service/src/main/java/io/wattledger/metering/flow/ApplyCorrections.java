package io.wattledger.metering.flow;

import io.wattledger.metering.event.CollectorBeat;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.event.Withdrawal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events count. One counts if no correction or withdrawal that stands names it, whether that came before or
 * after, and if it is not itself a second correction of something. A correction that is corrected or withdrawn goes on
 * displacing its target: who wants the target back sends it anew.
 */
@ApplicationScoped
public class ApplyCorrections {

    private final CorrectionBook book;

    ApplyCorrections(CorrectionBook book) {
        this.book = book;
    }

    /** To be called before anything else that is done with a batch. */
    void lock(Collection<Assessed.Fit> events) {
        Set<String> tenants = AcceptUsage.tenants(List.copyOf(events));
        book.lock(tenants, events.stream().anyMatch(event -> event.target() != null));
    }

    /**
     * What a batch changes.
     *
     * @param second corrections that do not stand, each with the one that does
     * @param begun reports that count from now on
     * @param ended reports that count no more. A generic event that never counts, since it is corrected or withdrawn when it comes, is
     *     among both: it is kept and shown like one that is withdrawn later
     * @param states what those of its corrections have hit that stand
     */
    record Rulings(
            Map<EventKey, EventKey> second,
            List<UsageReport> begun,
            List<UsageReport> ended,
            Map<EventKey, CorrectionState> states) {

        /** Of a batch that changes nothing. */
        static final Rulings NONE = new Rulings(Map.of(), List.of(), List.of(), Map.of());
    }

    /**
     * Decides.
     *
     * @param events of the batch, with different keys
     * @param standing what was entered before under their keys; an event that says something else than that corrects nothing
     */
    Rulings rule(Collection<Assessed.Fit> events, Map<EventKey, UsageLedger.Standing> standing, Instant now) {
        Set<EventKey> known = standing.keySet();
        List<Assessed.Fit> corrections = new ArrayList<>();
        List<Assessed.Fit> entered = new ArrayList<>(events.size());
        for (Assessed.Fit event : events) {
            if (event.target() != null && !isAtOdds(event, standing.get(event.key()))) {
                corrections.add(event);
            }
            if (!known.contains(event.key())) {
                entered.add(event);
            }
        }
        Map<EventKey, EventKey> second = new HashMap<>();
        Map<EventKey, CorrectionState> states = new HashMap<>();
        List<UsageReport> ended = new ArrayList<>();
        if (!corrections.isEmpty()) {
            ended.addAll(stand(corrections, known, entered, second, states, now));
        }
        Set<EventKey> corrected = entered.isEmpty() ? Set.of() : book.corrected(entered);
        List<UsageReport> begun = new ArrayList<>(entered.size());
        for (Assessed.Fit event : entered) {
            UsageReport report = event.report();
            if (second.containsKey(event.key()) || report instanceof Withdrawal) {
                continue;
            }
            boolean isCorrected = corrected.contains(event.key());
            if (!isCorrected || report instanceof CollectorBeat || report instanceof MeterEvent) {
                begun.add(report);
            }
            if (isCorrected && report instanceof MeterEvent) {
                ended.add(report);
            }
        }
        return new Rulings(second, begun, ended, states);
    }

    private static boolean isAtOdds(Assessed.Fit event, UsageLedger.@Nullable Standing before) {
        return before != null && !before.says(event);
    }

    /** Notes corrections and gives what counts no more because of them. */
    private List<UsageReport> stand(
            List<Assessed.Fit> corrections,
            Set<EventKey> known,
            List<Assessed.Fit> entered,
            Map<EventKey, EventKey> second,
            Map<EventKey, CorrectionState> states,
            Instant now) {
        List<Assessed.Fit> fresh =
                corrections.stream().filter(one -> !known.contains(one.key())).toList();
        Map<EventKey, CorrectionBook.Standing> standing = book.stand(fresh, corrections, now);
        Map<EventKey, EventIdentity> targets = new HashMap<>();
        for (Assessed.Fit correction : corrections) {
            EventIdentity target = correction.target();
            if (target == null) {
                continue;
            }
            EventKey targetKey = target.key();
            CorrectionBook.Standing stands = standing.get(targetKey);
            if (stands != null && !stands.key().equals(correction.key())) {
                second.put(correction.key(), stands.key());
                continue;
            }
            if (stands != null) {
                states.put(correction.key(), stands.state());
            }
            if (!known.contains(correction.key())) {
                targets.put(targetKey, target);
            }
        }
        entered.forEach(event -> targets.remove(event.key()));
        return targets.isEmpty() ? List.of() : book.counted(targets.values());
    }
}
