package io.wattledger.chassis.kafka;

import io.wattledger.chassis.tenancy.DatabaseException;
import java.time.DateTimeException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures for which the content of a record is the reason, and which therefore come again however often it is tried, from
 * those for which time, the database or the service itself is.
 */
public final class RecordFault {

    /** Values that no column holds, constraints, and what is larger than the database can take: classes of SQLSTATE. */
    private static final Set<String> CLASSES = Set.of("22", "23", "54");

    /** A row that is not of the tenants that the transaction works for, as with a tenant that no setting can name. */
    private static final String ROW_SECURITY = "42501";

    private RecordFault() {}

    /** What is wrong with the only record of a batch that failed; null where the failure may pass or is the service's own. */
    public static @Nullable String of(RuntimeException failure) {
        boolean isOfRecord =
                switch (failure) {
                    case DatabaseException refused ->
                        ROW_SECURITY.equals(refused.sqlState())
                                || refused.sqlState().length() > 2
                                        && CLASSES.contains(refused.sqlState().substring(0, 2));
                    case ArithmeticException overflow -> true;
                    case DateTimeException outside -> true;
                    case IllegalArgumentException wrong -> true;
                    default -> false;
                };
        return isOfRecord ? "it has no effect: " + failure.getMessage() : null;
    }
}
