package io.wattledger.pricing.energy;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of two documents about the same slot has the last word: the one created later and, of two created at the same
 * instant, the one with the higher revision number. A document that does not say when it was created counts as created
 * when it was received. The order of arrival does not matter, so loading revision 1 again after revision 2 changes
 * nothing; only between documents that are equal in both does the one received later win.
 *
 * @param created when the publisher made the document, or when it was received where it does not say so
 * @param revisionNumber the publisher's revision number; 0 where it has none
 */
public record DocumentOrder(Instant created, int revisionNumber) implements Comparable<DocumentOrder> {

    private static final Comparator<DocumentOrder> ORDER =
            Comparator.comparing(DocumentOrder::created).thenComparingInt(DocumentOrder::revisionNumber);

    /** The order of a document received at {@code receivedAt}. */
    public static DocumentOrder of(@Nullable Instant created, @Nullable Integer revisionNumber, Instant receivedAt) {
        return new DocumentOrder(
                Objects.requireNonNullElse(created, receivedAt), Objects.requireNonNullElse(revisionNumber, 0));
    }

    /** Whether what a document of this order says replaces what one of {@code other} said. */
    public boolean replaces(DocumentOrder other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(DocumentOrder other) {
        return ORDER.compare(this, other);
    }
}
