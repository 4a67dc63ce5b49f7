package io.wattledger.billing.account;

import io.wattledger.billing.contract.Contract;
import io.wattledger.contracts.message.RatedUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a tenant's usage is billed to a reseller.
 *
 * @param tenant who uses
 * @param legalName its legal name, as its account has it now
 * @param start local midnight at which the first month begins
 * @param end first instant no longer inside; absent while it goes on
 * @param reseller tenant id of the reseller's account
 * @param contract id of the reseller's contract
 */
public record Resold(
        String tenant,
        String legalName,
        Instant start,
        @Nullable Instant end,
        String reseller,
        String contract) {

    /** What the name of a project in a reseller's books has between tenant and project; intake takes no other name with it. */
    private static final String SIGN = "\u203a";

    private static final String BETWEEN = " " + SIGN + " ";

    /** The times of an account that some contract of it covers; in others it has no usage. */
    public static List<Resold> of(Account account) {
        List<Resold> all = new ArrayList<>();
        for (int i = 0; i < account.invoicedTo().size(); i++) {
            Resale resale = account.invoicedTo().get(i);
            YearMonth until = account.until(i);
            Optional<ZoneId> zone = account.contracts().stream()
                    .filter(contract -> overlaps(contract, resale.from(), until))
                    .map(contract -> contract.billing().timeZone())
                    .findFirst();
            if (zone.isPresent() && resale.reseller() != null && resale.contract() != null) {
                Instant end = until == null ? null : start(until, zone.get());
                all.add(new Resold(
                        account.tenant(),
                        account.buyer().name(),
                        start(resale.from(), zone.get()),
                        end,
                        resale.reseller(),
                        resale.contract()));
            }
        }
        return all;
    }

    /** Whether usage of that time is billed to the reseller. */
    public boolean covers(Instant instant) {
        return !instant.isBefore(start) && (end == null || instant.isBefore(end));
    }

    /**
     * Usage of the tenant as the reseller's books have it: the reseller's, under its contract, of a project named by tenant and
     * project.
     */
    public RatedUsage billed(RatedUsage usage) {
        return named(usage, reseller, project(tenant, usage.project()), contract);
    }

    /** How a reseller's books name a project of a tenant. */
    public static String project(String tenant, String project) {
        return tenant + BETWEEN + project;
    }

    /** Whether usage stands in a reseller's books for a tenant that it sells to. */
    public static boolean isSold(RatedUsage booked) {
        return booked.project().contains(SIGN);
    }

    /** Tenant id of whoever has a project of that name in a reseller's books; empty for a project of the books' own tenant. */
    public static Optional<String> user(String project) {
        int between = project.indexOf(BETWEEN);
        return between < 0 ? Optional.empty() : Optional.of(project.substring(0, between));
    }

    /** Tenant id of whoever used what stands in the books of somebody. */
    public static String user(RatedUsage booked) {
        return user(booked.project()).orElse(booked.tenant());
    }

    /** Usage as pricing has it, but for the contract, of what stands in the books of somebody. */
    public static RatedUsage rated(RatedUsage booked) {
        return isSold(booked)
                ? named(
                        booked,
                        user(booked),
                        booked.project().substring(booked.project().indexOf(BETWEEN) + BETWEEN.length()),
                        booked.contract())
                : booked;
    }

    /** Usage as pricing has it, in the books in which {@code booked} stands. */
    public static RatedUsage inBooksOf(RatedUsage booked, RatedUsage rated) {
        return isSold(booked) ? named(rated, booked.tenant(), booked.project(), booked.contract()) : rated;
    }

    private static RatedUsage named(RatedUsage usage, String tenant, String project, String contract) {
        return new RatedUsage(
                tenant,
                project,
                usage.site(),
                usage.sku(),
                usage.periodStart(),
                usage.periodEnd(),
                usage.siteDate(),
                usage.revision(),
                contract,
                usage.tariff(),
                usage.tariffVersion(),
                usage.currency(),
                usage.milliGpuSeconds(),
                usage.charges(),
                usage.gaps(),
                usage.carbon(),
                usage.overrides(),
                usage.estimatedMilliGpuSeconds());
    }

    /** Whether a contract covers a day of the months from {@code from} until {@code until}, for ever where that is absent. */
    static boolean overlaps(Contract contract, YearMonth from, @Nullable YearMonth until) {
        LocalDate validTo = contract.term().validTo();
        return (until == null || contract.term().validFrom().isBefore(until.atDay(1)))
                && (validTo == null || validTo.isAfter(from.atDay(1)));
    }

    private static Instant start(YearMonth month, ZoneId zone) {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }
}
