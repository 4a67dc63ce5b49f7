package io.wattledger.metering.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wattledger.metering.device.ClaimPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Settings of metering; every one has a default that suits one machine. */
@ConfigMapping(prefix = "wattledger.metering")
public interface MeteringConfig {

    /** Limits beyond which a report is taken for a mistake. */
    Rules rules();

    /** How heartbeats of allocations become usage. */
    Heartbeats heartbeats();

    /** How readings of energy counters become energy. */
    Energy energy();

    /** What becomes of devices that are claimed twice at one time. */
    Devices devices();

    /** How open allocations are metered. */
    OpenAllocations openAllocations();

    /** How the topic of usage events is read. */
    Intake intake();

    /** How the copies of sites and SKUs are kept. */
    References references();

    /** How changed slots are published. */
    Publication publication();

    /** How the counts of law 8 are kept. */
    Books books();

    /** How many refused events are kept to be looked at. */
    Refusals refusals();

    /** How the watermarks of sites are shown. */
    Watermarks watermarks();

    /** Limits beyond which a report is taken for a mistake. */
    interface Rules {
        /** How far an end may lie in the future: more than clocks are apart that are kept by NTP at all. */
        @WithDefault("PT5M")
        Duration tolerance();

        /** Nothing metered is older; an earlier start is a clock that was never set. */
        @WithDefault("2000-01-01T00:00:00Z")
        Instant earliestStart();

        /** What is reported later than this after its end is marked as late, so that a collector that lags is seen. */
        @WithDefault("PT48H")
        Duration lateAfter();

        /** One report fills at most this many quarter-hours at once; a longer allocation is reported in pieces. */
        @WithDefault("P366D")
        Duration longest();

        /** More GPUs than any one allocation of the largest sites has. */
        @WithDefault("100000")
        long mostGpus();

        /** Ten times the power of a GPU of today with its share of the node; above it the unit is wrong. */
        @WithDefault("20000")
        long mostWattsPerGpu();
    }

    /** How heartbeats of allocations become usage. */
    interface Heartbeats {
        /** What a beat vouches for that does not say since when: the interval at which exporters are usually scraped. */
        @WithDefault("PT1M")
        Duration period();

        /** The longest gap that is filled with an estimate: a restart of a collector, not an outage. */
        @WithDefault("PT5M")
        Duration fillUpTo();

        /** SKUs whose collectors beat otherwise. */
        Map<String, OfSku> sku();

        /** What is different for a SKU. */
        interface OfSku {
            /** Instead of the usual period. */
            Optional<Duration> period();

            /** Instead of the usual longest gap. */
            Optional<Duration> fillUpTo();
        }
    }

    /** How readings of energy counters become energy. */
    interface Energy {
        /** How far two readings may lie apart: after a longer silence somebody else may have had the device meanwhile. */
        @WithDefault("P1D")
        Duration joinUpTo();

        /** Rest between two rounds of sharing the energy of nodes when nothing waits. */
        @WithDefault("PT0.5S")
        Duration shareEvery();
    }

    /** What becomes of devices that are claimed twice at one time. */
    interface Devices {
        /** Most double allocations are reports that ran on, so the earlier claim is the honest one. */
        @WithDefault("first-claim")
        ClaimPolicy policy();

        /** Sites with a policy of their own. */
        Map<String, OfSite> site();

        /** Rest between two rounds of checks when nothing waits. */
        @WithDefault("PT0.5S")
        Duration every();

        /** What is different for a site. */
        interface OfSite {
            /** Instead of the usual policy. */
            ClaimPolicy policy();
        }
    }

    /** How open allocations are metered. */
    interface OpenAllocations {
        /** How often it is looked whether a watermark has advanced: what is open is at most so much behind it. */
        @WithDefault("PT5S")
        Duration every();

        /** Allocations per transaction: bounds its memory, and how long a stop of one of them waits for it. */
        @WithDefault("5000")
        int chunk();
    }

    /** How the topic of usage events is read. */
    interface Intake {
        /**
         * Most events per transaction: rather more than Kafka's consumer fetches at once, which then takes effect at once. The more,
         * the more events share the row of a slot, and the more memory they take until they are committed.
         */
        @WithDefault("12000")
        int batchRecords();

        /** Readers in one copy of the service: while one waits for the database another decodes. */
        @WithDefault("2")
        int readers();
    }

    /** How the copies of sites and SKUs are kept. */
    interface References {
        /** How old the copy in memory may become; bounds how late a retirement is noticed. */
        @WithDefault("PT5S")
        Duration maxAge();

        /** How long an event that names an unknown site or SKU may wait for reference data on its way. */
        @WithDefault("PT10S")
        Duration patience();
    }

    /** How changed slots are published. */
    interface Publication {
        /** Rest between two rounds; changes of one slot in the meantime go out as one. */
        @WithDefault("PT1S")
        Duration every();

        /** Changes taken in one round: bounds the memory of a round; many, since most are of the same slots. */
        @WithDefault("20000")
        int changesPerRound();
    }

    /** How the counts of law 8 are kept. */
    interface Books {
        /** Rest between two rounds of rolling up: many batches come together, and the journal stays short. */
        @WithDefault("PT10S")
        Duration rollUpEvery();
    }

    /** How many refused events are kept to be looked at; those beyond lie in the dead-letter topic only. */
    interface Refusals {
        /** Open refusals of one tenant: more than people can look at one by one, few enough to be listed at once. */
        @WithDefault("100000")
        long mostOpen();

        /** Bytes of open refusals of one tenant: a flood of large ones fills no disk. */
        @WithDefault("1073741824")
        long mostOpenBytes();

        /** How often it is looked which of those that could not be stored need no decision any more: their months wait so long. */
        @WithDefault("PT10S")
        Duration closeEvery();
    }

    /** How the watermarks of sites are shown. */
    interface Watermarks {
        /** An active collector that has not moved for so long is called silent; heartbeats come every minute or so. */
        @WithDefault("PT15M")
        Duration silentAfter();

        /** How often the metrics are read anew. */
        @WithDefault("PT5S")
        Duration showEvery();
    }
}
