package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Adds up the charges of one line without rounding, in any order; {@link #line} then rounds once. */
final class LineSum {

    private final LineKey key;
    private final SortedSet<LocalDate> tariffVersions = new TreeSet<>();
    private final SortedSet<String> documents = new TreeSet<>();
    private @Nullable First first;
    private BigDecimal quantity = BigDecimal.ZERO;
    private BigDecimal amount = BigDecimal.ZERO;
    private boolean oneUnitPrice = true;
    private Instant start = Instant.MAX;
    private Instant end = Instant.MIN;
    private long milliGpuSeconds;
    private long estimatedMilliGpuSeconds;
    private long itMillijoules;
    private long estimatedMillijoules;
    private long standInMillijoules;
    private int charges;

    LineSum(LineKey key) {
        this.key = key;
    }

    /** What the line takes from the first of its charges by series and time. */
    private record First(
            UsageKey series,
            Instant start,
            String description,
            @Nullable BigDecimal unitPrice) {

        boolean isAfter(UsageKey otherSeries, Instant otherStart) {
            int order = series.compareTo(otherSeries);
            return order > 0 || order == 0 && start.isAfter(otherStart);
        }
    }

    LineKey key() {
        return key;
    }

    /**
     * Adds a charge.
     *
     * @param series of its record
     * @param once the instance of a text that is kept
     */
    void add(UsageKey series, RatedUsage usage, Charge charge, UnaryOperator<String> once) {
        BigDecimal price = charge.unitPrice();
        if (first == null) {
            first = new First(series, usage.periodStart(), once.apply(charge.description()), price);
        }
        BigDecimal known = first.unitPrice();
        oneUnitPrice &= known != null && price != null && known.compareTo(price) == 0;
        if (first.isAfter(series, usage.periodStart())) {
            first = new First(series, usage.periodStart(), once.apply(charge.description()), price);
        }
        quantity = quantity.add(charge.quantity());
        amount = amount.add(charge.amount());
        start = usage.periodStart().isBefore(start) ? usage.periodStart() : start;
        end = usage.periodEnd().isAfter(end) ? usage.periodEnd() : end;
        milliGpuSeconds = Math.addExact(milliGpuSeconds, usage.milliGpuSeconds());
        if (usage.estimatedMilliGpuSeconds() != null) {
            estimatedMilliGpuSeconds = Math.addExact(estimatedMilliGpuSeconds, usage.estimatedMilliGpuSeconds());
        }
        itMillijoules = Math.addExact(itMillijoules, charge.itMillijoules());
        estimatedMillijoules = Math.addExact(estimatedMillijoules, charge.estimatedMillijoules());
        tariffVersions.add(usage.tariffVersion());
        charge.documents().forEach(document -> documents.add(once.apply(document)));
        if (usage.gaps().stream().anyMatch(Gap::filled) && isFirstOfComponent(usage, charge)) {
            standInMillijoules = Math.addExact(standInMillijoules, filled(usage, charge.component()));
        }
        charges++;
    }

    /** A gap is of a component, not of a part of it. */
    private static boolean isFirstOfComponent(RatedUsage usage, Charge charge) {
        return usage.charges().stream()
                .filter(one -> one.component().equals(charge.component()))
                .findFirst()
                .filter(one -> one == charge)
                .isPresent();
    }

    private static long filled(RatedUsage usage, String component) {
        return usage.gaps().stream()
                .filter(gap -> gap.filled() && gap.component().equals(component))
                .mapToLong(Gap::facilityMillijoules)
                .reduce(0, Math::addExact);
    }

    BigDecimal quantity() {
        return quantity;
    }

    boolean isNothing() {
        return quantity.signum() == 0 && amount.signum() == 0;
    }

    /**
     * The line.
     *
     * @param ofContract energy at prices that stand in, of this line's part in what is stated for the contract as a whole, in
     *     millijoules
     */
    InvoiceLine line(int number, Billable billable, long ofContract) {
        First said = Objects.requireNonNull(first, "a sum of no charge");
        LineItem item = new LineItem(
                key.project(),
                key.site(),
                billable.names().site(key.site()),
                key.sku(),
                billable.names().sku(key.sku()),
                key.component(),
                key.kind(),
                key.part().isEmpty() ? said.description() : said.description() + ", " + key.part());
        Money net = Money.rounded(amount, billable.currency());
        BillingPeriod period = billable.period();
        ChargePeriod chargePeriod = new ChargePeriod(
                start,
                end,
                LocalDate.ofInstant(start, period.timeZone()),
                LocalDate.ofInstant(end.minusNanos(1), period.timeZone()));
        return new InvoiceLine(
                number,
                item,
                InvoicedQuantity.of(quantity, key.unit(), amount, net, oneUnitPrice ? said.unitPrice() : null),
                new LineAmount(net, plain(amount)),
                billable.vat(),
                chargePeriod,
                facts(billable, chargePeriod.firstDay(), ofContract),
                new Provenance(
                        key.tariff(),
                        tariffVersions.stream().toList(),
                        documents.stream().toList(),
                        charges,
                        key.part().isEmpty() ? null : key.part(),
                        null));
    }

    /** Energy lines state what their energy stands for, by the factor in force on the day of their first charge. */
    private UsageFacts facts(Billable billable, LocalDate firstDay, long ofContract) {
        SortedSet<StatingRule> rules = billable.names().rules();
        boolean isSurplus = rules.contains(StatingRule.SURPLUS_IS_NOT_USED)
                && key.kind() == ChargeKind.CREDIT
                && key.unit() == ChargeUnit.FACILITY_KWH
                && key.part().equals(Charge.SURPLUS);
        BigDecimal facility = key.unit() == ChargeUnit.FACILITY_KWH ? plain(quantity) : BigDecimal.ZERO;
        UsageFacts facts = new UsageFacts(
                        milliGpuSeconds, itMillijoules, estimatedMillijoules, isSurplus ? facility.negate() : facility)
                .withEstimated(estimatedMilliGpuSeconds)
                .withStandIns(
                        rules.contains(StatingRule.STAND_INS_ARE_TOLD)
                                ? Math.addExact(standInMillijoules, ofContract)
                                : 0);
        return isSurplus || key.kind() == ChargeKind.ENERGY && key.unit() == ChargeUnit.FACILITY_KWH
                ? facts.emitting(billable.names()
                        .published()
                        .emission(key.site(), firstDay)
                        .orElse(null))
                : facts;
    }

    /** One form per value whatever the order of addition, so that the same inputs give the same bytes. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Division as the laws have it: 34 digits. */
    static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        return plain(dividend.divide(divisor, MathContext.DECIMAL128));
    }
}
