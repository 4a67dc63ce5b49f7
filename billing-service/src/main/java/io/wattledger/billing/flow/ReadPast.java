package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.evidence.CorrectedUsage;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.invoice.DiscountsAnew;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.UsageSum;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads an issued month with all that has become of it since, in the caller's transaction. */
@Singleton
class ReadPast {

    private final ChargeLedger ledger;
    private final NameBook names;
    private final InvoiceBook invoices;
    private final CommercialBook commercial;
    private final LeftOfInvoice left;

    ReadPast(ChargeLedger ledger, NameBook names, InvoiceBook invoices, CommercialBook commercial, LeftOfInvoice left) {
        this.ledger = ledger;
        this.names = names;
        this.invoices = invoices;
        this.commercial = commercial;
        this.left = left;
    }

    /** An issued month with its usage as invoiced last and as rated now. */
    Past read(Connection connection, Filed filed) throws SQLException {
        UsageSpan span = UsageSpan.of(filed.key(), filed.invoice().heading().period());
        List<LineEffect> effects =
                invoices.effects(connection, filed.invoice().heading().number());
        List<Remainder> billed = billedBy(connection, filed.invoice(), effects);
        return new Past(
                filed.key(),
                billed,
                effects,
                usage(connection, span, filed.invoice().heading().currency()),
                names.names(connection),
                basis(connection, filed.key(), billed, effects));
    }

    /**
     * From what discounts, commitments and credits of a month were computed, with what other months have taken of its discounts
     * of an amount since; null where it had none.
     *
     * @param billed what is left of the month's invoice, and of those that have billed more of it since
     * @param effects what later documents did to its lines
     */
    @Nullable
    CommercialBasis basis(Connection connection, PeriodKey key, List<Remainder> billed, List<LineEffect> effects)
            throws SQLException {
        Invoice month = billed.getFirst().invoice();
        CommercialBasis basis =
                commercial.basis(connection, month.heading().number()).orElse(null);
        if (basis == null || !AmountDiscounts.hold(basis)) {
            return basis;
        }
        Map<String, Money> standing = DiscountsAnew.standing(month, billed, effects);
        Map<String, BigDecimal> others = new TreeMap<>();
        for (var taken : commercial
                .state(connection, key.tenant(), basis.terms())
                .discounted()
                .entrySet()) {
            if (AmountDiscounts.has(basis.terms(), taken.getKey())) {
                Money own = standing.getOrDefault(
                        taken.getKey(), Money.zero(month.heading().currency()));
                others.put(
                        taken.getKey(), taken.getValue().subtract(own.amount()).max(BigDecimal.ZERO));
            }
        }
        return basis.beside(others);
    }

    private Past.Usage usage(Connection connection, UsageSpan span, Currency billed) throws SQLException {
        MonthUsage now = MonthUsage.read(connection, ledger, span, billed);
        UsageSum invoiced = new UsageSum();
        ledger.invoiced(connection, span, invoiced::add);
        return new Past.Usage(
                new CorrectedUsage(invoiced.summed(), now.sums()),
                now.held(),
                now.mark(),
                ledger.billedBy(connection, span));
    }

    /** What is left of the month's invoice, and of those that have billed more of the month since. */
    private List<Remainder> billedBy(Connection connection, Invoice invoice, List<LineEffect> effects)
            throws SQLException {
        String month = invoice.heading().number();
        List<String> more = effects.stream()
                .filter(effect -> effect.root().equals(month)
                        && effect.cause() == LineEffect.Cause.REVISION
                        && effect.net().signum() > 0)
                .map(LineEffect::number)
                .distinct()
                .toList();
        List<Remainder> billed = new ArrayList<>();
        billed.add(left.read(connection, invoice, effects));
        for (String number : more) {
            billed.add(left.read(
                    connection,
                    invoices.find(connection, number).orElseThrow().invoice(),
                    invoices.effects(connection, number)));
        }
        return billed;
    }
}
