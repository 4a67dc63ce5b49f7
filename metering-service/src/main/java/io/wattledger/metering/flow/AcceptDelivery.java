package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.AllocationStart;
import io.wattledger.metering.event.AllocationStop;
import io.wattledger.metering.event.BeyondBound;
import io.wattledger.metering.event.CollectorBeat;
import io.wattledger.metering.event.EnergyReading;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.MeasuredEnergy;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.NodeMeasurement;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.event.Withdrawal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Takes deliveries of events so that one which goes beyond a bound is refused and holds up no other. Whether one does shows only
 * when the events take effect, which tells nothing of which it is; so nothing is done about it until it happens. Then the delivery
 * is tried in a transaction that is taken back, without the events that are named or, where none is, in halves of halves, until they
 * are found. They are refused when the delivery is assessed once more, as any other that breaks a rule, with the bytes in which they came.
 */
@ApplicationScoped
public class AcceptDelivery {

    /**
     * So many events of a tenant are looked for in one delivery; those that are named together count as one. Each costs as much as the
     * delivery itself: who sends more has all that are left and may do the same refused with them, so that nobody else waits for it.
     */
    private static final int MOST_SOUGHT = 8;

    /** A delivery is assessed again at once. What is not, since another copy of the service has it now, is forgotten. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final int MOST_REMEMBERED = 100_000;

    private final AcceptUsage acceptUsage;
    private final UsageLedger ledger;
    private final Clock clock;
    private final Map<EventKey, Found> beyond = new ConcurrentHashMap<>();

    AcceptDelivery(AcceptUsage acceptUsage, UsageLedger ledger, Clock clock) {
        this.acceptUsage = acceptUsage;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** An event that was found to go beyond a bound, by its content, until it is forgotten. */
    private record Found(byte[] contentHash, Refused refused, Instant until) {}

    /**
     * What the rules say of each event, in order. The list may make its elements when they are asked for: each is asked for once,
     * and once more where it is refused for what it needs to be known of it.
     *
     * @throws ReferenceFeed.Behind when an event names a site or SKU that may be on its way to this service
     */
    public List<Assessed> assess(List<Received> received) {
        List<Assessed> assessed = acceptUsage.assess(received);
        if (beyond.isEmpty()) {
            return assessed;
        }
        Instant now = clock.instant();
        List<Assessed> known = new ArrayList<>(assessed);
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) instanceof Assessed.Fit fit) {
                Found found = beyond.get(fit.key());
                if (found != null
                        && found.until().isAfter(now)
                        && Arrays.equals(found.contentHash(), fit.contentHash())) {
                    known.set(i, new Assessed.Unfit(received.get(i), found.refused(), fit.tenant()));
                    beyond.remove(fit.key(), found);
                }
            }
        }
        return known;
    }

    /**
     * Takes effect, in the transaction of the caller: what became of each event, in order.
     *
     * @throws Contended when it may be tried again at once, in another transaction and with the same delivery
     * @throws AssessAgain when the events are to be assessed once more, and then to be tried again
     * @throws io.wattledger.chassis.tenancy.TooMuchAtOnce where fewer events are to be tried; never of a single one
     */
    public List<Outcome> accept(Delivery delivery) {
        if (delivery.isDoubtful()) {
            find(delivery.events());
            throw new AssessAgain();
        }
        try {
            return acceptUsage.accept(delivery.events());
        } catch (BeyondBound e) {
            delivery.doubt();
            throw new Contended("an event goes beyond a bound: " + e.getMessage());
        }
    }

    /** The caller takes back what this does to the database. */
    private void find(List<Assessed> events) {
        Instant now = clock.instant();
        beyond.values().removeIf(found -> !found.until().isAfter(now));
        if (beyond.size() > MOST_REMEMBERED) {
            beyond.clear();
        }
        List<Assessed.Fit> fit = events.stream()
                .filter(Assessed.Fit.class::isInstance)
                .map(Assessed.Fit.class::cast)
                .sorted(Comparator.comparing(Assessed::tenant))
                .toList();
        new Search(now.plus(REMEMBERED)).among(fit);
    }

    /** Looks for the events that go beyond a bound when all others have taken effect. */
    private final class Search {
        private final Instant until;
        private final Map<String, Integer> found = new HashMap<>();

        Search(Instant until) {
            this.until = until;
        }

        void among(List<Assessed.Fit> events) {
            BeyondBound beyondBound =
                    events.isEmpty() ? null : ledger.attempt(() -> acceptUsage.accept(List.copyOf(events)));
            if (beyondBound == null) {
                return;
            }
            String tenant = events.getFirst().tenant();
            boolean isOneTenants = tenant.equals(events.getLast().tenant());
            if (events.size() == 1 || isOneTenants && isExhausted(tenant)) {
                events.forEach(event -> note(event, beyondBound.refused(), events.size() == 1));
                found.merge(tenant, 1, Integer::sum);
                return;
            }
            Map<Boolean, List<Assessed.Fit>> isNamed = events.stream()
                    .collect(Collectors.partitioningBy(
                            event -> beyondBound.events().contains(event.key()) && !isExhausted(event.tenant())));
            List<Assessed.Fit> named = isNamed.getOrDefault(true, List.of());
            if (!named.isEmpty()) {
                named.forEach(event -> note(event, beyondBound.refused(), true));
                AcceptUsage.tenants(List.copyOf(named)).forEach(one -> found.merge(one, 1, Integer::sum));
                among(isNamed.getOrDefault(false, List.of()));
                return;
            }
            among(events.subList(0, events.size() / 2));
            among(events.subList(events.size() / 2, events.size()));
        }

        private boolean isExhausted(String tenant) {
            return found.getOrDefault(tenant, 0) >= MOST_SOUGHT;
        }

        private void note(Assessed.Fit event, Refused refused, boolean isFound) {
            if (isFound || mayDo(event, refused.code())) {
                beyond.put(event.key(), new Found(event.contentHash(), refused, until));
            }
        }

        private static boolean mayDo(Assessed.Fit event, RefusalCode code) {
            return switch (event.report()) {
                case Withdrawal withdrawal -> false;
                case CollectorBeat beat -> code == RefusalCode.TOO_MANY_COLLECTORS;
                case MeterEvent meterEvent -> false;
                case NodeMeasurement node -> false;
                case EnergyReading reading ->
                    code == RefusalCode.INSTANT_OVERFULL || code == RefusalCode.QUARTER_HOUR_OVERFULL;
                case MeasuredEnergy energy -> code == RefusalCode.QUARTER_HOUR_OVERFULL;
                case AllocatedInterval interval -> code == RefusalCode.QUARTER_HOUR_OVERFULL;
                case AllocationStart start -> isOfAllocations(code);
                case AllocationStop stop -> isOfAllocations(code);
                case AllocationBeat beat -> isOfAllocations(code);
            };
        }

        private static boolean isOfAllocations(RefusalCode code) {
            return code == RefusalCode.ALLOCATION_OVERFULL || code == RefusalCode.QUARTER_HOUR_OVERFULL;
        }
    }
}
