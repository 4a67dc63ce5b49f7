package io.wattledger.billing.flow;

import io.wattledger.billing.flow.NameBook.Name;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Takes what sites and SKUs are called from pricing; only later invoices show a new name. */
@ApplicationScoped
public class RecordNames {

    private final NameBook names;

    RecordNames(NameBook names) {
        this.names = names;
    }

    /** Keeps the highest revision of each name within the caller's transaction. */
    public void record(Connection connection, Collection<Name> read) throws SQLException {
        names.record(connection, read);
    }
}
