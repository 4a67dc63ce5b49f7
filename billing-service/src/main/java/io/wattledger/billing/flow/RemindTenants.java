package io.wattledger.billing.flow;

import io.wattledger.billing.document.PrintedForms;
import io.wattledger.billing.document.ReminderPdf;
import io.wattledger.billing.dunning.Dunning;
import io.wattledger.billing.dunning.DunningPolicy;
import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.DunningBook.Candidate;
import io.wattledger.billing.flow.DunningBook.PolicyKey;
import io.wattledger.billing.flow.DunningBook.Printed;
import io.wattledger.billing.flow.DunningBook.Recorded;
import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Goes through what is overdue and reminds of it, each invoice in a transaction of its own that nobody else pays or credits
 * in meanwhile. Repeating a run makes no reminder twice.
 */
@ApplicationScoped
public class RemindTenants {

    private static final Logger LOG = Logger.getLogger(RemindTenants.class);

    private static final PrintedForms FORMS = new PrintedForms();

    private final TenantScope scope;
    private final DunningBook dunning;
    private final InvoiceBook invoices;
    private final ReceivableBook receivables;
    private final DispatchDocuments dispatch;
    private final Clock clock;

    RemindTenants(
            TenantScope scope,
            DunningBook dunning,
            InvoiceBook invoices,
            ReceivableBook receivables,
            DispatchDocuments dispatch,
            Clock clock) {
        this.scope = scope;
        this.dunning = dunning;
        this.invoices = invoices;
        this.receivables = receivables;
        this.dispatch = dispatch;
        this.clock = clock;
    }

    /**
     * A reminder that a run made, or would make.
     *
     * @param tenant whom it goes to
     * @param reminder what it says
     */
    public record Made(String tenant, Reminder reminder) {}

    /**
     * An invoice that could not be looked at; it is at the next run.
     *
     * @param tenant whom it bills
     * @param number its number
     * @param detail why
     */
    public record Failed(String tenant, String number, String detail) {}

    /**
     * What a run has come to.
     *
     * @param made what was made, or would be
     * @param failed what stands in nobody's way
     */
    public record Run(List<Made> made, List<Failed> failed) {

        /** Copies the lists. */
        public Run {
            made = List.copyOf(made);
            failed = List.copyOf(failed);
        }
    }

    /**
     * Runs. What cannot be looked at is told, and all others are.
     *
     * @param tenants who may be reminded; none means everybody
     * @param today the day of the reminders
     * @param isPreview whether nothing is to be made
     * @param by who wants it
     */
    public Run run(Collection<String> tenants, LocalDate today, boolean isPreview, String by) {
        List<Made> made = new ArrayList<>();
        List<Failed> failed = new ArrayList<>();
        for (Candidate candidate : scope.asOperator(connection -> dunning.candidates(connection, tenants, today))) {
            List<String> visible = List.of(candidate.tenant(), TenantScope.NO_TENANT);
            try {
                scope.inTransaction(visible, connection -> remind(connection, candidate, today, isPreview, by))
                        .ifPresent(reminder -> made.add(new Made(candidate.tenant(), reminder)));
            } catch (RuntimeException | StackOverflowError e) {
                LOG.errorf(e, "invoice %s of %s could not be reminded of", candidate.number(), candidate.tenant());
                failed.add(new Failed(candidate.tenant(), candidate.number(), String.valueOf(e.getMessage())));
            }
        }
        return new Run(made, failed);
    }

    private Optional<Reminder> remind(
            Connection connection, Candidate candidate, LocalDate today, boolean isPreview, String by)
            throws SQLException {
        Filed filed = invoices.find(connection, candidate.number()).orElseThrow();
        Optional<DunningPolicy> policy = policy(connection, filed);
        if (policy.isEmpty()) {
            return Optional.empty();
        }
        // From here on nobody else pays, credits, disputes or reminds.
        invoices.lockContract(connection, filed.key().tenant(), filed.key().contract());
        List<Reminder> before = dunning.reminders(connection, candidate.number()).stream()
                .map(Printed::reminder)
                .toList();
        Optional<Reminder> next = Dunning.next(
                policy.get(),
                filed.invoice(),
                receivables.receivable(connection, candidate.number()).orElseThrow(),
                dunning.isDisputed(connection, candidate.number()),
                before,
                today,
                FORMS);
        if (next.isPresent() && !isPreview) {
            byte[] pdf = ReminderPdf.write(next.get(), filed.invoice());
            Printed printed = new Printed(next.get(), pdf, Sha256.hex(pdf));
            dunning.add(connection, candidate.tenant(), printed, new Recorded(by, clock.instant()));
            dispatch.reminded(connection, candidate.tenant(), filed.invoice(), next.get());
        }
        return next;
    }

    /** The contract's own policy, or else that of the legal entity. */
    private Optional<DunningPolicy> policy(Connection connection, Filed filed) throws SQLException {
        String entity = filed.invoice().seller().legalEntity();
        PolicyKey own = new PolicyKey(filed.key().tenant(), entity, filed.key().contract());
        Optional<DunningBook.Kept> policy = dunning.policy(connection, own);
        if (policy.isEmpty()) {
            policy = dunning.policy(connection, new PolicyKey(TenantScope.NO_TENANT, entity, TenantScope.NO_TENANT));
        }
        return policy.map(DunningBook.Kept::policy);
    }
}
