package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.invoice.ProjectSelection;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.billing.period.SiteWatermark;
import io.wattledger.billing.period.UnreadUsage;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all that the decision about one contract's month needs, in the caller's transaction. */
@Singleton
class ReadPeriod {

    private final AccountBook accounts;
    private final ChargeLedger ledger;
    private final NameBook names;
    private final WatermarkBook watermarks;
    private final InvoiceBook invoices;
    private final ReadCommerce commerce;
    private final ReadPast past;
    private final Clock clock;

    ReadPeriod(
            AccountBook accounts,
            ChargeLedger ledger,
            NameBook names,
            WatermarkBook watermarks,
            InvoiceBook invoices,
            ReadCommerce commerce,
            ReadPast past,
            Clock clock) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.names = names;
        this.watermarks = watermarks;
        this.invoices = invoices;
        this.commerce = commerce;
        this.past = past;
        this.clock = clock;
    }

    /**
     * What is known of several months by one question for all of them.
     *
     * @param agreed who bills whom; missing where the account has no such contract for the month
     * @param states of the months; missing ones are open
     * @param splits of those that are begun
     * @param before issued documents of earlier months
     * @param watermarks until when usage was reported
     * @param unread usage that could not be read
     * @param money how discounts, commitments and credits stand, by tenant
     * @param names of sites and SKUs
     */
    private record Known(
            Map<PeriodKey, Agreed> agreed,
            Map<PeriodKey, PeriodState> states,
            Map<PeriodKey, InvoiceSplit> splits,
            Map<PeriodKey, List<PeriodKey>> before,
            Map<PeriodKey, List<SiteWatermark>> watermarks,
            Map<PeriodKey, List<UnreadUsage>> unread,
            Map<String, MoneyState> money,
            Names names) {}

    /**
     * Who bills whom, as of now.
     *
     * @param account that has the contract
     * @param agreement what holds between them
     * @param nextPosition of the series
     */
    private record Agreed(Account account, PeriodSituation.Agreement agreement, long nextPosition) {}

    /** Reads a month with all that is to be corrected; the transaction works for its tenant alone. */
    PeriodSituation read(Connection connection, PeriodKey key) throws SQLException {
        return read(connection, known(connection, List.of(key)), key, true).orElseThrow();
    }

    /**
     * Reads months of several tenants, for all of which the transaction works, up to the first that corrects issued ones.
     *
     * @param goesOn takes what was read of a month, and says whether there is room for another
     */
    void readSideBySide(Connection connection, List<PeriodKey> keys, Predicate<PeriodSituation> goesOn)
            throws SQLException {
        Known known = known(connection, keys);
        for (PeriodKey key : keys) {
            Optional<PeriodSituation> situation = read(connection, known, key, false);
            if (situation.isEmpty() || !goesOn.test(situation.get())) {
                return;
            }
        }
    }

    private Known known(Connection connection, List<PeriodKey> keys) throws SQLException {
        Map<String, Revised<Account>> found =
                accounts.accounts(keys.stream().map(PeriodKey::tenant).collect(Collectors.toSet()));
        List<Revised<LegalEntity>> entities = accounts.legalEntities();
        Map<PeriodKey, Agreed> agreed = new LinkedHashMap<>();
        Map<PeriodKey, Instant> starts = new LinkedHashMap<>();
        Map<String, Long> positions = new HashMap<>();
        for (PeriodKey key : keys) {
            Revised<Account> account = found.get(key.tenant());
            Optional<PeriodSituation.Agreement> agreement =
                    account == null ? Optional.empty() : agreement(key, account, entities);
            if (account != null && agreement.isPresent()) {
                String series = agreement.get().series();
                if (!positions.containsKey(series)) {
                    positions.put(
                            series,
                            invoices.peekSeries(connection, agreement.get().legalEntity()));
                }
                agreed.put(key, new Agreed(account.value(), agreement.get(), positions.getOrDefault(series, 0L)));
                starts.put(key, agreement.get().period().start());
            }
        }
        return new Known(
                agreed,
                invoices.periods(connection, keys),
                invoices.splits(connection, keys),
                invoices.issuedBefore(connection, keys),
                watermarks.watermarks(connection, starts),
                ledger.unread(connection, starts),
                commerce.states(
                        connection, found.values().stream().map(Revised::value).toList()),
                names.names(connection));
    }

    /** Empty where it corrects issued months and does not stand alone: numbers alone do not say whose documents they are. */
    private Optional<PeriodSituation> read(Connection connection, Known known, PeriodKey key, boolean alone)
            throws SQLException {
        Agreed agreed = known.agreed().get(key);
        if (known.states().get(key) instanceof PeriodState.Issued issued) {
            return afterIssue(connection, key, issued.number(), agreed, alone);
        }
        if (agreed == null) {
            return Optional.of(new PeriodSituation.NoContract());
        }
        PeriodSituation.Agreement whole = agreed.agreement();
        InvoiceSplit begun = known.splits().get(key);
        InvoiceSplit byContract = whole.contract().billing().split(key.month());
        MonthSplit split = MonthSplit.of(connection, ledger, key, begun == null ? byContract : begun, whole.period());
        Optional<DocumentGroup> document = split.split().document(key.group());
        if (document.isEmpty()) {
            return Optional.of(new PeriodSituation.SplitOtherwise());
        }
        PeriodSituation.Agreement agreement = whole.of(new PeriodSituation.Part(split.split(), document.get()));
        List<PeriodKey> changed =
                changedBefore(connection, known.before().getOrDefault(key, List.of()), key, agreement, split);
        if (!changed.isEmpty() && !alone) {
            return Optional.empty();
        }
        List<Past> arrears = arrears(connection, changed);
        if (agreed.account().invoicedTo(key.month()).isPresent() && arrears.isEmpty()) {
            // Its usage is in the reseller's books; months before may still have to be corrected with the tenant
            // itself.
            return Optional.of(new PeriodSituation.InvoicedTo());
        }
        MoneyState money = known.money().getOrDefault(key.tenant(), MoneyState.NONE);
        MonthUsage usage = MonthUsage.read(
                connection,
                ledger,
                UsageSpan.of(key, agreement.period()),
                agreement.contract().currency());
        usage.held().addUnread(agreement.period(), known.unread().getOrDefault(key, List.of()));
        return Optional.of(new PeriodSituation.Unbilled(
                agreement,
                usage,
                NamedUsers.in(connection, names, known.names(), usage.sums().projects(), arrears),
                known.watermarks().getOrDefault(key, List.of()),
                arrears,
                agreed.nextPosition(),
                clock.instant(),
                commerce.read(connection, key, agreed.account(), money, agreement.endsMonth(), !arrears.isEmpty())));
    }

    /** Who bills whom for what time; empty where the account no longer has the contract, or it does not cover the month. */
    Optional<PeriodSituation.Agreement> agreement(PeriodKey key) {
        return accounts.account(key.tenant()).flatMap(account -> agreement(key, account, accounts.legalEntities()));
    }

    private static Optional<PeriodSituation.Agreement> agreement(
            PeriodKey key, Revised<Account> account, List<Revised<LegalEntity>> entities) {
        Optional<Contract> contract = account.value().contracts().stream()
                .filter(one -> one.id().equals(key.contract()))
                .findFirst();
        Optional<BillingPeriod> period = contract.flatMap(one -> BillingMonth.of(one, key.month()));
        Optional<LegalEntity> entity = contract.flatMap(one -> legalEntity(entities, one.legalEntity()));
        if (contract.isEmpty() || period.isEmpty() || entity.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PeriodSituation.Agreement(
                entity.get(),
                account.value().buyer(),
                account.revision(),
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
        return legalEntity(accounts.legalEntities(), id);
    }

    private static Optional<LegalEntity> legalEntity(List<Revised<LegalEntity>> entities, String id) {
        return entities.stream()
                .map(Revised::value)
                .filter(entity -> entity.id().equals(id))
                .findFirst();
    }

    private Optional<PeriodSituation> afterIssue(
            Connection connection, PeriodKey key, String number, @Nullable Agreed agreed, boolean alone)
            throws SQLException {
        Filed filed = invoices.find(connection, key.tenant(), number).orElseThrow();
        UsageSpan span = UsageSpan.of(key, filed.invoice().heading().period());
        long changed = ledger.changedSince(connection, span);
        if (changed == 0 || agreed == null) {
            return Optional.of(new PeriodSituation.WasIssued(number));
        }
        if (!alone) {
            return Optional.empty();
        }
        Past read = past.read(connection, filed);
        InvoiceSplit split = invoices.split(connection, key).orElse(InvoiceSplit.ONE);
        PeriodSituation.Part part =
                new PeriodSituation.Part(split, split.document(key.group()).orElseThrow());
        return Optional.of(new PeriodSituation.Revised(
                agreed.agreement().of(part),
                read,
                changed,
                commerce.afterIssue(connection, key, agreed.account()),
                agreed.nextPosition(),
                clock.instant()));
    }

    /**
     * The months before of which an earlier document of the same name billed what has changed since; for the contract-wide one
     * also those of which documents did that the month has none of.
     */
    private List<PeriodKey> changedBefore(
            Connection connection,
            List<PeriodKey> before,
            PeriodKey key,
            PeriodSituation.Agreement agreement,
            MonthSplit split)
            throws SQLException {
        List<PeriodKey> issued = before.stream()
                .filter(one -> one.group().equals(key.group()) || agreement.contractWide() && !split.has(one.group()))
                .toList();
        if (issued.isEmpty()) {
            return List.of();
        }
        BillingPeriod period = agreement.period();
        ZoneId zone = period.timeZone();
        UsageSpan span = new UsageSpan(
                key.tenant(),
                key.contract(),
                issued.getFirst().month().atDay(1).atStartOfDay(zone).toInstant(),
                period.start(),
                ProjectSelection.ALL);
        Set<YearMonth> changed = new HashSet<>();
        for (Instant start : ledger.changedStarts(connection, span)) {
            changed.add(YearMonth.from(start.atZone(zone)));
        }
        return issued.stream().filter(one -> changed.contains(one.month())).toList();
    }

    private List<Past> arrears(Connection connection, List<PeriodKey> changed) throws SQLException {
        List<Past> arrears = new ArrayList<>();
        for (PeriodKey month : changed) {
            if (invoices.period(connection, month) instanceof PeriodState.Issued was) {
                Filed filed = invoices.find(connection, was.number()).orElseThrow();
                if (month.group().isEmpty()
                        || ledger.changedSince(
                                        connection,
                                        UsageSpan.of(
                                                month, filed.invoice().heading().period()))
                                > 0) {
                    arrears.add(past.read(connection, filed));
                }
            }
        }
        return arrears;
    }
}
