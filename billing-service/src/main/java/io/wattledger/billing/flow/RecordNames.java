package io.wattledger.billing.flow;

import io.wattledger.billing.flow.NameBook.Name;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;

/** Takes what sites and SKUs are called from pricing; only later invoices show a new name. */
@ApplicationScoped
public class RecordNames {

    private final NameBook names;
    private final ChargeLedger ledger;
    private final Watch watch;
    private final Clock clock;

    RecordNames(NameBook names, ChargeLedger ledger, Watch watch, Clock clock) {
        this.names = names;
        this.ledger = ledger;
        this.watch = watch;
        this.clock = clock;
    }

    /** Keeps the highest revision of each name, and what could not be read, within the caller's transaction. */
    public void record(Connection connection, Collection<Name> read, Collection<UnreadableMessage> unreadable)
            throws SQLException {
        names.record(connection, read);
        ledger.keepUnreadable(connection, unreadable, clock.instant());
        watch.taken(read.size(), unreadable.size());
    }
}
