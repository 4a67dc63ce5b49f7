package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A September of one tenant as pricing has rated it: every day, each of its projects uses 10 SKUs at 3 sites, each at 10 components of
 * a tariff. A line of the invoice sums up the days, so there is one for each 30 charges, and almost every one has something to round.
 *
 * @param projects how many
 */
record OneTenantMonth(int projects) {

    private static final YearMonth MONTH = RatedMonth.MONTH;
    private static final ZoneId ZONE = ZoneId.of("Europe/Oslo");
    private static final int SITES = 3;
    private static final int SKUS = 10;
    private static final long MILLI_GPU_SECONDS = 28_800_000;
    private static final List<ChargeKind> COMPONENTS = List.of(
            ChargeKind.GPU_TIME,
            ChargeKind.ENERGY,
            ChargeKind.GRID,
            ChargeKind.GRID,
            ChargeKind.LEVY,
            ChargeKind.LEVY,
            ChargeKind.CERTIFICATE,
            ChargeKind.FEE,
            ChargeKind.FEE,
            ChargeKind.FEE);

    /** The month with so many charges, rounded up to whole projects. */
    static OneTenantMonth of(long charges) {
        long each = (long) SITES * SKUS * COMPONENTS.size() * MONTH.lengthOfMonth();
        return new OneTenantMonth(Math.toIntExact((charges + each - 1) / each));
    }

    /** Lines of the invoice. */
    long lines() {
        return (long) projects * SITES * SKUS * COMPONENTS.size();
    }

    /** Records of rated usage, each with a charge for every component. */
    long records() {
        return (long) projects * SITES * SKUS * MONTH.lengthOfMonth();
    }

    long charges() {
        return records() * COMPONENTS.size();
    }

    /** All charges, unrounded. */
    BigDecimal unrounded() {
        return sum(line -> line);
    }

    /** What the invoice comes to without VAT: the sum of its lines, each of which is rounded once. */
    BigDecimal net() {
        return sum(line -> line.setScale(2, RoundingMode.HALF_UP));
    }

    private interface Rounding {
        BigDecimal of(BigDecimal line);
    }

    private BigDecimal sum(Rounding rounding) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int project = 0; project < projects; project++) {
            for (int place = 0; place < SITES * SKUS; place++) {
                for (int component = 0; component < COMPONENTS.size(); component++) {
                    BigDecimal line = BigDecimal.ZERO;
                    for (int day = 1; day <= MONTH.lengthOfMonth(); day++) {
                        line = line.add(price(place, component).multiply(quantity(project, component, day)));
                    }
                    sum = sum.add(rounding.of(line));
                }
            }
        }
        return sum;
    }

    private static BigDecimal quantity(int project, int component, int day) {
        return BigDecimal.valueOf(8_000L + 37L * project + 11L * component + day, 3);
    }

    private static BigDecimal price(int place, int component) {
        return BigDecimal.valueOf(12_345L + 101L * place + 7L * component, 4);
    }

    /** Tells all charges, day after day, as they come from pricing. */
    void writeCharges(String bootstrapServers) {
        RatedMonth.write(
                bootstrapServers,
                day -> IntStream.range(0, projects)
                        .boxed()
                        .flatMap(project ->
                                IntStream.range(0, SITES * SKUS).mapToObj(place -> usage(project, place, day))));
    }

    private static RatedUsage usage(int project, int place, LocalDate day) {
        List<Charge> charges = new ArrayList<>();
        for (int component = 0; component < COMPONENTS.size(); component++) {
            charges.add(charge(project, place, component, day));
        }
        return new RatedUsage(
                RatedMonth.TENANT,
                "project-%03d".formatted(project),
                "site-" + place / SKUS,
                "sku-" + place % SKUS,
                day.atStartOfDay(ZONE).toInstant(),
                day.plusDays(1).atStartOfDay(ZONE).toInstant(),
                day,
                1,
                RatedMonth.CONTRACT,
                "tariff",
                LocalDate.of(2026, 1, 1),
                "NOK",
                MILLI_GPU_SECONDS,
                charges,
                List.of(),
                null);
    }

    /**
     * A record that is told again.
     *
     * @param usage the record
     * @param change by how much its unrounded amount differs
     */
    record Revised(RatedUsage usage, BigDecimal change) {}

    /** Another revision of the record of a day of the first project at one of its places, each charge of so much more. */
    Revised revised(int place, int day, long revision, BigDecimal more) {
        RatedUsage before = usage(0, place, MONTH.atDay(day));
        List<Charge> charges = before.charges().stream()
                .map(charge -> OneTenantMonth.charge(charge, charge.quantity().add(more)))
                .toList();
        return new Revised(
                with(before, charges).withRevision(revision), sum(charges).subtract(sum(before.charges())));
    }

    /** The first record of a day of another month. */
    static Revised first(LocalDate day) {
        RatedUsage usage = usage(0, 0, day);
        return new Revised(usage, sum(usage.charges()));
    }

    private static BigDecimal sum(List<Charge> charges) {
        return charges.stream().map(Charge::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static RatedUsage with(RatedUsage usage, List<Charge> charges) {
        return new RatedUsage(
                usage.tenant(),
                usage.project(),
                usage.site(),
                usage.sku(),
                usage.periodStart(),
                usage.periodEnd(),
                usage.siteDate(),
                usage.revision(),
                usage.contract(),
                usage.tariff(),
                usage.tariffVersion(),
                usage.currency(),
                usage.milliGpuSeconds(),
                charges,
                usage.gaps(),
                null);
    }

    private static Charge charge(Charge charge, BigDecimal quantity) {
        return new Charge(
                charge.component(),
                charge.part(),
                charge.kind(),
                charge.description(),
                charge.site(),
                charge.sku(),
                quantity,
                charge.unit(),
                charge.unitPrice(),
                quantity.multiply(charge.unitPrice()),
                charge.itMillijoules(),
                charge.estimatedMillijoules(),
                charge.documents());
    }

    /** Energy names the price document of its site and day, as that of an auction does. */
    private static Charge charge(int project, int place, int component, LocalDate day) {
        ChargeKind kind = COMPONENTS.get(component);
        boolean energy = kind == ChargeKind.ENERGY;
        BigDecimal quantity = quantity(project, component, day.getDayOfMonth());
        BigDecimal price = price(place, component);
        return new Charge(
                "component-" + component,
                null,
                kind,
                "Component " + component,
                null,
                null,
                quantity,
                kind == ChargeKind.GPU_TIME ? ChargeUnit.GPU_HOUR : ChargeUnit.FACILITY_KWH,
                price,
                price.multiply(quantity),
                energy ? 3_600_000L : 0,
                0,
                energy ? List.of("%032x%032x".formatted(place / SKUS, day.getDayOfMonth())) : List.of());
    }
}
