package io.wattledger.pricing.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** The settings of pricing. */
@ConfigMapping(prefix = "wattledger.pricing")
public interface PricingConfig {

    /**
     * Whether a tariff version takes two persons. Off, since on one machine one person sets up everything; an operator who
     * answers for prices switches it on.
     */
    @WithDefault("off")
    FourEyes fourEyes();

    /** Settings of rating. */
    Rating rating();

    /** Settings of the readers of topics. */
    Topics topics();

    /** Settings of price feeds. */
    Feeds feeds();

    /** How the sums of law 8 are kept. */
    Balance balance();

    /** How the sums of law 8 are kept. */
    interface Balance {

        /** Rest between two rounds of rolling up: many changes come together, and the journal stays short. */
        @WithDefault("PT10S")
        Duration rollUpEvery();
    }

    /** Settings of price feeds. */
    interface Feeds {

        /** False fetches nothing by itself; a day can still be fetched on demand. */
        @WithDefault("true")
        boolean enabled();

        /** How long to rest between two looks at what is due; publishers are minutes late, not seconds. */
        @WithDefault("PT20S")
        Duration pause();

        /** How long to rest between two counts of late days; an alert may be some minutes late. */
        @WithDefault("PT5M")
        Duration watchPause();

        /** How long after its time a day may be incomplete before it is late: the first attempts may take that long. */
        @WithDefault("PT1H")
        Duration grace();

        /** How long a whole answer may take. */
        @WithDefault("PT30S")
        Duration timeout();

        /** Most bytes of an answer; a price document of a month is below one megabyte. */
        @WithDefault("20000000")
        long mostBytes();

        /** Keys that publishers gave, by id of the feed; stands for {@code {secret}} in its path and is never shown. */
        Map<String, String> secrets();
    }

    /** Whether a tariff version takes two persons. */
    enum FourEyes {
        /** A catalog may bring new and changed tariffs. */
        OFF,
        /** A catalog's tariffs must be those that hold; versions are drafted and approved by somebody else. */
        ON
    }

    /** Settings of rating. */
    interface Rating {

        /** False leaves dirty days alone; for tests of other doors. */
        @WithDefault("true")
        boolean enabled();

        /**
         * How long a day must have been left alone before it is rated. Slots of a day come in bursts; without a pause the
         * same day would be rated again and again while they stream in.
         */
        @WithDefault("PT0.3S")
        Duration quiet();

        /** After this long a day is rated even if it is still being touched; today's day always is. */
        @WithDefault("PT15S")
        Duration longestWait();

        /**
         * How long a day or month that still runs rests after it was rated first. Its usage changes all the time, and every
         * revision is kept and sent on: the rest grows with the square of how often it was rated.
         */
        @WithDefault("PT5S")
        Duration rest();

        /** The longest such rest of a day: a quarter-hour, in which usage is metered. It ends with the day. */
        @WithDefault("PT15M")
        Duration longestRestOfDay();

        /** The longest such rest of a month of a contract, for which all usage of the month is read. It ends with the month. */
        @WithDefault("PT1H")
        Duration longestRestOfMonth();

        /**
         * How often the months that have begun are looked for. A month without usage is charged for what is due whether
         * anything was used or not, and nobody waits for that to the second.
         */
        @WithDefault("PT2S")
        Duration openMonths();

        /** How often usage is looked for that an older copy could not rate and told nobody of. */
        @WithDefault("PT2S")
        Duration untoldUsage();

        /** Most days rated in one transaction; bounds what one holds in memory and how long it holds its locks. */
        @WithDefault("200")
        int bunch();

        /** Most days that a changed input is spread to in one transaction; where it matters for more they are marked tenant by tenant. */
        @WithDefault("200000")
        int spreadTogether();
    }

    /** Settings of the readers of topics. */
    interface Topics {

        /** Most slot totals taken in by one transaction. */
        @WithDefault("4000")
        int meteredUsageBatch();

        /** Most accounts taken in by one transaction. */
        @WithDefault("500")
        int accountsBatch();
    }
}
