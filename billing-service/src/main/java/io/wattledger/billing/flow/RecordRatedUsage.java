package io.wattledger.billing.flow;

import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes rated usage from pricing; the highest revision of a key holds, in whatever order the revisions come. */
@ApplicationScoped
public class RecordRatedUsage {

    private final ChargeLedger ledger;

    RecordRatedUsage(ChargeLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * Rated usage as it is kept, from its message.
     *
     * @throws IOException when the bytes are not rated usage
     * @throws IllegalArgumentException when a part of its key is blank
     */
    public static RatedEntry entry(byte[] message) throws IOException {
        RatedUsage usage = WireJson.read(message, RatedUsage.class);
        usage.usageKey();
        BigDecimal amount = usage.charges().stream().map(Charge::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new RatedEntry(usage, amount, Sha256.of(WireJson.write(withoutRevision(usage))), message);
    }

    /** Keeps the highest revision of each key within the caller's transaction. */
    public void record(Connection connection, List<RatedEntry> entries) throws SQLException {
        Map<String, RatedEntry> newest = new LinkedHashMap<>();
        for (RatedEntry entry : entries) {
            newest.merge(entry.usage().recordKey(), entry, RecordRatedUsage::newer);
        }
        ledger.record(connection, newest.values());
    }

    private static RatedEntry newer(RatedEntry one, RatedEntry other) {
        return other.usage().revision() > one.usage().revision() ? other : one;
    }

    /** Pricing may rate again and come to the same; that is no change of what an invoice says. */
    private static RatedUsage withoutRevision(RatedUsage usage) {
        return usage.withRevision(0);
    }
}
