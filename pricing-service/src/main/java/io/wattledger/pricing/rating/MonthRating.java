package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthPart.Neighbours;
import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.Certificates;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyAllowance;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.IdleEnergy;
import io.wattledger.pricing.tariff.MinimumCharge;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.Packages;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.PercentComponent;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.PpaPoolPart;
import io.wattledger.pricing.tariff.ReservedCapacity;
import io.wattledger.pricing.tariff.SiteDay;
import io.wattledger.pricing.tariff.SlaCredit;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import io.wattledger.pricing.tariff.Tiers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rates what can only be told from a contract's whole billing month: a pure function of its rated days, its slots, the
 * tariff and the prices as known. The month is cut by local days where a tariff version begins; in each part the
 * components of the month are taken in their order, as they are negotiated where the month begins. The result is one record per project and part.
 */
public final class MonthRating {

    private final Agreement agreement;
    private final Quotes quotes;

    /** Rates under these agreements and with these prices. */
    public MonthRating(Agreement agreement, Quotes quotes) {
        this.agreement = agreement;
        this.quotes = quotes;
    }

    /**
     * Rates one month. Empty where the contract has no tariff that can be used: then the days are open, and say so.
     *
     * @return one record per project and tariff version, the revision always 1
     */
    public List<RatedUsage> rate(MonthUsage month) {
        Tariff tariff = agreement.tariffs().get(month.contract().tariff());
        if (tariff == null || !tariff.currency().equals(month.contract().currency())) {
            return List.of();
        }
        List<RatedUsage> records = new ArrayList<>();
        for (MonthPart part : parts(month, tariff)) {
            records.addAll(records(part));
        }
        return records;
    }

    /**
     * Explains what a component of the month has charged to a project in the part that begins at {@code periodStart}; empty
     * where it has charged nothing there.
     */
    public Optional<MonthExplanation> explain(MonthUsage month, Instant periodStart, String project, String component) {
        Tariff tariff = agreement.tariffs().get(month.contract().tariff());
        if (tariff == null || !tariff.currency().equals(month.contract().currency())) {
            return Optional.empty();
        }
        return parts(month, tariff).stream()
                .filter(part -> start(part).equals(periodStart))
                .findFirst()
                .flatMap(part -> explain(part, project, component));
    }

    private static Optional<MonthExplanation> explain(MonthPart part, String project, String id) {
        EarlierCharges earlier = new EarlierCharges(part);
        for (Component component : part.version().components()) {
            if (component instanceof MonthComponent ofMonth) {
                MonthCharges result = charges(ofMonth, part, earlier);
                if (component.id().equals(id)) {
                    List<Charge> charges = result.charges().stream()
                            .filter(one -> one.project().equals(project))
                            .map(MonthCharges.ProjectCharge::charge)
                            .toList();
                    return charges.isEmpty()
                            ? Optional.empty()
                            : Optional.of(MonthExplanation.of(part, component, charges, earlier));
                }
                earlier.add(result.charges());
            }
        }
        return Optional.empty();
    }

    private static Instant start(MonthPart part) {
        ZoneId zone = ZoneId.of(part.month().contract().billingTimeZone());
        Instant monthStart = part.month().interval().start();
        Instant versionStart = part.firstDay().atStartOfDay(zone).toInstant();
        return versionStart.isBefore(monthStart) ? monthStart : versionStart;
    }

    private List<MonthPart> parts(MonthUsage month, Tariff tariff) {
        ZoneId zone = ZoneId.of(month.contract().billingTimeZone());
        LocalDate first = LocalDate.ofInstant(month.interval().start(), zone);
        LocalDate end =
                LocalDate.ofInstant(month.interval().end().minusNanos(1), zone).plusDays(1);
        List<MonthPart> parts = new ArrayList<>();
        List<TariffOverride> overrides = agreement.overridesOf(month.tenant());
        List<TariffVersion> versions = tariff.versions();
        boolean beginWithTariff = quotes.holds(RatingRule.HOURS_BEGIN_WITH_TARIFF);
        for (int number = 0; number < versions.size(); number++) {
            TariffVersion version = versions.get(number);
            LocalDate from = version.validFrom().isAfter(first) ? version.validFrom() : first;
            LocalDate next =
                    number + 1 < versions.size() ? versions.get(number + 1).validFrom() : end;
            LocalDate until = next.isBefore(end) ? next : end;
            if (from.isBefore(until)) {
                Negotiated negotiated = Negotiated.of(
                        version, overrides, month.contract(), month.interval().start(), quotes);
                parts.add(new MonthPart(
                        month,
                        agreement,
                        quotes,
                        tariff,
                        negotiated,
                        from,
                        until,
                        new Neighbours(from.isAfter(first) && (number > 0 || beginWithTariff), until.isBefore(end))));
            }
        }
        return parts;
    }

    private List<RatedUsage> records(MonthPart part) {
        SortedMap<String, List<Charge>> charges = new TreeMap<>();
        SortedMap<String, List<Gap>> gaps = new TreeMap<>();
        EarlierCharges earlier = new EarlierCharges(part);
        for (Component component : part.version().components()) {
            if (component instanceof MonthComponent ofMonth) {
                MonthCharges result = charges(ofMonth, part, earlier);
                earlier.add(result.charges());
                result.charges()
                        .forEach(one -> charges.computeIfAbsent(one.project(), project -> new ArrayList<>())
                                .add(one.charge()));
                result.gaps()
                        .forEach(one -> gaps.computeIfAbsent(one.project(), project -> new ArrayList<>())
                                .add(one.gap()));
                result.gaps().forEach(one -> charges.computeIfAbsent(one.project(), project -> new ArrayList<>()));
            }
        }
        List<RatedUsage> records = new ArrayList<>();
        charges.forEach((project, ofProject) ->
                records.add(record(part, project, ofProject, gaps.getOrDefault(project, List.of()))));
        return records;
    }

    private static MonthCharges charges(MonthComponent component, MonthPart part, EarlierCharges earlier) {
        return switch (component) {
            case CapacityCharge capacity -> CapacityRating.rate(capacity, part);
            case Certificates certificates -> CertificatesRating.rate(certificates, part, earlier);
            case EnergyAllowance allowance -> EnergyAllowanceRating.rate(allowance, part, earlier);
            case EnergyIndexMonth index -> EnergyIndexMonthRating.rate(index, part);
            case IdleEnergy idle -> IdleEnergyRating.rate(idle, part);
            case PeakDemand peak -> PeakDemandRating.rate(peak, part);
            case PpaBlock block -> PpaBlockRating.rate(block, part);
            case PpaPoolPart pool -> PpaPoolPartRating.rate(pool, part);
            case SiteDay fee -> SiteDayRating.rate(fee, part);
            case GpuHour gpuHour -> GpuHourRating.ofMonth(gpuHour, part);
            case MinimumCharge minimum -> MinimumChargeRating.rate(minimum, part, earlier);
            case Packages packages -> PackagesRating.rate(packages, part);
            case PercentComponent percent -> PercentRating.ofMonth(percent, earlier);
            case ReservedCapacity reserved -> ReservedCapacityRating.rate(reserved, part);
            case SlaCredit credit -> SlaCreditRating.rate(credit, part, earlier);
            case Tiers tiers -> TiersRating.rate(tiers, part);
        };
    }

    private static RatedUsage record(MonthPart part, String project, List<Charge> charges, List<Gap> gaps) {
        ContractFacts contract = part.month().contract();
        ZoneId zone = ZoneId.of(contract.billingTimeZone());
        var monthEnd = part.month().interval().end();
        var versionEnd = part.endDay().atStartOfDay(zone).toInstant();
        return new RatedUsage(
                        part.month().tenant(),
                        project,
                        RatedUsage.ALL,
                        RatedUsage.ALL,
                        start(part),
                        versionEnd.isAfter(monthEnd) ? monthEnd : versionEnd,
                        part.firstDay(),
                        1,
                        contract.contract(),
                        part.tariff().id(),
                        part.version().validFrom(),
                        part.tariff().currency(),
                        0,
                        charges,
                        gaps,
                        null)
                .withOverrides(part.negotiated().overrides());
    }
}
