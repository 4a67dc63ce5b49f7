package io.wattledger.billing.flow;

import io.wattledger.billing.credit.Credit;
import io.wattledger.billing.credit.CreditEntryKind;
import io.wattledger.billing.credit.CreditLedger;
import io.wattledger.billing.flow.ReceivableBook.Recorded;
import io.wattledger.billing.invoice.Money;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens, voids and expires the credits of tenants, and shows them. Invoices draw from them when they are issued. */
@ApplicationScoped
public class KeepCredits {

    private final TenantScope scope;
    private final AccountBook accounts;
    private final CommercialBook book;
    private final CreditBook credits;
    private final Clock clock;

    KeepCredits(TenantScope scope, AccountBook accounts, CommercialBook book, CreditBook credits, Clock clock) {
        this.scope = scope;
        this.accounts = accounts;
        this.book = book;
        this.credits = credits;
        this.clock = clock;
    }

    /** Whether there is such an account, visible to whoever asks. */
    public boolean knows(String tenant) {
        return scope.inTransaction(
                tenant, connection -> accounts.account(tenant).isPresent());
    }

    /** The ledgers of a tenant's credits by id. */
    public List<CreditLedger> list(String tenant) {
        return scope.inTransaction(tenant, connection -> credits.ledgers(connection, tenant));
    }

    /**
     * Opens a credit in the caller's transaction, which works for its tenant.
     *
     * @param credit its id is new
     * @throws io.wattledger.billing.credit.CreditEntryRefused when the amount is not more than zero
     */
    public CreditLedger open(
            Connection connection, String tenant, Credit credit, Money amount, String reference, String by)
            throws SQLException {
        book.lock(connection, tenant);
        CreditLedger opened = CreditLedger.open(credit, amount, today(), reference);
        credits.add(connection, tenant, opened, recorded(by));
        return opened;
    }

    /**
     * Takes back what is left of a credit, in the caller's transaction; empty where there is no such credit.
     *
     * @throws io.wattledger.billing.credit.CreditEntryRefused when nothing is left
     */
    public Optional<CreditLedger> voidRest(Connection connection, String tenant, String id, String reason, String by)
            throws SQLException {
        book.lock(connection, tenant);
        Optional<CreditLedger> ledger = credits.ledger(connection, tenant, id);
        if (ledger.isEmpty()) {
            return Optional.empty();
        }
        CreditLedger after = ledger.get().emptied(CreditEntryKind.VOIDED, today(), reason);
        credits.append(connection, tenant, after, recorded(by));
        return Optional.of(after);
    }

    /** Books what has expired before {@code day} and was not used, in the caller's transaction; the ledgers that changed. */
    public List<CreditLedger> expire(Connection connection, String tenant, LocalDate day, String by)
            throws SQLException {
        book.lock(connection, tenant);
        List<CreditLedger> expired = new ArrayList<>();
        for (CreditLedger ledger : credits.ledgers(connection, tenant)) {
            if (ledger.credit().hasExpired(day) && ledger.balance().signum() > 0) {
                CreditLedger after = ledger.emptied(
                        CreditEntryKind.EXPIRED,
                        day,
                        "expired after " + ledger.credit().expiresOn());
                credits.append(connection, tenant, after, recorded(by));
                expired.add(after);
            }
        }
        return expired;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Recorded recorded(String by) {
        return new Recorded(by, clock.instant());
    }
}
