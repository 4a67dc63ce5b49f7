package io.wattledger.metering.flow;

import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.Assessor;
import io.wattledger.metering.event.Envelope;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.UsageRules;
import io.wattledger.metering.event.Verdict;
import io.wattledger.metering.flow.ApplyCorrections.Rulings;
import io.wattledger.metering.slot.SlotDelta;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes usage events, from whichever door, in two steps. {@link #assess} asks the rules and needs no transaction; {@link
 * #accept} tells new events from known ones, meters the new and keeps the rest, all in the transaction of its caller. If
 * that is rolled back nothing has happened, and the same events may be accepted again.
 */
@ApplicationScoped
public class AcceptUsage {

    /** The tenant of traces that belong to no tenant. */
    public static final String NOBODY = Assessor.NOBODY;

    /** Refusals that would be wrong if this service's copy of the catalog were old. */
    private static final Set<RefusalCode> BY_REFERENCE =
            EnumSet.of(RefusalCode.UNKNOWN_SITE, RefusalCode.UNKNOWN_SKU, RefusalCode.SITE_NOT_IN_SERVICE);

    private final UsageLedger ledger;
    private final RefusalBook refusals;
    private final ReferenceBook references;
    private final ReferenceFeed feed;
    private final MeterEveryKind kinds;
    private final ApplyCorrections corrections;
    private final UsageRules rules;
    private final Clock clock;

    AcceptUsage(
            UsageLedger ledger,
            RefusalBook refusals,
            ReferenceBook references,
            ReferenceFeed feed,
            MeterEveryKind kinds,
            ApplyCorrections corrections,
            UsageRules rules,
            Clock clock) {
        this.ledger = ledger;
        this.refusals = refusals;
        this.references = references;
        this.feed = feed;
        this.kinds = kinds;
        this.corrections = corrections;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * What the rules say of each event, in order. The list may make its elements when they are asked for: each is asked
     * for once, and once more where sites and SKUs had to be waited for.
     *
     * @throws ReferenceFeed.Behind when an event names a site or SKU that may be on its way to this service
     */
    public List<Assessed> assess(List<Received> received) {
        Instant now = clock.instant();
        Assessor assessor = new Assessor(rules, references.recent(), now);
        List<Assessed> assessed = new ArrayList<>(received.size());
        List<Integer> again = new ArrayList<>();
        for (Received one : received) {
            Assessed first = assessed(one, assessor.assess(one.arrival()));
            if (isByReference(first)) {
                again.add(assessed.size());
            }
            assessed.add(first);
        }
        if (!again.isEmpty()) {
            feed.awaitAllKept();
            Assessor informed = new Assessor(rules, references.fresh(), now);
            again.forEach(i -> {
                Received one = received.get(i);
                assessed.set(i, assessed(one, informed.assess(one.arrival())));
            });
        }
        return assessed;
    }

    private static boolean isByReference(Assessed assessed) {
        return assessed instanceof Assessed.Unfit unfit
                && BY_REFERENCE.contains(unfit.refused().code());
    }

    private static Assessed assessed(Received received, Verdict verdict) {
        Arrival arrival = received.arrival();
        return switch (verdict) {
            case Verdict.Accepted accepted -> Assessed.Fit.of(asOfFirst(received, accepted), arrival.data());
            case Verdict.Refused refused -> Assessed.Unfit.of(received, refused);
        };
    }

    /** What names no time counts as of when it came, however often it was refused since. */
    private static Verdict.Accepted asOfFirst(Received received, Verdict.Accepted accepted) {
        return received.cameAt() != null && accepted.report() instanceof MeterEvent event
                ? new Verdict.Accepted(event.cameAt(received.cameAt()), accepted.correction())
                : accepted;
    }

    /** The tenants for whom the transaction around {@link #accept} must work. */
    public static Set<String> tenants(Collection<Assessed> events) {
        Set<String> tenants = new LinkedHashSet<>();
        events.forEach(event -> tenants.add(event.tenant()));
        return tenants;
    }

    /**
     * Takes effect: what became of each event, in order.
     *
     * @throws io.wattledger.metering.event.BeyondBound where one of them, or all together, come to more than a bound allows
     * @throws io.wattledger.chassis.tenancy.TooMuchAtOnce where fewer of them are to be tried; never of a single one
     */
    public List<Outcome> accept(List<Assessed> events) {
        Instant now = clock.instant();
        Map<EventKey, Assessed.Fit> first = new LinkedHashMap<>();
        List<Assessed.Unfit> unfit = new ArrayList<>();
        Outcomes outcomes = new Outcomes();
        for (Assessed event : events) {
            outcomes.receive(event);
            switch (event) {
                case Assessed.Fit fit -> first.putIfAbsent(fit.key(), fit);
                case Assessed.Unfit refused -> unfit.add(refused);
            }
        }
        Instant lateBefore = now.minus(rules.lateAfter());
        Entry entry = enter(first.values(), now, lateBefore);
        Map<EventKey, UsageLedger.Standing> standing = entry.standing();
        Rulings rulings = entry.rulings();
        for (Assessed event : events) {
            switch (event) {
                case Assessed.Fit fit
                when first.get(fit.key()) == fit && !standing.containsKey(fit.key()) ->
                    outcomes.entered(fit, rulings, fit.isLate(lateBefore));
                case Assessed.Fit fit -> outcomes.again(fit, standing(fit, first, standing), rulings);
                case Assessed.Unfit refused -> outcomes.unfit(refused);
            }
        }
        takeEffect(outcomes, rulings, unfit, now);
        return outcomes.outcomes;
    }

    /** What was known before of the events of a batch, and which of them count. */
    private record Entry(Map<EventKey, UsageLedger.Standing> standing, Rulings rulings) {}

    private Entry enter(Collection<Assessed.Fit> events, Instant now, Instant lateBefore) {
        if (events.isEmpty()) {
            return new Entry(Map.of(), Rulings.NONE);
        }
        corrections.lock(events);
        Map<EventKey, UsageLedger.Standing> standing = ledger.enter(events, now, lateBefore);
        return new Entry(standing, corrections.rule(events, standing, now));
    }

    private void takeEffect(Outcomes outcomes, Rulings rulings, List<Assessed.Unfit> unfit, Instant now) {
        Effects effects = new Effects(now, outcomes.tally, outcomes.outcomes.size() > 1, ledger::add);
        kinds.apply(rulings.begun(), rulings.ended(), effects);
        List<SlotDelta> deltas = effects.deltas();
        if (!deltas.isEmpty()) {
            ledger.add(deltas);
        }
        if (!outcomes.conflicts.isEmpty()) {
            ledger.keepConflicts(outcomes.conflicts, now);
        }
        List<Assessed.Unfit> records =
                unfit.stream().filter(one -> one.received().origin() != null).toList();
        if (!records.isEmpty()) {
            refusals.keep(records, now);
        }
        if (!outcomes.outcomes.isEmpty()) {
            ledger.tally(outcomes.tally.tallies(now.truncatedTo(ChronoUnit.HOURS)));
        }
    }

    /** What stands under the event's key: an earlier entry, or the first one of this batch. */
    private static UsageLedger.Standing standing(
            Assessed.Fit fit, Map<EventKey, Assessed.Fit> first, Map<EventKey, UsageLedger.Standing> standing) {
        UsageLedger.Standing earlier = standing.get(fit.key());
        if (earlier != null) {
            return earlier;
        }
        Assessed.Fit leader = first.getOrDefault(fit.key(), fit);
        return new UsageLedger.Standing(leader.report().identity(), leader.contentHash());
    }

    /** What became of the events of a batch. */
    private static final class Outcomes {
        private final List<UsageLedger.Conflict> conflicts = new ArrayList<>();
        private final TallyFold tally = new TallyFold();
        private final List<Outcome> outcomes = new ArrayList<>();

        void receive(Assessed event) {
            tally.receive(event.tenant(), event.source());
        }

        /** An event that is new. */
        void entered(Assessed.Fit fit, Rulings rulings, boolean isLate) {
            EventKey firstCorrection = rulings.second().get(fit.key());
            if (firstCorrection != null) {
                conflict(fit, firstCorrection);
                return;
            }
            if (isLate) {
                tally.late(fit.tenant(), fit.source());
            }
            note(fit, Outcome.Kind.METERED, null, rulings.states().get(fit.key()));
        }

        void again(Assessed.Fit fit, UsageLedger.Standing standing, Rulings rulings) {
            EventKey firstCorrection = rulings.second().get(fit.key());
            if (!standing.says(fit)) {
                conflict(fit, fit.key());
            } else if (firstCorrection != null) {
                conflict(fit, firstCorrection);
            } else {
                note(fit, Outcome.Kind.DUPLICATE, null, rulings.states().get(fit.key()));
            }
        }

        private void conflict(Assessed.Fit fit, EventKey standing) {
            conflicts.add(new UsageLedger.Conflict(fit, standing));
            note(fit, Outcome.Kind.CONFLICT, standing.equals(fit.key()) ? null : fit.target(), null);
        }

        void unfit(Assessed.Unfit unfit) {
            Envelope envelope = unfit.received().arrival().envelope();
            tally.decide(unfit.tenant(), unfit.source(), Outcome.Kind.REFUSED);
            outcomes.add(
                    new Outcome(Outcome.Kind.REFUSED, envelope.source(), envelope.id(), unfit.refused(), null, null));
        }

        private void note(
                Assessed.Fit fit,
                Outcome.Kind kind,
                @Nullable EventIdentity correctedBefore,
                @Nullable CorrectionState corrects) {
            EventIdentity identity = fit.report().identity();
            tally.decide(fit.tenant(), fit.source(), kind);
            outcomes.add(new Outcome(kind, identity.source(), identity.id(), null, correctedBefore, corrects));
        }
    }
}
