package io.wattledger.billing.focus;

import io.wattledger.contracts.message.RatedUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents as rows of the Cost and Usage dataset, and holds every row to the rules on the way. Per document: one
 * row per charge and charge period, a Credit row beside it where the charge is negative, one Adjustment row that carries
 * what rounding the lines made of the unrounded costs, and one Tax row per VAT entry. So {@code BilledCost} adds up to the
 * payable amount per {@code InvoiceId}.
 */
public final class FocusExport {

    private final FocusWriter out;
    private final FocusCheck check;
    private @Nullable FocusDocument document;
    private @Nullable FocusRows rows;

    /** An export that writes to {@code out}, which stays open. */
    public FocusExport(FocusVersion version, FocusWriter out) {
        this.out = out;
        this.check = new FocusCheck(version);
    }

    /** Begins a document; the one before has ended. */
    public void begin(FocusDocument next) {
        document = next;
        rows = new FocusRows(next, row -> {
            check.row(row);
            out.row(row);
        });
    }

    /** A rated record that the document was made from. */
    public void usage(RatedUsage usage) {
        if (rows == null) {
            throw new IllegalStateException("no document has begun");
        }
        rows.usage(usage);
    }

    /** All usage of the document has gone by. */
    public void end() {
        if (rows == null || document == null) {
            throw new IllegalStateException("no document has begun");
        }
        rows.end();
        check.end(document);
        out.end(document);
        rows = null;
        document = null;
    }

    /** A document of which no rated records are at hand: one row per line. */
    public void add(FocusDocument whole) {
        begin(whole);
        end();
    }

    /** The rules that the file breaks; it must not leave the house unless there are none. */
    public List<FocusViolation> violations() {
        return check.violations();
    }
}
