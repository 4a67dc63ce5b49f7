package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.flow.AccountBook.Revised;
import io.wattledger.billing.flow.ExportBook.Recorded;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.focus.BillingPeriods;
import io.wattledger.billing.focus.ClosedMonths;
import io.wattledger.billing.focus.FocusDocument;
import io.wattledger.billing.focus.FocusExport;
import io.wattledger.billing.focus.FocusRow;
import io.wattledger.billing.period.BillingMonth;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what was issued for some billing months as FOCUS has it, in the caller's transaction. */
@Singleton
class ReadFocus {

    private final ExportBook issued;
    private final ClosedMonthBook closedMonths;
    private final AccountBook accounts;
    private final Clock clock;

    ReadFocus(ExportBook issued, ClosedMonthBook closedMonths, AccountBook accounts, Clock clock) {
        this.issued = issued;
        this.closedMonths = closedMonths;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Takes a document of one of the months. */
    @FunctionalInterface
    private interface Each {
        void take(Recorded recorded, FocusDocument document) throws SQLException;
    }

    /** Hands over the charges of all documents of the months. */
    void charges(Connection connection, Set<YearMonth> months, Collection<String> tenants, FocusExport export)
            throws SQLException {
        documents(connection, months, tenants, closedMonths.all(connection), (recorded, document) -> {
            export.begin(document);
            if (recorded.filed().filing() == Filing.INVOICE) {
                issued.usage(connection, recorded.filed(), export::usage);
            }
            export.end();
        });
    }

    /** Which of the months are open, and which are closed; one that has not begun is neither. */
    List<FocusRow> periods(Connection connection, Set<YearMonth> months, Collection<String> tenants)
            throws SQLException {
        ClosedMonths closed = closedMonths.all(connection);
        BillingPeriods periods = new BillingPeriods(closed);
        Map<String, LegalEntity> entities = accounts.legalEntities().stream()
                .map(Revised::value)
                .collect(Collectors.toMap(LegalEntity::id, Function.identity()));
        Instant now = clock.instant();
        for (Revised<Account> account : accounts.accounts()) {
            if (tenants.isEmpty() || tenants.contains(account.value().tenant())) {
                for (Contract contract : account.value().contracts()) {
                    for (YearMonth month : months) {
                        ZoneId zone = contract.billing().timeZone();
                        LegalEntity entity = entities.get(contract.legalEntity());
                        if (entity != null
                                && BillingMonth.of(contract, month).isPresent()
                                && !month.atDay(1)
                                        .atStartOfDay(zone)
                                        .toInstant()
                                        .isAfter(now)) {
                            periods.billed(entity.id(), entity.seller().name(), month, zone);
                        }
                    }
                }
            }
        }
        documents(connection, months, tenants, closed, (recorded, document) -> periods.issued(document, recorded.at()));
        return periods.rows();
    }

    private void documents(
            Connection connection, Set<YearMonth> months, Collection<String> tenants, ClosedMonths closed, Each each)
            throws SQLException {
        issued.documents(connection, months, tenants, recorded -> {
            FocusDocument document = closed.placed(natural(recorded.filed()), recorded.at());
            if (months.contains(document.billingMonth())) {
                try {
                    each.take(recorded, document);
                } catch (SQLException e) {
                    throw new IllegalStateException("the usage of " + document.number() + " cannot be read", e);
                }
            }
        });
    }

    private static FocusDocument natural(Filed filed) {
        return filed.filing() == Filing.INVOICE
                ? FocusDocument.invoice(filed.invoice())
                : FocusDocument.correction(filed.invoice());
    }
}
