package io.wattledger.pricing.energy;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a document was made. Of two documents that say something of the same slot, a final value outranks a preliminary one, then the
 * one made later counts and, of two made at the same instant, the one with the higher revision number; only between documents that are
 * equal in both does the one received later win. The order of arrival does not matter else, so loading revision 1 again after
 * revision 2 changes nothing. The database applies it, to many values at once.
 *
 * @param created when the publisher made the document, or when it was received where it does not say so
 * @param revisionNumber the publisher's revision number; 0 where it has none
 */
public record DocumentOrder(Instant created, int revisionNumber) {

    /** The order of a document received at {@code receivedAt}. */
    public static DocumentOrder of(@Nullable Instant created, @Nullable Integer revisionNumber, Instant receivedAt) {
        return new DocumentOrder(
                Objects.requireNonNullElse(created, receivedAt), Objects.requireNonNullElse(revisionNumber, 0));
    }
}
