package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.bookkeeping.AuditSelection;
import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.bookkeeping.LedgerBalances;
import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.bookkeeping.SafTEntries;
import io.wattledger.billing.bookkeeping.SafTFile;
import io.wattledger.billing.bookkeeping.SafTSchema;
import io.wattledger.billing.flow.ExportBook.Days;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the general ledger of a Norwegian legal entity as a SAF-T Financial file. Vouchers are read once, from the first there
 * is: those before the selection give its opening balances, those in it go to a file of their own, before which header,
 * balances and totals are put. The whole is held to the schema before any of it leaves the house.
 */
@ApplicationScoped
public class ExportSafT {

    private static final ZoneId NORWAY = ZoneId.of("Europe/Oslo");

    private final TenantScope scope;
    private final ReadVouchers vouchers;
    private final Clock clock;
    private final SafTSchema schema = new SafTSchema();

    ExportSafT(TenantScope scope, ReadVouchers vouchers, Clock clock) {
        this.scope = scope;
        this.vouchers = vouchers;
        this.clock = clock;
    }

    /** A file that was made, or why it was not. */
    public sealed interface Outcome {

        /** The file; whoever takes it deletes it. */
        record Written(Path file) implements Outcome {}

        /** There is no such legal entity. */
        record Unknown() implements Outcome {}

        /** The legal entity is registered in another country, which has a format of its own or none. */
        record NotNorwegian(String country) implements Outcome {}

        /** The first rule of the schema that the file would break; there is none. */
        record Refused(String flaw) implements Outcome {}
    }

    /**
     * Makes the file.
     *
     * @throws NotMapped where the legal entity has no chart of accounts, or the chart lacks something
     */
    public Outcome export(String legalEntity, Days days) {
        Optional<LegalEntity> found = scope.asOperator(connection -> vouchers.legalEntity(legalEntity));
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        LegalEntity entity = found.get();
        String country = entity.seller().identity().country();
        if (!country.equals(SafTFile.COUNTRY)) {
            return new Outcome.NotNorwegian(country);
        }
        ChartOfAccounts chart = entity.chart();
        if (chart == null) {
            throw NotMapped.chartOf(entity.id());
        }
        GeneralLedger ledger = Objects.requireNonNullElse(entity.ledger(), GeneralLedger.NONE);
        AuditSelection selection = new AuditSelection(
                entity.seller(), chart, ledger, days.from(), days.to(), LocalDate.ofInstant(clock.instant(), NORWAY));
        try {
            return write(entity, selection);
        } catch (IOException e) {
            throw new UncheckedIOException("the export could not be written", e);
        }
    }

    private Outcome write(LegalEntity entity, AuditSelection selection) throws IOException {
        Path journals = Files.createTempFile("wattledger-saf-t-journals", null);
        Path file = Files.createTempFile("wattledger-saf-t", null);
        boolean isTaken = false;
        try {
            LedgerBalances balances = balances(entity, selection, journals);
            try (InputStream written = Files.newInputStream(journals);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                SafTFile.write(selection, balances, written, out);
            }
            Optional<String> flaw = flaw(file);
            isTaken = flaw.isEmpty();
            return isTaken ? new Outcome.Written(file) : new Outcome.Refused(flaw.get());
        } finally {
            Files.delete(journals);
            if (!isTaken) {
                Files.delete(file);
            }
        }
    }

    private LedgerBalances balances(LegalEntity entity, AuditSelection selection, Path journals) throws IOException {
        LedgerBalances balances = new LedgerBalances(selection);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(journals))) {
            SafTEntries entries = new SafTEntries(selection, out);
            scope.asOperator(connection -> {
                Days all = new Days(LocalDate.EPOCH, selection.to());
                vouchers.each(connection, entity, all, booking -> {
                    if (balances.add(booking)) {
                        entries.add(booking);
                    }
                });
                return Boolean.TRUE;
            });
            entries.end();
        }
        return balances;
    }

    private Optional<String> flaw(Path file) throws IOException {
        try (InputStream written = new BufferedInputStream(Files.newInputStream(file))) {
            return schema.flaw(written);
        }
    }
}
