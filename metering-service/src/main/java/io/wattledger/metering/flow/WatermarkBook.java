package io.wattledger.metering.flow;

import io.wattledger.metering.event.CollectorBeat;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/** Port: until when each collector has reported the usage of each site. */
public interface WatermarkBook {

    /**
     * Collectors of a tenant and site, active or retired: all of them are looked at with each that moves. More than nodes at the
     * largest sites; where each event has a source of its own, its heartbeats have none that anybody could wait for.
     */
    int MOST_COLLECTORS = 10_000;

    /** The earliest instant of the active collectors of each site, over all tenants; in a transaction of its own. */
    SortedMap<String, Instant> slowest();

    /**
     * Moves collectors forward in the caller's transaction, and has what changed published. A heartbeat that is not further
     * than the collector stands changes nothing.
     *
     * @param beats of different collectors or sites
     */
    void advance(Collection<CollectorBeat> beats, Instant receivedAt);

    /** All collectors that speak for tenants that may be seen, by site, tenant and collector; nobody's speak for all. */
    List<CollectorMark> marks(Sight sight);

    /**
     * Where a collector stands.
     *
     * @param tenant for whom it reports; nobody's stands for all tenants
     * @param site which site
     * @param collector the source of its heartbeats
     * @param completeUntil until when all usage has been reported
     * @param isRetired whether nobody waits for it any more
     * @param advancedAt when it moved last
     */
    record CollectorMark(
            String tenant,
            String site,
            String collector,
            Instant completeUntil,
            boolean isRetired,
            Instant advancedAt) {}
}
