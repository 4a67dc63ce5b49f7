package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.account.Resale;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.ProjectSelection;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads all that the decision about one contract's month needs, in the caller's transaction. */
@Singleton
class ReadPeriod {

    private final AccountBook accounts;
    private final ChargeLedger ledger;
    private final NameBook names;
    private final WatermarkBook watermarks;
    private final InvoiceBook invoices;
    private final ReadCommerce commerce;
    private final CommercialBook commercial;
    private final Clock clock;

    ReadPeriod(
            AccountBook accounts,
            ChargeLedger ledger,
            NameBook names,
            WatermarkBook watermarks,
            InvoiceBook invoices,
            ReadCommerce commerce,
            CommercialBook commercial,
            Clock clock) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.names = names;
        this.watermarks = watermarks;
        this.invoices = invoices;
        this.commerce = commerce;
        this.commercial = commercial;
        this.clock = clock;
    }

    PeriodSituation read(Connection connection, PeriodKey key) throws SQLException {
        Optional<PeriodSituation.Agreement> found = agreement(key);
        if (invoices.period(connection, key) instanceof PeriodState.Issued issued) {
            return afterIssue(connection, key, issued.number(), found);
        }
        if (found.isEmpty()) {
            return new PeriodSituation.NoContract();
        }
        PeriodSituation.Agreement whole = found.get();
        MonthSplit split = MonthSplit.of(connection, invoices, ledger, key, whole.contract(), whole.period());
        Optional<DocumentGroup> document = split.split().document(key.group());
        if (document.isEmpty()) {
            return new PeriodSituation.SplitOtherwise();
        }
        PeriodSituation.Agreement agreement = whole.of(new PeriodSituation.Part(split.split(), document.get()));
        List<Past> arrears = arrears(connection, key, agreement, split);
        Account account = account(key);
        Optional<Resale> resale = account.invoicedTo(key.month());
        if (resale.isPresent() && arrears.isEmpty()) {
            // Its usage is in the reseller's books; months before may still have to be corrected with the tenant
            // itself.
            return new PeriodSituation.InvoicedTo();
        }
        return new PeriodSituation.Unbilled(
                agreement,
                MonthUsage.read(
                        connection,
                        ledger,
                        UsageSpan.of(key, agreement.period()),
                        agreement.contract().currency()),
                names.names(connection),
                watermarks.watermarks(connection, key, agreement.period().start()),
                arrears,
                invoices.peekSeries(connection, agreement.legalEntity()),
                clock.instant(),
                commerce.read(connection, key, account, agreement.endsMonth()));
    }

    /** Who bills whom for what time; empty where the account no longer has the contract, or it does not cover the month. */
    Optional<PeriodSituation.Agreement> agreement(PeriodKey key) {
        Optional<Revised<Account>> account = accounts.account(key.tenant());
        if (account.isEmpty()) {
            return Optional.empty();
        }
        Optional<Contract> contract = account.get().value().contracts().stream()
                .filter(one -> one.id().equals(key.contract()))
                .findFirst();
        Optional<BillingPeriod> period = contract.flatMap(one -> BillingMonth.of(one, key.month()));
        Optional<LegalEntity> entity = contract.flatMap(one -> legalEntity(one.legalEntity()));
        if (contract.isEmpty() || period.isEmpty() || entity.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PeriodSituation.Agreement(
                entity.get(),
                account.get().value().buyer(),
                account.get().revision(),
                contract.get(),
                period.get(),
                PeriodSituation.Part.WHOLE));
    }

    /** Whether the commitments that are closed to an issued month are still the same. */
    boolean stillClosed(Connection connection, PeriodKey key, ReadCommerce.Commerce read) throws SQLException {
        return commerce.closed(connection, key, account(key)).equals(read.closed());
    }

    private Account account(PeriodKey key) {
        return accounts.account(key.tenant()).orElseThrow().value();
    }

    /** The newest revision of a legal entity. */
    Optional<LegalEntity> legalEntity(String id) {
        return accounts.legalEntities().stream()
                .map(Revised::value)
                .filter(entity -> entity.id().equals(id))
                .findFirst();
    }

    /** An issued month with its usage as invoiced last and as rated now. */
    Past past(Connection connection, Filed filed) throws SQLException {
        UsageSpan span = UsageSpan.of(filed.key(), filed.invoice().heading().period());
        List<RatedUsage> rated = new ArrayList<>();
        ChargeLedger.Mark mark = ledger.read(connection, span, rated::add);
        return new Past(
                filed.key(),
                filed.invoice(),
                invoices.effects(connection, filed.invoice().heading().number()),
                ledger.invoiced(connection, span),
                new Past.Rated(rated, mark),
                names.names(connection),
                commercial.basis(connection, filed.invoice().heading().number()).orElse(null));
    }

    private PeriodSituation afterIssue(
            Connection connection, PeriodKey key, String number, Optional<PeriodSituation.Agreement> found)
            throws SQLException {
        Filed filed = invoices.find(connection, number).orElseThrow();
        UsageSpan span = UsageSpan.of(key, filed.invoice().heading().period());
        long changed = ledger.changedSince(connection, span);
        if (changed == 0 || found.isEmpty()) {
            return new PeriodSituation.WasIssued(number);
        }
        Past past = past(connection, filed);
        InvoiceSplit split = invoices.split(connection, key).orElse(InvoiceSplit.ONE);
        PeriodSituation.Part part =
                new PeriodSituation.Part(split, split.document(key.group()).orElseThrow());
        return new PeriodSituation.Revised(
                found.get().of(part),
                past,
                changed,
                credited(connection, past),
                commerce.afterIssue(connection, key, account(key)),
                invoices.peekSeries(connection, found.get().legalEntity()),
                clock.instant());
    }

    private Map<String, Remainder> credited(Connection connection, Past past) throws SQLException {
        Revision.Split split = past.revision().split();
        Map<String, Remainder> credited = new HashMap<>();
        if (split != null) {
            for (String number : split.decreases().keySet()) {
                Filed filed = invoices.find(connection, number).orElseThrow();
                List<LineEffect> effects = invoices.effects(connection, number);
                credited.put(number, Remainder.of(filed.invoice(), effects));
            }
        }
        return credited;
    }

    /**
     * What an earlier document of the same name billed and has changed since; on the contract-wide one also what documents billed
     * of which the month has none.
     */
    private List<Past> arrears(
            Connection connection, PeriodKey key, PeriodSituation.Agreement agreement, MonthSplit split)
            throws SQLException {
        BillingPeriod period = agreement.period();
        List<PeriodKey> issued = invoices.issuedBefore(connection, key).stream()
                .filter(before ->
                        before.group().equals(key.group()) || agreement.contractWide() && !split.has(before.group()))
                .toList();
        if (issued.isEmpty()) {
            return List.of();
        }
        ZoneId zone = period.timeZone();
        UsageSpan before = new UsageSpan(
                key.tenant(),
                key.contract(),
                issued.getFirst().month().atDay(1).atStartOfDay(zone).toInstant(),
                period.start(),
                ProjectSelection.ALL);
        Set<YearMonth> changed = new HashSet<>();
        for (Instant start : ledger.changedStarts(connection, before)) {
            changed.add(YearMonth.from(start.atZone(zone)));
        }
        List<Past> arrears = new ArrayList<>();
        for (PeriodKey month : issued) {
            if (changed.contains(month.month())
                    && invoices.period(connection, month) instanceof PeriodState.Issued was) {
                Filed filed = invoices.find(connection, was.number()).orElseThrow();
                if (month.group().isEmpty()
                        || ledger.changedSince(
                                        connection,
                                        UsageSpan.of(
                                                month, filed.invoice().heading().period()))
                                > 0) {
                    arrears.add(past(connection, filed));
                }
            }
        }
        return arrears;
    }
}
