package io.wattledger.billing.invoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one line of an issued month: what was billed, and what its charges come to now.
 *
 * @param key what it bills
 * @param names the line of the month's invoice; without line where that invoice has none for these charges
 * @param was the line as its usage was when billed last; absent where there was none
 * @param is the line as its usage is rated now; absent where nothing is left of it
 * @param billed net amount of the line on the month's invoice with all revisions since
 * @param credited what of it the seller has given back for other reasons, signed like {@code billed}
 * @param sources lines that bill it, the newest first, from which a decrease can be taken back
 */
public record RevisedLine(
        LineKey key,
        CorrectedLine names,
        @Nullable InvoiceLine was,
        @Nullable InvoiceLine is,
        Money billed,
        Money credited,
        List<Source> sources) {

    /** Copies the list. */
    public RevisedLine {
        sources = List.copyOf(sources);
    }

    /**
     * A line from which something can be taken back.
     *
     * @param line where it stands
     * @param left what is left of it
     */
    public record Source(CorrectedLine line, Money left) {}

    /** What the charges come to now, rounded. */
    public Money rated() {
        return is == null ? Money.zero(billed.currency()) : is.amount().net();
    }

    /**
     * What is to be added to what was billed: the difference of the rounded amounts, so that all lines together come to the
     * amount as rated now. Where credits have given back a part already, a decrease ends at what is left.
     */
    public Money difference() {
        Money difference = rated().minus(billed);
        Money left = billed.minus(credited);
        boolean beyond = credited.signum() > 0 && difference.plus(left).signum() < 0;
        return beyond ? left.negated() : difference;
    }

    /** Whether {@link #difference} is all that the amount has changed by. */
    boolean isWhole() {
        return difference().equals(rated().minus(billed));
    }

    /** Whether usage, amount or both differ from what was billed. */
    public boolean changed() {
        return difference().signum() != 0 || !sameUsage();
    }

    private boolean sameUsage() {
        return was != null
                && is != null
                && was.quantity().exact().compareTo(is.quantity().exact()) == 0
                && usage(was).equals(usage(is));
    }

    /** What of the GPU time is estimated, or at which prices energy is charged, may change without a change of what is charged. */
    private static UsageFacts usage(InvoiceLine line) {
        return line.facts().emitting(null).withEstimated(0).withStandIns(0);
    }

    /** The line as it is now or, where nothing is left, as it was: both never are absent. */
    InvoiceLine shape() {
        if (is != null) {
            return is;
        }
        if (was != null) {
            return was;
        }
        throw new IllegalStateException("line " + key + " has neither old nor new charges");
    }
}
