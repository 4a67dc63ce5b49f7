package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.JournalCsv;
import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.flow.ExportBook.Days;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * The journal as a file of CSV in UTF-8, which whoever takes it deletes; empty where there is no such legal entity. It is written whole
     * before any of it leaves the house, and no transaction waits for who reads it.
     *
     * @throws NotMapped where it has no chart of accounts, or the chart no account for something; there is no file then
     */
    public Optional<Path> export(String legalEntity, Days days) {
        Optional<LegalEntity> entity = scope.asOperator(connection -> vouchers.legalEntity(legalEntity));
        if (entity.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = Files.createTempFile("wattledger-journal", null);
            try {
                write(entity.get(), days, file);
                return Optional.of(file);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the export could not be written", e);
        }
    }

    private void write(LegalEntity entity, Days days, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                JournalCsv journal = new JournalCsv(out, entity.seller().accountingCurrency())) {
            scope.asOperator(connection -> {
                vouchers.each(connection, entity, days, journal::add);
                return Boolean.TRUE;
            });
        }
    }
}
