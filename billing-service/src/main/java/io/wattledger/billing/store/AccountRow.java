package io.wattledger.billing.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wattledger.billing.account.Account;
import io.wattledger.billing.flow.AccountBook.Recording;
import io.wattledger.contracts.WireJson;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A revision of an account with its contracts. */
@Entity(name = "Account")
@Table(name = "account")
class AccountRow extends PanacheEntityBase {

    private static final String NEWEST = "from Account a where a.key.revision = "
            + "(select max(o.key.revision) from Account o where o.key.id = a.key.id)";

    @EmbeddedId
    @AttributeOverride(name = "id", column = @Column(name = "tenant_id"))
    Revision key;

    @Column(name = "definition")
    String definition;

    @Column(name = "recorded_at")
    Instant recordedAt;

    @Column(name = "recorded_by")
    @Nullable
    String recordedBy;

    static List<AccountRow> newest() {
        return list(NEWEST + " order by a.key.id");
    }

    static List<AccountRow> newest(Collection<String> tenants) {
        return list(NEWEST + " and a.key.id in ?1", tenants);
    }

    static List<AccountRow> newest(String after, int limit) {
        return find(NEWEST + " and a.key.id > ?1 order by a.key.id", after)
                .range(0, limit - 1)
                .list();
    }

    static List<AccountRow> history(String tenant) {
        return list("key.id = ?1 order by key.revision desc", tenant);
    }

    static AccountRow toRow(Account account, long revision, Recording recording) {
        AccountRow row = new AccountRow();
        row.key = new Revision(account.tenant(), revision);
        row.definition = new String(WireJson.write(account), StandardCharsets.UTF_8);
        row.recordedAt = recording.at();
        row.recordedBy = recording.by();
        return row;
    }

    Account fromRow() {
        try {
            return WireJson.read(definition.getBytes(StandardCharsets.UTF_8), Account.class);
        } catch (IOException e) {
            throw new UncheckedIOException("account " + key + " is stored in a form that cannot be read", e);
        }
    }
}
