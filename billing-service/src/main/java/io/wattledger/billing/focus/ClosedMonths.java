package io.wattledger.billing.focus;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;

/**
 * The billing months that legal entities have closed. A closed month takes nothing any more (F21): what is issued later
 * belongs to the next month that was not closed by then, whatever it bills and whatever date it bears.
 *
 * @param closedAt when each was closed
 */
public record ClosedMonths(Map<Month, Instant> closedAt) {

    /** Copies the map. */
    public ClosedMonths {
        closedAt = Map.copyOf(closedAt);
    }

    /** A billing month of a legal entity. */
    public record Month(String legalEntity, YearMonth month) {}

    /** When a month was closed; empty while it is open. */
    public Optional<Instant> closedAt(String legalEntity, YearMonth month) {
        return Optional.ofNullable(closedAt.get(new Month(legalEntity, month)));
    }

    /** A document in the month to which it belongs, by when it was recorded. */
    public FocusDocument placed(FocusDocument document, Instant recordedAt) {
        String legalEntity = document.invoice().seller().legalEntity();
        YearMonth month = document.billingMonth();
        while (closedAt(legalEntity, month).filter(recordedAt::isAfter).isPresent()) {
            month = month.plusMonths(1);
        }
        return new FocusDocument(document.invoice(), month, document.correction());
    }
}
