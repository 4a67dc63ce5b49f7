package io.wattledger.metering.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.event.WireText;
import io.wattledger.metering.meter.Checked;
import io.wattledger.metering.meter.Fault;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.MeterDefinition;
import io.wattledger.metering.meter.MeterDraft;
import io.wattledger.metering.meter.MeterLabels;
import io.wattledger.metering.meter.MeterRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes, changes and deletes the meters of a tenant. A meter reads events that came before it as well. */
@ApplicationScoped
public class DefineMeters {

    private static final String PREFIX = "mtr_";
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final MeterBook book;
    private final TenantScope scope;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    DefineMeters(MeterBook book, TenantScope scope, Clock clock) {
        this.book = book;
        this.scope = scope;
        this.clock = clock;
    }

    /**
     * Makes a meter.
     *
     * @throws MeterRefused when it breaks a rule or its slug is taken
     */
    public Meter create(String tenant, MeterDraft draft) throws MeterRefused {
        MeterDefinition definition = valid(MeterRules.check(draft));
        Instant now = now();
        Meter meter = new Meter(tenant, newId(), definition, now, now, null);
        boolean isEntered = scope.inTransaction(tenant, connection -> book.enter(meter));
        if (!isEntered) {
            throw new MeterRefused(
                    MeterRefused.Reason.EXISTS,
                    "there is a meter " + definition.slug()
                            + " already: choose another slug, or change or delete that one",
                    List.of(new Fault("slug", "is " + definition.slug() + ", which is taken")));
        }
        return meter;
    }

    /**
     * Puts other labels and groups in the place of those of a meter.
     *
     * @throws MeterRefused when there is no such meter, or the change breaks a rule
     */
    public Meter change(String tenant, String idOrSlug, MeterLabels labels, Map<String, String> groupBy)
            throws MeterRefused {
        Meter known = find(tenant, idOrSlug);
        MeterDefinition definition = valid(MeterRules.check(known.definition(), labels, groupBy));
        Meter changed = new Meter(tenant, known.id(), definition, known.createdAt(), now(), null);
        scope.inTransactionDo(List.of(tenant), connection -> book.change(changed));
        return changed;
    }

    /**
     * Deletes a meter; the events that it read stay.
     *
     * @throws MeterRefused when there is no such meter
     */
    public void delete(String tenant, String idOrSlug) throws MeterRefused {
        Meter known = find(tenant, idOrSlug);
        Instant now = now();
        Meter deleted = new Meter(tenant, known.id(), known.definition(), known.createdAt(), now, now);
        scope.inTransactionDo(List.of(tenant), connection -> book.change(deleted));
    }

    /**
     * A meter that is not deleted.
     *
     * @throws MeterRefused when there is no such meter
     */
    public Meter find(String tenant, String idOrSlug) throws MeterRefused {
        if (!WireText.isUsable(idOrSlug, WireText.LONGEST_NAME)) {
            throw MeterRefused.unknown(WireText.shown(idOrSlug, WireText.LONGEST_NAME));
        }
        return scope.inTransaction(tenant, connection -> book.find(tenant, idOrSlug))
                .orElseThrow(() -> MeterRefused.unknown(idOrSlug));
    }

    /** The meters of a tenant by slug; those that are deleted among them if wanted. */
    public List<Meter> all(String tenant, boolean withDeleted) {
        return scope.inTransaction(tenant, connection -> book.all(tenant, withDeleted));
    }

    static <T> T valid(Checked<T> checked) throws MeterRefused {
        return switch (checked) {
            case Checked.Valid<T>(T value) -> value;
            case Checked.Invalid<T>(List<Fault> faults) -> throw MeterRefused.invalid(faults);
        };
    }

    /** To the microsecond, as rows hold it, so that an answer and its repetition are the same. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** UUID version 7 (RFC 9562): in the order of making, and no slug, since a slug has no hyphen. */
    private String newId() {
        long high = clock.millis() << Short.SIZE | VERSION_7 | random.nextInt(1 << 12);
        long low = VARIANT | random.nextLong() >>> 2;
        return PREFIX + new UUID(high, low);
    }
}
