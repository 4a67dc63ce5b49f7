package io.wattledger.metering.ops;

import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.Tally.Counts;
import io.wattledger.metering.flow.TallyBook;
import io.wattledger.metering.flow.TallyBook.Balance;
import io.wattledger.metering.ops.MeteringMetrics.Name;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Shows metering's side of law 8 among its metrics. */
@ApplicationScoped
public class BalanceFigures {

    private final ReadingGauges gauges;
    private final TallyBook books;

    BalanceFigures(ReadingGauges gauges, TallyBook books) {
        this.gauges = gauges;
        this.books = books;
    }

    void start(@Observes StartupEvent event) {
        gauges.show(
                () -> books.balance(new Sight.Every(List.of())),
                List.of(
                        events(Name.BALANCE_RECEIVED, Counts::received),
                        events(Name.BALANCE_METERED, Counts::metered),
                        events(Name.BALANCE_DUPLICATE, Counts::duplicate),
                        events(Name.BALANCE_CONFLICTING, Counts::conflicting),
                        events(Name.BALANCE_REFUSED, Counts::refused),
                        events(Name.BALANCE_LATE, Counts::late),
                        events(Name.BALANCE_DIFFERENCE, Counts::difference),
                        time(
                                Name.BALANCE_GPU_TIME_BROUGHT,
                                balance -> balance.events().milliGpuSeconds()),
                        time(Name.BALANCE_GPU_TIME_METERED, Balance::slotMilliGpuSeconds),
                        time(Name.BALANCE_GPU_TIME_HELD, Balance::heldMilliGpuSeconds),
                        time(Name.BALANCE_GPU_TIME_DIFFERENCE, Balance::differenceMilliGpuSeconds)));
    }

    private static Figure<Balance> events(Name name, ToLongFunction<Counts> value) {
        return new Figure<>(
                name.metric(),
                name.description(),
                balance -> value.applyAsLong(balance.events().events()));
    }

    private static Figure<Balance> time(Name name, Function<Balance, BigInteger> value) {
        return Figure.unbounded(name.metric(), name.description(), value);
    }
}
