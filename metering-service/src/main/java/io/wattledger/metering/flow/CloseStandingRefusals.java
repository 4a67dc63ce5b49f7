package io.wattledger.metering.flow;

import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.RefusalBook.Looked;
import io.wattledger.metering.flow.RefusalBook.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes refusals of events that could not be stored once the same event was sent anew and taken in, or was corrected or withdrawn. Months
 * would go on waiting for a decision that nobody has to take any more. Each is replayed like by a person, in a transaction of its own.
 */
@ApplicationScoped
public class CloseStandingRefusals {

    /** Who has done it, among the steps of a refusal. */
    public static final String ACTOR = "metering";

    private static final int MOST_AT_ONCE = 500;
    private static final Sight EVERY = new Sight.Every(List.of());

    private final RefusalBook book;
    private final ReplayRefusals replayRefusals;
    private @Nullable Place looked;

    CloseStandingRefusals(RefusalBook book, ReplayRefusals replayRefusals) {
        this.book = book;
        this.replayRefusals = replayRefusals;
    }

    /**
     * Looks at some, from where it stopped the time before.
     *
     * @return whether there are others to look at
     * @throws RuntimeException what one of them failed of, once all have had their turn
     */
    public synchronized boolean run() {
        Looked page = book.standing(looked, MOST_AT_ONCE, ACTOR);
        looked = page.last();
        RuntimeException first = null;
        for (EventKey refusal : page.standing()) {
            try {
                replayRefusals.asTheyCame(book.find(EVERY, List.of(refusal)), ACTOR);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return looked != null;
    }
}
