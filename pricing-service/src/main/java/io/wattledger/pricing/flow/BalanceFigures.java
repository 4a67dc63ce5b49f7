package io.wattledger.pricing.flow;

import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.flow.BalanceBook.GpuTime;
import io.wattledger.pricing.ops.PricingMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;

/** Shows pricing's side of law 8 among its metrics. */
@ApplicationScoped
public class BalanceFigures {

    private final ReadingGauges gauges;
    private final TenantScope scope;
    private final BalanceBook book;
    private final DirtyDays days;
    private final DirtyMonths months;

    BalanceFigures(ReadingGauges gauges, TenantScope scope, BalanceBook book, DirtyDays days, DirtyMonths months) {
        this.gauges = gauges;
        this.scope = scope;
        this.book = book;
        this.days = days;
        this.months = months;
    }

    void start(@Observes StartupEvent event) {
        gauges.show(
                () -> scope.asOperator(connection -> book.gpuTime(connection, null)),
                List.of(
                        figure(PricingMeter.BALANCE_RECEIVED, GpuTime::received),
                        figure(PricingMeter.BALANCE_RATED, GpuTime::rated),
                        figure(PricingMeter.BALANCE_OPEN, GpuTime::open),
                        figure(PricingMeter.BALANCE_RESTING, GpuTime::resting),
                        figure(PricingMeter.BALANCE_DIFFERENCE, GpuTime::pending)));
        gauges.show(
                () -> scope.asOperator(connection -> days.failed(connection) + months.failed(connection)),
                List.of(new Figure<>(
                        PricingMeter.RATINGS_FAILED.meterName(),
                        PricingMeter.RATINGS_FAILED.meaning(),
                        Long::longValue)));
    }

    private static Figure<GpuTime> figure(PricingMeter meter, Function<GpuTime, BigInteger> value) {
        return Figure.unbounded(meter.meterName(), meter.meaning(), value);
    }
}
