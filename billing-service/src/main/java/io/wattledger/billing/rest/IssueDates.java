package io.wattledger.billing.rest;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Tells which dates documents may have that are issued now. */
@Singleton
class IssueDates {

    /** Where the day begins first; whoever is ahead of UTC may date a document as their calendar says. */
    private static final ZoneOffset FIRST = ZoneOffset.ofHours(14);

    private final Clock clock;

    IssueDates(Clock clock) {
        this.clock = clock;
    }

    /** Why a document cannot be dated so; null where it can. No tax authority knows an invoice of tomorrow. */
    @Nullable
    String flaw(@Nullable LocalDate issueDate) {
        LocalDate latest = LocalDate.ofInstant(clock.instant(), FIRST);
        return issueDate != null && issueDate.isAfter(latest)
                ? "must not be after " + latest + ": a document is issued when it is made, and not in the future"
                : null;
    }
}
