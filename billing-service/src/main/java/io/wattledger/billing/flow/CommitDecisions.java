package io.wattledger.billing.flow;

import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.DiscountsStanding;
import io.wattledger.billing.contract.InvoiceSplit;
import io.wattledger.billing.flow.ChargeLedger.Mark;
import io.wattledger.billing.flow.ChargeLedger.NumberedSpan;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.InvoiceBook.Origin;
import io.wattledger.billing.flow.PeriodDecision.Conclude;
import io.wattledger.billing.flow.PeriodDecision.Correct;
import io.wattledger.billing.flow.PeriodDecision.Issue;
import io.wattledger.billing.flow.RunBook.Item;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.chassis.tenancy.Writes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes true what was decided of items of one run: locks run, contracts, periods, series and credits, in this order and each kind
 * in one order, makes sure that nothing has moved since it was decided, and writes number, invoice, documents, ledger, outgoing
 * messages and outcome of all of them together.
 *
 * <p>Where something has moved, what comes after it is left too, since its numbers do not hold.
 */
@Singleton
class CommitDecisions {

    private final ReadPeriod reading;
    private final ReadCommerce commerce;
    private final ChargeLedger ledger;
    private final InvoiceBook invoices;
    private final LeftOfInvoice left;
    private final ReadPast past;
    private final RunBook runs;
    private final FileDocument filing;

    CommitDecisions(
            ReadPeriod reading,
            ReadCommerce commerce,
            ChargeLedger ledger,
            InvoiceBook invoices,
            LeftOfInvoice left,
            ReadPast past,
            RunBook runs,
            FileDocument filing) {
        this.reading = reading;
        this.commerce = commerce;
        this.ledger = ledger;
        this.invoices = invoices;
        this.left = left;
        this.past = past;
        this.runs = runs;
        this.filing = filing;
    }

    /** An item and what is to be done about it. */
    record Decided(Item item, PeriodDecision decision) {

        PeriodKey key() {
            return item.key();
        }
    }

    /** Something moved between deciding and committing; the transaction must not commit. */
    static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Does it in the caller's transaction, which works for the tenants of all.
     *
     * @param decided of one run; what corrects issued months stands alone
     * @return the outcomes of the first of them, as many as hold; empty where somebody else has given them theirs
     * @throws Moved where the first was decided on what no longer holds; nothing that was written since may be committed
     */
    List<Outcome> commit(Connection connection, List<Decided> decided) throws SQLException {
        List<Item> waiting =
                runs.lock(connection, decided.stream().map(Decided::item).toList());
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Decided> standing =
                decided.stream().filter(one -> waiting.contains(one.item())).toList();
        Map<PeriodKey, PeriodState> states = lockPeriods(connection, standing);
        standing = standing.subList(0, holding(connection, standing, states));
        try (Statement savepoint = connection.createStatement()) {
            savepoint.execute("SAVEPOINT decided");
            while (!standing.isEmpty()) {
                List<Outcome> outcomes = new ArrayList<>();
                int written = write(connection, standing, states, outcomes);
                if (written == standing.size()) {
                    return outcomes;
                }
                savepoint.execute("ROLLBACK TO SAVEPOINT decided");
                standing = standing.subList(0, written);
            }
        }
        throw new Moved();
    }

    private Map<PeriodKey, PeriodState> lockPeriods(Connection connection, List<Decided> decided) throws SQLException {
        for (Decided one : decided) {
            boolean corrects = one.decision() instanceof Correct
                    || (one.decision() instanceof Issue issue
                            && !issue.corrected().isEmpty());
            if (corrects) {
                invoices.lockContract(connection, one.key().tenant(), one.key().contract());
            }
        }
        return invoices.lockPeriods(
                connection, decided.stream().map(Decided::key).toList());
    }

    private static PeriodState state(Map<PeriodKey, PeriodState> states, PeriodKey key) {
        return states.getOrDefault(key, new PeriodState.Open());
    }

    /** How many of the first still hold, as far as can be told before anything is written; locks series and credits for that. */
    private int holding(Connection connection, List<Decided> decided, Map<PeriodKey, PeriodState> states)
            throws SQLException {
        Map<String, Long> positions = lockSeries(connection, decided);
        Set<PeriodKey> begun = beginMonths(connection, decided);
        int holding = 0;
        for (Decided one : decided) {
            boolean isIssued = state(states, one.key()) instanceof PeriodState.Issued;
            boolean holds =
                    switch (one.decision()) {
                        case Conclude conclude ->
                            isIssued == (conclude.outcome().number() != null);
                        case Issue issue ->
                            !isIssued
                                    && begun.contains(one.key())
                                    && takes(
                                            positions,
                                            issue.situation().agreement(),
                                            issue.situation().nextPosition())
                                    && stands(connection, one.key().tenant(), issue);
                        case Correct correct ->
                            takes(
                                            positions,
                                            correct.situation().agreement(),
                                            correct.situation().nextPosition())
                                    && stands(connection, one.key(), correct);
                    };
            if (!holds) {
                return holding;
            }
            holding++;
        }
        return holding;
    }

    /** The next position of each series that they take numbers from, which nobody else can take any more. */
    private Map<String, Long> lockSeries(Connection connection, List<Decided> decided) throws SQLException {
        SortedMap<String, LegalEntity> entities = new TreeMap<>();
        for (Decided one : decided) {
            switch (one.decision()) {
                case Conclude ignored -> {
                    // Takes no number.
                }
                case Issue issue -> put(entities, issue.situation().agreement());
                case Correct correct -> put(entities, correct.situation().agreement());
            }
        }
        Map<String, Long> positions = new HashMap<>();
        for (Map.Entry<String, LegalEntity> series : entities.entrySet()) {
            positions.put(series.getKey(), invoices.lockSeries(connection, series.getValue()));
        }
        return positions;
    }

    private static void put(SortedMap<String, LegalEntity> entities, PeriodSituation.Agreement agreement) {
        entities.put(agreement.series(), agreement.legalEntity());
    }

    /** Takes a position of a series, if it is the next one. */
    private static boolean takes(Map<String, Long> positions, PeriodSituation.Agreement agreement, long position) {
        return positions.put(agreement.series(), position + 1) == position;
    }

    private Set<PeriodKey> beginMonths(Connection connection, List<Decided> decided) throws SQLException {
        Map<PeriodKey, InvoiceSplit> splits = new LinkedHashMap<>();
        for (Decided one : decided) {
            if (one.decision() instanceof Issue issue) {
                splits.put(one.key(), issue.situation().agreement().part().split());
            }
        }
        return splits.isEmpty() ? Set.of() : invoices.beginMonths(connection, splits);
    }

    private boolean stands(Connection connection, String tenant, Issue issue) throws SQLException {
        for (Past past : issue.corrected()) {
            if (!stands(connection, past)) {
                return false;
            }
        }
        return issue.document().commercial() == null
                || commerce.stands(connection, tenant, issue.situation().commerce());
    }

    private boolean stands(Connection connection, PeriodKey key, Correct correct) throws SQLException {
        PeriodSituation.Revised situation = correct.situation();
        if (!stands(connection, situation.past())) {
            return false;
        }
        return correct.documents().stream().allMatch(document -> document.commercial() == null)
                || commerce.stands(connection, key.tenant(), situation.commerce())
                        && reading.stillClosed(connection, key, situation.commerce());
    }

    private boolean stands(Connection connection, Past read) throws SQLException {
        if (!invoices.effects(connection, read.number()).equals(read.effects())) {
            return false;
        }
        for (Remainder billed : read.billed()) {
            Invoice invoice = billed.invoice();
            List<LineEffect> effects =
                    invoices.effects(connection, invoice.heading().number());
            if (!left.read(connection, invoice, effects).equals(billed)) {
                return false;
            }
        }
        CommercialBasis basis = read.basis();
        DiscountsStanding discounts = read.discounts();
        if (basis == null || discounts == null || basis.takenAnew().isEmpty()) {
            return true;
        }
        // Other months of the tenant may be taking of the same caps.
        commerce.lock(connection, read.key().tenant());
        return past.taken(connection, read.key().tenant(), basis).equals(discounts.all());
    }

    /** Writes all of them, and says how many of the first hold even now: usage may have come in while nobody held it. */
    private int write(
            Connection connection, List<Decided> decided, Map<PeriodKey, PeriodState> states, List<Outcome> outcomes)
            throws SQLException {
        Writes writes = new Writes(connection);
        for (Decided one : decided) {
            Outcome outcome =
                    switch (one.decision()) {
                        case Conclude conclude -> conclude(writes, one.key(), conclude.outcome(), states);
                        case Issue issue -> issue(writes, one.item(), issue, states);
                        case Correct correct -> correct(writes, one.item(), correct);
                    };
            runs.done(writes, one.item(), outcome);
            outcomes.add(outcome);
        }
        writes.flush();
        return billed(connection, decided);
    }

    private Outcome conclude(Writes writes, PeriodKey key, Outcome outcome, Map<PeriodKey, PeriodState> states) {
        if (outcome.reasons().isEmpty()) {
            if (outcome.number() == null && state(states, key) instanceof PeriodState.Closing before) {
                invoices.savePeriod(writes, key, before.reopen());
            }
        } else {
            switch (state(states, key)) {
                case PeriodState.Open open -> invoices.savePeriod(writes, key, open.hold(outcome.reasons()));
                case PeriodState.Closing before -> invoices.savePeriod(writes, key, before.hold(outcome.reasons()));
                case PeriodState.Issued ignored -> {
                    // Stays so, whatever could not be corrected.
                }
            }
        }
        return outcome;
    }

    private Outcome issue(Writes writes, Item item, Issue issue, Map<PeriodKey, PeriodState> states)
            throws SQLException {
        PeriodSituation.Unbilled situation = issue.situation();
        String number = issue.document().number();
        PeriodState.Issued issued =
                switch (state(states, item.key())) {
                    case PeriodState.Open open -> open.issue(number);
                    case PeriodState.Closing closing -> closing.issue(number);
                    case PeriodState.Issued already -> throw new IllegalStateException(already + " was seen to hold");
                };
        filing.file(
                writes,
                situation.agreement().legalEntity(),
                item.key(),
                situation.nextPosition(),
                issue.document(),
                Origin.ofRun(Filing.INVOICE, item.run(), situation.agreement().accountRevision()));
        invoices.savePeriod(writes, item.key(), issued);
        return new Outcome.Issued(number);
    }

    private Outcome correct(Writes writes, Item item, Correct correct) throws SQLException {
        PeriodSituation.Revised situation = correct.situation();
        long position = situation.nextPosition();
        for (PlannedDocument document : correct.documents()) {
            filing.file(
                    writes,
                    situation.agreement().legalEntity(),
                    item.key(),
                    position,
                    document,
                    Origin.ofRun(
                            document.filing(), item.run(), situation.agreement().accountRevision()));
            writes.flush();
            position++;
        }
        return new Outcome.Corrected(
                situation.past().number(),
                correct.documents().stream().map(PlannedDocument::number).toList());
    }

    /** Writes down what usage the documents bill; of how many of the first it is what they were computed from. */
    private int billed(Connection connection, List<Decided> decided) throws SQLException {
        List<NumberedSpan> spans = new ArrayList<>();
        for (Decided one : decided) {
            if (one.decision() instanceof Issue issue) {
                spans.add(new NumberedSpan(
                        issue.document().number(),
                        UsageSpan.of(one.key(), issue.situation().agreement().period())));
            }
        }
        List<Mark> marks = spans.isEmpty() ? List.of() : ledger.invoice(connection, spans);
        int invoice = 0;
        int billed = 0;
        for (Decided one : decided) {
            boolean unmoved =
                    switch (one.decision()) {
                        case Conclude ignored -> true;
                        case Issue issue ->
                            marks.get(invoice++)
                                            .equals(issue.situation().usage().mark())
                                    && revised(connection, issue.corrected(), issue.document());
                        case Correct correct ->
                            revised(
                                    connection,
                                    List.of(correct.situation().past()),
                                    correct.documents().getFirst());
                    };
            if (!unmoved) {
                return billed;
            }
            billed++;
        }
        return billed;
    }

    private boolean revised(Connection connection, List<Past> corrected, PlannedDocument document) throws SQLException {
        for (Past past : corrected) {
            if (!ledger.revise(connection, past.span(), document.number())
                    .equals(past.usage().mark())) {
                return false;
            }
        }
        return true;
    }
}
