package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.MonthCharges.ProjectGap;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The energy of a contract at one site in a part of a month, by quarter-hour and by project, exact. What a site's energy
 * costs as a whole is shared out to the projects by their energy. Slots of days without a PUE count at that of 1 and are
 * gaps.
 */
final class SiteEnergy {

    private final Site site;
    private final SortedMap<Instant, BigDecimal> facility = new TreeMap<>();
    private final SortedMap<String, ProjectEnergy> projects = new TreeMap<>();
    private final SortedMap<Instant, SlotUsage> withoutPue = new TreeMap<>();
    private final Map<LocalDate, Optional<BigDecimal>> pue = new HashMap<>();
    private final Map<Instant, BigDecimal> itWithoutPue = new HashMap<>();
    private final Map<Instant, Long> gpuTime = new HashMap<>();
    private final boolean ofThePart;
    private long milliGpuSeconds;

    private SiteEnergy(Site site, boolean ofThePart) {
        this.site = site;
        this.ofThePart = ofThePart;
    }

    /** Energy of a project in millijoules. */
    private static final class ProjectEnergy {
        private BigDecimal facility = BigDecimal.ZERO;
        private BigDecimal it = BigDecimal.ZERO;
        private BigDecimal estimated = BigDecimal.ZERO;
    }

    /**
     * What a site comes to as a whole.
     *
     * @param part which part of the component; absent where it has only one
     * @param kind what it charges for
     * @param quantity in {@code unit}
     * @param unit of the quantity
     * @param unitPrice absent where it differs
     * @param amount unrounded
     * @param documents used, sorted
     */
    record Whole(
            @Nullable String part,
            ChargeKind kind,
            BigDecimal quantity,
            ChargeUnit unit,
            @Nullable BigDecimal unitPrice,
            BigDecimal amount,
            List<String> documents) {}

    /** The energy at a site; a SKU that the catalog does not have is open in its days and is not counted. */
    static SiteEnergy of(MonthPart part, Site site) {
        SiteEnergy energy = new SiteEnergy(site, part.quotes().holds(RatingRule.ENERGY_OF_THE_PART));
        for (ProjectLoad load : part.projectLoads()) {
            Sku sku = part.skus().get(load.sku());
            if (load.site().equals(site.id()) && sku != null) {
                ProjectEnergy project = energy.projects.computeIfAbsent(load.project(), name -> new ProjectEnergy());
                load.slots().stream().filter(SlotUsage::isUsed).forEach(slot -> energy.add(project, slot, sku));
            }
        }
        return energy;
    }

    private void add(ProjectEnergy project, SlotUsage slot, Sku sku) {
        BigDecimal it = slot.itMillijoules(sku);
        Optional<BigDecimal> factor = pueAt(slot.start());
        if (factor.isEmpty()) {
            withoutPue.merge(slot.start(), slot, SlotUsage::plus);
            itWithoutPue.merge(slot.start(), it, BigDecimal::add);
        }
        BigDecimal energy = it.multiply(factor.orElse(BigDecimal.ONE));
        facility.merge(slot.start(), energy, BigDecimal::add);
        project.facility = project.facility.add(energy);
        project.it = project.it.add(it);
        project.estimated = project.estimated.add(slot.estimatedMillijoules(sku));
        gpuTime.merge(slot.start(), slot.milliGpuSeconds(), Math::addExact);
        milliGpuSeconds = Math.addExact(milliGpuSeconds, slot.milliGpuSeconds());
    }

    Site site() {
        return site;
    }

    /** The PUE that holds at an instant. */
    Optional<BigDecimal> pueAt(Instant instant) {
        return pue.computeIfAbsent(site.dayOf(instant), site::pueOn);
    }

    /** Whether something was used in a quarter-hour whose PUE is not known. */
    boolean lacksPue(Instant slot) {
        return withoutPue.containsKey(slot);
    }

    /** The GPU time of a quarter-hour, as a gap shows it. */
    SlotUsage timeIn(Instant slot) {
        return new SlotUsage(slot, gpuTime.getOrDefault(slot, 0L), 0, 0);
    }

    /** Facility energy in millijoules by the start of its quarter-hour; only quarter-hours with usage. */
    SortedMap<Instant, BigDecimal> bySlot() {
        return facility;
    }

    /** All facility energy, in millijoules. */
    BigDecimal total() {
        return facility.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    long milliGpuSeconds() {
        return milliGpuSeconds;
    }

    /** The stretches whose facility energy is not known, as gaps of a component. */
    List<ProjectGap> gaps(Component component) {
        GapRuns runs = new GapRuns(component.id());
        withoutPue.forEach((start, slot) ->
                runs.add(slot, "PUE of " + site.id(), itWithoutPue.getOrDefault(start, BigDecimal.ZERO), null));
        return gaps(runs.gaps());
    }

    /** Gaps of the contract as a whole. */
    static List<ProjectGap> gaps(List<Gap> gaps) {
        return gaps.stream().map(gap -> new ProjectGap(RatedUsage.ALL, gap)).toList();
    }

    /** One charge per project, adding up to the whole exactly; one for no project where nothing was used. */
    List<ProjectCharge> share(Component component, Whole whole) {
        if (projects.isEmpty()) {
            return List.of(charge(RatedUsage.ALL, component, whole, whole.quantity, whole.amount, null));
        }
        List<BigDecimal> weights =
                projects.values().stream().map(project -> project.facility).toList();
        List<BigDecimal> quantities = Shares.of(whole.quantity, weights);
        List<BigDecimal> amounts = Shares.of(whole.amount, weights);
        List<ProjectCharge> charges = new ArrayList<>();
        projects.forEach((name, project) -> {
            int number = charges.size();
            charges.add(charge(name, component, whole, quantities.get(number), amounts.get(number), project));
        });
        return charges;
    }

    private ProjectCharge charge(
            String project,
            Component component,
            Whole whole,
            BigDecimal quantity,
            BigDecimal amount,
            @Nullable ProjectEnergy energy) {
        // Parts of one component have the same energy behind them, which is not to be shown twice.
        ProjectEnergy shown = whole.part == null && whole.kind == ChargeKind.ENERGY ? energy : null;
        return new ProjectCharge(
                project,
                new Charge(
                        component.id(),
                        whole.part,
                        whole.kind,
                        component.description(),
                        site.id(),
                        null,
                        Exact.normal(quantity),
                        whole.unit,
                        whole.unitPrice,
                        Exact.normal(amount),
                        shown == null ? 0 : behind(whole, shown.it),
                        shown == null ? 0 : behind(whole, shown.estimated),
                        whole.documents));
    }

    /** Of some IT energy the part that is behind a charge: as much of it as of the facility's energy is charged. */
    private long behind(Whole whole, BigDecimal millijoules) {
        BigDecimal all = total();
        if (!ofThePart || all.signum() == 0) {
            return wholeMillijoules(millijoules);
        }
        BigDecimal charged = whole.quantity.multiply(Exact.MILLIJOULES_PER_KWH);
        return wholeMillijoules(Exact.divide(millijoules.multiply(charged), all));
    }

    private static long wholeMillijoules(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
