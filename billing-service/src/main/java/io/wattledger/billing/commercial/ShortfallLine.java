package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.ChargePeriod;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.LineItem;
import io.wattledger.billing.invoice.LineQuantity;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import io.wattledger.billing.invoice.Provenance;
import io.wattledger.billing.invoice.UsageFacts;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import java.math.BigDecimal;
import java.util.List;

/** The line that bills what is left of a commitment at the end of an interval. */
final class ShortfallLine {

    private ShortfallLine() {}

    static InvoiceLine of(int number, Commitment commitment, MonthSpan interval, Money left, Billable billable) {
        LineItem item = new LineItem(
                RatedUsage.ALL,
                RatedUsage.ALL,
                billable.names().site(RatedUsage.ALL),
                RatedUsage.ALL,
                commitment.words(),
                "commitment/" + commitment.id(),
                ChargeKind.FEE,
                "Minimum commitment not reached, " + interval.first() + " to " + interval.last());
        BillingPeriod period = billable.period();
        return new InvoiceLine(
                number,
                item,
                new LineQuantity(BigDecimal.ONE, ChargeUnit.ONE, BigDecimal.ONE, left.amount(), left.amount()),
                new LineAmount(left, left.amount()),
                billable.vat(),
                new ChargePeriod(period.start(), period.end(), period.firstDay(), period.lastDay()),
                new UsageFacts(0, 0, 0, BigDecimal.ZERO),
                new Provenance(billable.references().contract(), List.of(), List.of(), 0));
    }
}
