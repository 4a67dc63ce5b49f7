package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the billing months of contracts, and which of them have anything to be rated by the month. */
final class ContractMonths {

    private ContractMonths() {}

    /** The month of a contract in which {@code instant} lies. */
    static MonthKey at(String tenant, ContractFacts contract, Instant instant) {
        return new MonthKey(tenant, contract.contract(), day(contract, instant).withDayOfMonth(1));
    }

    /** The part of the month that the contract covers; null where it covers none of it. */
    static @Nullable Interval interval(ContractFacts contract, LocalDate month) {
        ZoneId zone = ZoneId.of(contract.billingTimeZone());
        Instant start = month.atStartOfDay(zone).toInstant();
        Instant end = month.plusMonths(1).atStartOfDay(zone).toInstant();
        Instant from = contract.start().isAfter(start) ? contract.start() : start;
        Instant until = contract.end() != null && contract.end().isBefore(end) ? contract.end() : end;
        return from.isBefore(until) ? new Interval(from, until) : null;
    }

    /** All months that have begun by {@code now} and in which a version of the tariff has a component of the month. */
    static SortedSet<MonthKey> begun(AccountFacts account, Catalog catalog, Instant now) {
        SortedSet<MonthKey> months = new TreeSet<>();
        for (ContractFacts contract : account.contracts()) {
            Tariff tariff = catalog.tariffs().get(contract.tariff());
            if (tariff != null
                    && now.isAfter(contract.start())
                    && hasMonths(tariff, catalog.overridesOf(account.tenant()))) {
                LocalDate last = day(contract, end(contract, now)).withDayOfMonth(1);
                for (LocalDate month = first(contract, tariff); !month.isAfter(last); month = month.plusMonths(1)) {
                    months.add(new MonthKey(account.tenant(), contract.contract(), month));
                }
            }
        }
        return months;
    }

    /**
     * When a contract or the next month of one begins: after {@code now}, or at it for a contract that starts just then,
     * whose first month has begun an instant later; the end of time where none does.
     */
    static Instant nextBegin(AccountFacts account, Instant now) {
        return account.contracts().stream()
                .filter(contract -> contract.end() == null || contract.end().isAfter(now))
                .map(contract -> now.isAfter(contract.start()) ? nextMonth(contract, now) : contract.start())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private static Instant nextMonth(ContractFacts contract, Instant now) {
        return day(contract, now)
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay(ZoneId.of(contract.billingTimeZone()))
                .toInstant();
    }

    /** Whether any version, or what is negotiated instead, has a component that is rated by the month. */
    static boolean hasMonths(Tariff tariff, List<TariffOverride> overrides) {
        return Stream.concat(
                        tariff.versions().stream().flatMap(version -> version.components().stream()),
                        overrides.stream()
                                .filter(override -> override.tariff().equals(tariff.id()))
                                .flatMap(override -> override.components().stream()))
                .anyMatch(component -> component instanceof MonthComponent ofMonth && ofMonth.dueByMonth());
    }

    /** A contract that begins before its tariff has nothing to be rated until the first version holds. */
    private static LocalDate first(ContractFacts contract, Tariff tariff) {
        LocalDate start = day(contract, contract.start());
        LocalDate tariffStart = tariff.versions().stream()
                .map(TariffVersion::validFrom)
                .findFirst()
                .orElse(start);
        return (tariffStart.isAfter(start) ? tariffStart : start).withDayOfMonth(1);
    }

    private static Instant end(ContractFacts contract, Instant now) {
        Instant end = contract.end();
        return end != null && end.isBefore(now) ? end.minusNanos(1) : now;
    }

    private static LocalDate day(ContractFacts contract, Instant instant) {
        return LocalDate.ofInstant(instant, ZoneId.of(contract.billingTimeZone()));
    }
}
