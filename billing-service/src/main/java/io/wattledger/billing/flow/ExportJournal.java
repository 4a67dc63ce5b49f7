package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.Booking;
import io.wattledger.billing.bookkeeping.JournalCsv;
import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.flow.ExportBook.Days;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what a legal entity issued and what was entered in its ledgers on some days as a general-ledger journal. */
@ApplicationScoped
public class ExportJournal {

    private final TenantScope scope;
    private final ReadVouchers vouchers;

    ExportJournal(TenantScope scope, ReadVouchers vouchers) {
        this.scope = scope;
        this.vouchers = vouchers;
    }

    /**
     * The journal as CSV in UTF-8; empty where there is no such legal entity.
     *
     * @throws NotMapped where it has no chart of accounts, or the chart no account for something; nothing is written then
     */
    public Optional<byte[]> export(String legalEntity, Days days) {
        return scope.asOperator(connection -> {
            Optional<LegalEntity> entity = vouchers.legalEntity(legalEntity);
            if (entity.isEmpty()) {
                return Optional.empty();
            }
            List<Booking> bookings = new ArrayList<>();
            vouchers.each(connection, entity.get(), days, bookings::add);
            return Optional.of(JournalCsv.write(bookings, entity.get().seller().accountingCurrency()));
        });
    }
}
