package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.DiscountsStanding;
import io.wattledger.billing.commercial.PerCentDiscounts;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.evidence.CorrectedUsage;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.invoice.DiscountsAnew;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.invoice.UsageSum;
import io.wattledger.billing.tax.VatTreatment;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
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
    private final EvidenceBook evidence;

    ReadPast(
            ChargeLedger ledger,
            NameBook names,
            InvoiceBook invoices,
            CommercialBook commercial,
            LeftOfInvoice left,
            EvidenceBook evidence) {
        this.ledger = ledger;
        this.names = names;
        this.invoices = invoices;
        this.commercial = commercial;
        this.left = left;
        this.evidence = evidence;
    }

    /** An issued month with its usage as invoiced last and as rated now. */
    Past read(Connection connection, Filed filed) throws SQLException {
        UsageSpan span = UsageSpan.of(filed.key(), filed.invoice().heading().period());
        List<LineEffect> effects =
                invoices.effects(connection, filed.invoice().heading().number());
        List<Remainder> billed = billedBy(connection, filed.invoice(), effects);
        CommercialBasis basis =
                commercial.basis(connection, filed.invoice().heading().number()).orElse(null);
        return new Past(
                filed.key(),
                billed,
                effects,
                usage(connection, span, filed.invoice().heading().currency()),
                names.names(connection),
                basis,
                basis == null || basis.saysNothing() ? null : standing(connection, filed, billed, effects, basis),
                treatment(connection, billed));
    }

    /**
     * How charges are taxed for which the month's invoice has no line, where its first line corrects another month, which may have
     * been taxed otherwise: as the documents that have billed such charges before, so that what they bill is taken back at their
     * rate, or else as was decided for the invoice. Absent where neither is known, as of what was issued before bases were kept.
     */
    private @Nullable VatTreatment treatment(Connection connection, List<Remainder> billed) throws SQLException {
        Invoice month = billed.getFirst().invoice();
        if (month.lines().getFirst().provenance().corrects() == null) {
            return null;
        }
        Optional<VatTreatment> before =
                Revision.taxed(month, billed.stream().map(Remainder::invoice).toList());
        return before.isPresent()
                ? before.get()
                : evidence.kept(connection, month.heading().number())
                        .flatMap(EvidenceBook.Kept::computedFrom)
                        .map(basis -> basis instanceof InvoiceBasis.OfMonth one ? one.treatment() : null)
                        .orElse(null);
    }

    /**
     * What discounts of a month have taken in all months, by their ids; of those that are taken as far as other months leave of
     * their caps.
     *
     * @param basis from which discounts, commitments and credits of the month were computed
     */
    SortedMap<String, BigDecimal> taken(Connection connection, String tenant, CommercialBasis basis)
            throws SQLException {
        List<String> anew = basis.takenAnew().stream().map(Discount::id).toList();
        if (anew.isEmpty()) {
            return new TreeMap<>();
        }
        SortedMap<String, BigDecimal> taken = new TreeMap<>(
                commercial.state(connection, tenant, basis.terms()).discounted());
        taken.keySet().retainAll(anew);
        return taken;
    }

    private DiscountsStanding standing(
            Connection connection, Filed month, List<Remainder> billed, List<LineEffect> effects, CommercialBasis basis)
            throws SQLException {
        SortedMap<String, Money> ofMonth = new TreeMap<>();
        if (AmountDiscounts.hold(basis)) {
            ofMonth.putAll(DiscountsAnew.standing(month.invoice(), billed, effects));
        }
        if (PerCentDiscounts.hold(basis)) {
            List<Invoice> corrections = corrections(connection, month.invoice(), effects);
            ofMonth.putAll(PerCentDiscounts.told(basis, month.invoice(), corrections));
        }
        return new DiscountsStanding(taken(connection, month.key().tenant(), basis), ofMonth);
    }

    /** The documents that have corrected a month. */
    private List<Invoice> corrections(Connection connection, Invoice month, List<LineEffect> effects)
            throws SQLException {
        List<String> numbers = effects.stream()
                .filter(effect ->
                        effect.root().equals(month.heading().number()) && effect.cause() == LineEffect.Cause.REVISION)
                .map(LineEffect::number)
                .distinct()
                .toList();
        List<Invoice> corrections = new ArrayList<>();
        for (String number : numbers) {
            corrections.add(invoices.find(connection, number).orElseThrow().invoice());
        }
        return corrections;
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
