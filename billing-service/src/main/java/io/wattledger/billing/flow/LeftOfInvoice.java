package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommitmentLines;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Remainder;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what is left of an issued invoice: by the lines that name it, and by what their documents state beside them. */
@Singleton
class LeftOfInvoice {

    private final InvoiceBook invoices;
    private final CommercialBook commercial;

    LeftOfInvoice(InvoiceBook invoices, CommercialBook commercial) {
        this.invoices = invoices;
        this.commercial = commercial;
    }

    /**
     * In the caller's transaction.
     *
     * @param effects all that later documents do to lines of the invoice, the oldest first
     */
    Remainder read(Connection connection, Invoice invoice, List<LineEffect> effects) throws SQLException {
        List<String> numbers = effects.stream()
                .filter(effect ->
                        effect.names().number().equals(invoice.heading().number()))
                .map(LineEffect::number)
                .distinct()
                .toList();
        List<Invoice> later = new ArrayList<>();
        for (String number : numbers) {
            later.add(invoices.find(connection, number).orElseThrow().invoice());
        }
        ContractMoney money = invoice.totals().money();
        boolean asks = money != null
                && (!money.commitments().isEmpty() || !money.discounts().isEmpty());
        Optional<CommercialBasis> basis =
                asks ? commercial.basis(connection, invoice.heading().number()) : Optional.empty();
        return Remainder.of(
                invoice,
                withCredits(connection, invoice.heading().number(), effects),
                later,
                basis.map(one -> CommitmentLines.of(invoice, one)).orElse(Map.of()),
                AmountDiscounts.of(invoice, basis.orElse(null)));
    }

    /** With what was credited of lines that take back of it for another month, whose effects name that. */
    private List<LineEffect> withCredits(Connection connection, String number, List<LineEffect> effects)
            throws SQLException {
        Set<String> takingBack = effects.stream()
                .filter(effect -> effect.names().number().equals(number)
                        && effect.cause() == LineEffect.Cause.REVISION
                        && effect.net().signum() < 0
                        && !effect.root().equals(number))
                .map(LineEffect::number)
                .collect(Collectors.toSet());
        Set<LineEffect> all = new LinkedHashSet<>(effects);
        for (String later : takingBack) {
            all.addAll(invoices.effects(connection, later));
        }
        return List.copyOf(all);
    }
}
