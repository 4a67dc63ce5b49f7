package io.wattledger.billing.invoice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice covers: local days, and whose usage.
 *
 * @param firstDay first local day inside (BT-73)
 * @param dayAfter first local day no longer inside
 * @param timeZone the contract's zone, in which the days are meant
 * @param group the part of the contract's usage that is billed; absent where all of it is
 * @param filing what is said of single projects, by project; absent where nothing is
 */
public record BillingPeriod(
        LocalDate firstDay,
        LocalDate dayAfter,
        ZoneId timeZone,
        @Nullable InvoiceGroup group,
        @Nullable SortedMap<String, ProjectFiling> filing) {

    /** Refuses a period without a day; copies the map, of which nothing is left where it says nothing. */
    public BillingPeriod {
        filing = filing == null || filing.isEmpty() ? null : Collections.unmodifiableSortedMap(new TreeMap<>(filing));
        if (!dayAfter.isAfter(firstDay)) {
            throw new IllegalArgumentException("the day after the period, " + dayAfter + ", is not after " + firstDay);
        }
    }

    /** The last local day inside (BT-74). */
    public LocalDate lastDay() {
        return dayAfter.minusDays(1);
    }

    /** The month that it is, or of which it is a part. */
    public YearMonth month() {
        return YearMonth.from(firstDay);
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
        this(firstDay, dayAfter, timeZone, null, null);
    }

    /** The same period of a part of the usage. */
    public BillingPeriod of(@Nullable InvoiceGroup part) {
        return new BillingPeriod(firstDay, dayAfter, timeZone, part, filing);
    }

    /** The same period with what is to be said of projects. */
    public BillingPeriod filed(SortedMap<String, ProjectFiling> projects) {
        return new BillingPeriod(firstDay, dayAfter, timeZone, group, projects);
    }

    /** What is said of a project beside its id. */
    public ProjectFiling filing(String project) {
        return filing == null ? ProjectFiling.NONE : filing.getOrDefault(project, ProjectFiling.NONE);
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
