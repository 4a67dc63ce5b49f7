package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.pricing.flow.InputChange.Kind;
import io.wattledger.pricing.tariff.Tariff;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Stores a tariff and notes what has to be rated again because of it; how it was agreed to is for others. */
@ApplicationScoped
public class PutTariffInForce {

    private final CatalogBook book;
    private final InputChanges changes;

    PutTariffInForce(CatalogBook book, InputChanges changes) {
        this.book = book;
        this.changes = changes;
    }

    /** Stores {@code tariff} in the place of {@code old}, which is absent for a new one. */
    public void put(Connection connection, @Nullable Tariff old, Tariff tariff) throws SQLException {
        book.save(tariff);
        changes.note(connection, TenantScope.NO_TENANT, changeOf(old, tariff));
    }

    /** A changed tariff matters from the first day that is under another version than before; a day early is harmless. */
    private static InputChange changeOf(@Nullable Tariff old, Tariff tariff) {
        if (old == null || !old.currency().equals(tariff.currency())) {
            return new InputChange(Kind.TARIFF, tariff.id(), null, null);
        }
        return TariffSeal.firstDifference(old, tariff)
                .map(day -> new InputChange(
                        Kind.TARIFF,
                        tariff.id(),
                        day.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                        null))
                .orElseGet(() -> new InputChange(Kind.TARIFF, tariff.id(), null, null));
    }
}
