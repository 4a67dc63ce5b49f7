package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusColumn.*;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the rows of Invoice Detail or Billing Period to the rules on their way into a file. */
public final class CheckedDataset implements FocusWriter {

    private final FocusDataset dataset;
    private final FocusWriter out;
    private final Findings findings = new Findings();
    private final CellRules cells;
    private final Set<List<String>> keys = new HashSet<>();

    /** Hands the rows of a dataset on to {@code out}, which {@link #close} closes. */
    public CheckedDataset(FocusDataset dataset, FocusVersion version, FocusWriter out) {
        this.dataset = dataset;
        this.out = out;
        this.cells = new CellRules(FocusColumn.of(dataset, version), findings);
    }

    @Override
    public void row(FocusRow row) {
        if (cells.check(row)) {
            cells.period(row, BILLING_PERIOD_START, BILLING_PERIOD_END);
        }
        List<FocusColumn> key =
                switch (dataset) {
                    case COST_AND_USAGE -> List.of(X_CHARGE_ID);
                    case INVOICE_DETAIL -> List.of(INVOICE_ISSUER_NAME, INVOICE_DETAIL_ID);
                    case BILLING_PERIOD -> List.of(INVOICE_ISSUER_NAME, BILLING_PERIOD_START, BILLING_PERIOD_END);
                };
        if (!keys.add(row.cells(key))) {
            findings.add(FocusRule.F21, row, "two rows have " + row.cells(key));
        }
        out.row(row);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** The rules that the file breaks. */
    public List<FocusViolation> violations() {
        return findings.all();
    }
}
