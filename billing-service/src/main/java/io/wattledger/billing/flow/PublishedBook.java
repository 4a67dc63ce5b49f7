package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.EmissionFactor;
import io.wattledger.billing.invoice.ExchangeRate;
import java.sql.Connection;
import java.sql.SQLException;

/** Keeps what others have published; issued invoices hold their own copy of what they state. */
public interface PublishedBook {

    /** How an entry relates to what was known. */
    enum Change {
        /** Was not known. */
        CREATED,
        /** Says something else for the same day. */
        CHANGED,
        /** Is as it was. */
        NONE
    }

    /** A factor of a site. */
    record SiteEmission(String site, EmissionFactor factor) {}

    /** Takes a rate, the newest statement for its day; writes nothing where {@code dryRun}. */
    Change record(Connection connection, ExchangeRate rate, boolean dryRun) throws SQLException;

    /** Takes a factor, the newest statement for its site and first day; writes nothing where {@code dryRun}. */
    Change record(Connection connection, SiteEmission emission, boolean dryRun) throws SQLException;
}
