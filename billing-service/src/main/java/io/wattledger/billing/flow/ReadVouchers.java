package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.Booking;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.bookkeeping.LateClaim;
import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.bookkeeping.Vouchers;
import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.ExportBook.Days;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the vouchers of a legal entity, which every file for bookkeeping is written from. */
@ApplicationScoped
public class ReadVouchers {

    private final AccountBook accounts;
    private final NameBook names;
    private final ExportBook issued;

    ReadVouchers(AccountBook accounts, NameBook names, ExportBook issued) {
        this.accounts = accounts;
        this.names = names;
        this.issued = issued;
    }

    /** A legal entity as it is now. */
    public Optional<LegalEntity> legalEntity(String id) {
        return accounts.legalEntities().stream()
                .map(Revised::value)
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    /**
     * Hands over one voucher after the other and keeps none: documents, then what was entered in their ledgers, then
     * reminders, each by the day on which it counts.
     *
     * @throws NotMapped where the legal entity has no chart of accounts, or the chart no account for something
     */
    public void each(Connection connection, LegalEntity entity, Days days, Consumer<Booking> each) throws SQLException {
        ChartOfAccounts chart = entity.chart();
        if (chart == null) {
            throw NotMapped.chartOf(entity.id());
        }
        Vouchers vouchers = new Vouchers(
                chart,
                entity.seller().accountingCurrency(),
                names.names(connection).published());
        issued.issuedIn(connection, entity.id(), days, one -> {
            Invoice document = one.filed().invoice();
            each.accept(new Booking(
                    vouchers.at(one.bookedAt()).document(document, one.owedBefore()), document, one.recordedAt()));
        });
        issued.entriesIn(connection, entity.id(), days, one -> {
            Invoice invoice = one.filed().invoice();
            each.accept(new Booking(
                    vouchers.at(one.bookedAt()).entry(invoice, one.entry(), one.position(), one.owedBefore()),
                    invoice,
                    one.recordedAt()));
        });
        GeneralLedger ledger = Objects.requireNonNullElse(entity.ledger(), GeneralLedger.NONE);
        issued.remindersIn(connection, entity.id(), days, one -> {
            Invoice invoice = one.filed().invoice();
            Reminder before = one.before();
            Money interest = one.reminder().claim().interest();
            LateClaim claim = new LateClaim(
                    one.reminder().level(),
                    one.reminder().madeOn(),
                    one.reminder().claim().fee(),
                    before == null ? interest : interest.minus(before.claim().interest()));
            vouchers.at(one.bookedAt())
                    .reminder(invoice, claim, ledger.reminders())
                    .ifPresent(voucher -> each.accept(new Booking(voucher, invoice, one.recordedAt())));
        });
    }
}
