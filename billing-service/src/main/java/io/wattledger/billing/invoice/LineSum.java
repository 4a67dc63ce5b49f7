package io.wattledger.billing.invoice;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds up the charges of one line without rounding; {@link #line} then rounds once. */
final class LineSum {

    private final RatedUsage first;
    private final Charge firstCharge;
    private final SortedSet<LocalDate> tariffVersions = new TreeSet<>();
    private final SortedSet<String> documents = new TreeSet<>();
    private BigDecimal quantity = BigDecimal.ZERO;
    private BigDecimal amount = BigDecimal.ZERO;
    private @Nullable BigDecimal onlyUnitPrice;
    private boolean oneUnitPrice = true;
    private Instant start;
    private Instant end;
    private long milliGpuSeconds;
    private long itMillijoules;
    private long estimatedMillijoules;
    private int charges;

    LineSum(RatedUsage first, Charge firstCharge) {
        this.first = first;
        this.firstCharge = firstCharge;
        this.onlyUnitPrice = firstCharge.unitPrice();
        this.start = first.periodStart();
        this.end = first.periodEnd();
    }

    void add(RatedUsage usage, Charge charge) {
        quantity = quantity.add(charge.quantity());
        amount = amount.add(charge.amount());
        oneUnitPrice &=
                onlyUnitPrice != null && charge.unitPrice() != null && onlyUnitPrice.compareTo(charge.unitPrice()) == 0;
        start = usage.periodStart().isBefore(start) ? usage.periodStart() : start;
        end = usage.periodEnd().isAfter(end) ? usage.periodEnd() : end;
        milliGpuSeconds = Math.addExact(milliGpuSeconds, usage.milliGpuSeconds());
        itMillijoules = Math.addExact(itMillijoules, charge.itMillijoules());
        estimatedMillijoules = Math.addExact(estimatedMillijoules, charge.estimatedMillijoules());
        tariffVersions.add(usage.tariffVersion());
        documents.addAll(charge.documents());
        charges++;
    }

    boolean isNothing() {
        return quantity.signum() == 0 && amount.signum() == 0;
    }

    InvoiceLine line(int number, Billable billable) {
        String site = Objects.requireNonNullElse(firstCharge.site(), first.site());
        String sku = Objects.requireNonNullElse(firstCharge.sku(), first.sku());
        LineItem item = new LineItem(
                first.project(),
                site,
                billable.names().site(site),
                sku,
                billable.names().sku(sku),
                firstCharge.component(),
                firstCharge.kind(),
                firstCharge.part() == null
                        ? firstCharge.description()
                        : firstCharge.description() + ", " + firstCharge.part());
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
                InvoicedQuantity.of(quantity, firstCharge.unit(), amount, net, oneUnitPrice ? onlyUnitPrice : null),
                new LineAmount(net, plain(amount)),
                billable.vat(),
                chargePeriod,
                facts(billable, chargePeriod.firstDay()),
                new Provenance(
                        first.tariff(),
                        tariffVersions.stream().toList(),
                        documents.stream().toList(),
                        charges,
                        firstCharge.part(),
                        null));
    }

    /** Energy lines state what their energy stands for, by the factor in force on the day of their first charge. */
    private UsageFacts facts(Billable billable, LocalDate firstDay) {
        UsageFacts facts =
                new UsageFacts(milliGpuSeconds, itMillijoules, estimatedMillijoules, facilityKilowattHours());
        return firstCharge.kind() == ChargeKind.ENERGY && firstCharge.unit() == ChargeUnit.FACILITY_KWH
                ? facts.emitting(billable.names()
                        .published()
                        .emission(Objects.requireNonNullElse(firstCharge.site(), first.site()), firstDay)
                        .orElse(null))
                : facts;
    }

    private BigDecimal facilityKilowattHours() {
        return firstCharge.unit() == ChargeUnit.FACILITY_KWH ? plain(quantity) : BigDecimal.ZERO;
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
