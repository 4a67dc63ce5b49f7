package io.wattledger.billing.invoice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The local days that an invoice covers.
 *
 * @param firstDay first local day inside (BT-73)
 * @param dayAfter first local day no longer inside
 * @param timeZone the contract's zone, in which the days are meant
 */
public record BillingPeriod(
        LocalDate firstDay,
        LocalDate dayAfter,
        ZoneId timeZone,
        @Nullable InvoiceGroup group) {

    /** Refuses a period without a day. */
    public BillingPeriod {
        if (!dayAfter.isAfter(firstDay)) {
            throw new IllegalArgumentException("the day after the period, " + dayAfter + ", is not after " + firstDay);
        }
    }

    /** The last local day inside (BT-74). */
    public LocalDate lastDay() {
        return dayAfter.minusDays(1);
    }

    /** First instant of the period: the local midnight with which its first day begins. */
    public Instant start() {
        return firstDay.atStartOfDay(timeZone).toInstant();
    }

    /** First instant after the period. */
    public Instant end() {
        return dayAfter.atStartOfDay(timeZone).toInstant();
    }

    /** A period with all usage of its contract. */
    public BillingPeriod(LocalDate firstDay, LocalDate dayAfter, ZoneId timeZone) {
        this(firstDay, dayAfter, timeZone, null);
    }

    /** The same period of a part of the usage. */
    public BillingPeriod of(@Nullable InvoiceGroup part) {
        return new BillingPeriod(firstDay, dayAfter, timeZone, part);
    }

    /** Whose usage is billed. */
    public ProjectSelection projects() {
        return group == null ? ProjectSelection.ALL : group.projects();
    }

    /** Which of the month's documents bills it; empty where the month gets one. */
    public String groupName() {
        return group == null ? "" : group.name();
    }

    /** BT-19; absent where the buyer names no cost centre. */
    public @Nullable String accountingReference() {
        return group == null ? null : group.accountingReference();
    }
}
