package io.wattledger.billing.flow;

import io.wattledger.billing.document.HouseRules;
import io.wattledger.billing.document.InvoiceCsv;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Copies of the worker on runs that die in the midst of their work, each port before or after the work of a call. */
@ApplicationScoped
class MortalCopies {

    /** JSON, PDF, CSV and the UBL of Peppol, which a Norwegian buyer gets. */
    static final int DOCUMENTS = 4;

    /** JSON and CSV, of an invoice of {@link #dyingOverData}. */
    static final int DOCUMENTS_OF_DATA = 2;

    @Inject
    TenantScope scope;

    @Inject
    AccountBook accounts;

    @Inject
    ChargeLedger ledger;

    @Inject
    NameBook names;

    @Inject
    WatermarkBook watermarks;

    @Inject
    InvoiceBook invoices;

    @Inject
    ReceivableBook receivables;

    @Inject
    CommercialBook commercial;

    @Inject
    CreditBook credits;

    @Inject
    WebhookBook webhooks;

    @Inject
    DeliveryBook deliveries;

    @Inject
    DunningBook dunning;

    @Inject
    EvidenceBook evidence;

    @Any
    @Inject
    Instance<Channel> channels;

    @Inject
    RunBook runs;

    @Inject
    Documents documents;

    @Inject
    Outbox outbox;

    @Inject
    Watch watch;

    @Inject
    Clock clock;

    /** Stands for the end of the process; no exception, which would be taken for something wrong with the month. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A copy of the worker that dies where it is told to. */
    WorkOnInvoiceRuns dying(BooleanSupplier dies) {
        return dying(documents, dies);
    }

    /**
     * One that writes data and table of an invoice without pictures and without the official rules, by the same writers: a
     * thousand PDFs would take a minute, and this is about numbers.
     */
    WorkOnInvoiceRuns dyingOverData(BooleanSupplier dies) {
        return dying(MortalCopies::dataAlone, dies);
    }

    private static Documents.Printed dataAlone(Invoice invoice) {
        List<InvoiceDocument> forms = List.of(
                new InvoiceDocument(DocumentKind.JSON, "0".repeat(64), InvoiceJson.write(invoice)),
                new InvoiceDocument(DocumentKind.CSV, "0".repeat(64), InvoiceCsv.write(invoice)));
        return new Documents.Printed(forms, HouseRules.check(invoice).ruleSet(), List.of());
    }

    private WorkOnInvoiceRuns dying(Documents printing, BooleanSupplier dies) {
        InvoiceBook mortalInvoices = mortal(InvoiceBook.class, invoices, dies);
        ChargeLedger mortalLedger = mortal(ChargeLedger.class, ledger, dies);
        CommercialBook mortalCommercial = mortal(CommercialBook.class, commercial, dies);
        ReadCommerce commerce = new ReadCommerce(mortalCommercial, mortalInvoices, mortalLedger);
        ReceivableBook mortalReceivables = mortal(ReceivableBook.class, receivables, dies);
        AnnounceEvents mortalEvents = new AnnounceEvents(
                scope, mortal(WebhookBook.class, webhooks, dies), mortalInvoices, mortalReceivables, clock);
        DispatchDocuments mortalDispatch = new DispatchDocuments(
                scope, mortal(DeliveryBook.class, deliveries, dies), mortalInvoices, dunning, channels, clock);
        NameBook mortalNames = mortal(NameBook.class, names, dies);
        EvidenceBook mortalEvidence = mortal(EvidenceBook.class, evidence, dies);
        LeftOfInvoice left = new LeftOfInvoice(mortalInvoices, mortalCommercial);
        ReadPast past = new ReadPast(mortalLedger, mortalNames, mortalInvoices, mortalCommercial, left, mortalEvidence);
        ReadPeriod reading = new ReadPeriod(
                mortal(AccountBook.class, accounts, dies),
                mortalLedger,
                mortalNames,
                mortal(WatermarkBook.class, watermarks, dies),
                mortalInvoices,
                commerce,
                past,
                clock);
        CommitDecisions committing = new CommitDecisions(
                reading,
                commerce,
                mortalLedger,
                mortalInvoices,
                left,
                past,
                mortal(RunBook.class, runs, dies),
                new FileDocument(
                        mortalInvoices,
                        mortalReceivables,
                        mortalCommercial,
                        mortal(CreditBook.class, credits, dies),
                        outbox,
                        mortalEvents,
                        mortalDispatch,
                        clock));
        IssueInvoice issueInvoice = new IssueInvoice(
                scope, reading, commerce, mortalInvoices, mortal(RunBook.class, runs, dies), printing, committing);
        IssueInvoices issueInvoices =
                new IssueInvoices(scope, new PlanInvoices(scope, reading, issueInvoice), committing, issueInvoice);
        return new WorkOnInvoiceRuns(scope, mortal(RunBook.class, runs, dies), issueInvoices, watch, clock);
    }

    /** The real port, which dies before or after the work of a call. */
    private static <T> T mortal(Class<T> port, T real, BooleanSupplier dies) {
        Object proxy =
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, arguments) -> {
                    dieIf(dies);
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    dieIf(dies);
                    return result;
                });
        return port.cast(proxy);
    }

    private static void dieIf(BooleanSupplier dies) {
        if (dies.getAsBoolean()) {
            throw new Killed();
        }
    }

    /** Dies at a step, counted from 1. */
    static BooleanSupplier at(int step) {
        int[] steps = {0};
        return () -> ++steps[0] == step;
    }

    /** Whether it died before its end. */
    static boolean workOrDie(WorkOnInvoiceRuns mortal) {
        try {
            while (mortal.step(waiting -> true)) {
                // Until it is killed or done.
            }
            return false;
        } catch (Killed killed) {
            return true;
        }
    }

    /** Whether there is more to do; a copy that died begins again, as a restarted service does. */
    static boolean stepOrDie(WorkOnInvoiceRuns mortal) {
        try {
            return mortal.step(waiting -> true);
        } catch (Killed killed) {
            return true;
        }
    }
}
