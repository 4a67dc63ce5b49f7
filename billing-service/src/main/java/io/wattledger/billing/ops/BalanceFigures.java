package io.wattledger.billing.ops;

import io.quarkus.runtime.StartupEvent;
import io.wattledger.billing.flow.BalanceBook.Balance;
import io.wattledger.billing.flow.ReadCharges;
import io.wattledger.billing.ops.BillingMetrics.Name;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;

/** Shows billing's side of law 8 among its metrics. */
@ApplicationScoped
public class BalanceFigures {

    private final ReadingGauges gauges;
    private final ReadCharges charges;

    BalanceFigures(ReadingGauges gauges, ReadCharges charges) {
        this.gauges = gauges;
        this.charges = charges;
    }

    void start(@Observes StartupEvent event) {
        gauges.show(
                () -> charges.balance(List.of()),
                List.of(
                        figure(Name.BALANCE_RECEIVED, Balance::received),
                        figure(Name.BALANCE_INVOICED, Balance::invoiced),
                        figure(Name.BALANCE_OPEN, Balance::open),
                        figure(Name.BALANCE_DIFFERENCE, Balance::difference)));
    }

    private static Figure<Balance> figure(Name name, Function<Balance, BigInteger> value) {
        return Figure.unbounded(name.metric(), name.meaning(), value);
    }
}
