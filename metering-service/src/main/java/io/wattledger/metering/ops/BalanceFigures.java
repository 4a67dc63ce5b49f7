package io.wattledger.metering.ops;

import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.Tally.Counts;
import io.wattledger.metering.flow.TallyBook;
import io.wattledger.metering.ops.MeteringMetrics.Name;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
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
                () -> books.totals(new Sight.Every(List.of()), null).events(),
                List.of(
                        figure(Name.BALANCE_RECEIVED, Counts::received),
                        figure(Name.BALANCE_METERED, Counts::metered),
                        figure(Name.BALANCE_DUPLICATE, Counts::duplicate),
                        figure(Name.BALANCE_CONFLICTING, Counts::conflicting),
                        figure(Name.BALANCE_REFUSED, Counts::refused),
                        figure(Name.BALANCE_LATE, Counts::late),
                        figure(Name.BALANCE_DIFFERENCE, Counts::difference)));
    }

    private static Figure<Counts> figure(Name name, ToLongFunction<Counts> value) {
        return new Figure<>(name.metric(), name.description(), value);
    }
}
