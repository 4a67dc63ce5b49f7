package io.wattledger.billing.store;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.flow.AccountBook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Legal entities and accounts with Hibernate, one row per revision. */
@ApplicationScoped
public class PanacheAccountBook implements AccountBook {

    private final EntityManager entities;

    PanacheAccountBook(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void lock() {
        entities.createNativeQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('catalog'))) AS locked")
                .getResultList();
    }

    @Override
    public List<Revised<LegalEntity>> legalEntities() {
        return LegalEntityRow.newest().stream()
                .map(row -> new Revised<>(row.key.revision(), row.fromRow()))
                .toList();
    }

    @Override
    public Optional<Revised<Account>> account(String tenant) {
        return Optional.ofNullable(accounts(List.of(tenant)).get(tenant));
    }

    @Override
    public Map<String, Revised<Account>> accounts(Collection<String> tenants) {
        return AccountRow.newest(tenants).stream()
                .map(PanacheAccountBook::revised)
                .collect(Collectors.toMap(account -> account.value().tenant(), account -> account));
    }

    @Override
    public List<Revised<Account>> accounts() {
        return AccountRow.newest().stream().map(PanacheAccountBook::revised).toList();
    }

    @Override
    public List<Recorded<Account>> page(String after, int limit) {
        return AccountRow.newest(after, limit).stream()
                .map(PanacheAccountBook::recorded)
                .toList();
    }

    @Override
    public List<Recorded<Account>> history(String tenant) {
        return AccountRow.history(tenant).stream()
                .map(PanacheAccountBook::recorded)
                .toList();
    }

    @Override
    public List<Recorded<LegalEntity>> recordedEntities() {
        return LegalEntityRow.newest().stream()
                .map(PanacheAccountBook::recorded)
                .toList();
    }

    @Override
    public List<Recorded<LegalEntity>> entityHistory(String id) {
        return LegalEntityRow.history(id).stream()
                .map(PanacheAccountBook::recorded)
                .toList();
    }

    @Override
    public void add(Revised<LegalEntity> legalEntity, Recording recording) {
        LegalEntity entity = legalEntity.value();
        LegalEntityRow.toRow(entity, legalEntity.revision(), recording).persist();
        entities.createNativeQuery("INSERT INTO invoice_series (legal_entity, prefix) VALUES (:entity, :prefix) "
                        + "ON CONFLICT DO NOTHING")
                .setParameter("entity", entity.id())
                .setParameter("prefix", entity.invoiceSeries().prefix())
                .executeUpdate();
        entities.flush();
    }

    @Override
    public void addAccount(Revised<Account> account, Recording recording) {
        AccountRow.toRow(account.value(), account.revision(), recording).persist();
        entities.flush();
    }

    private static Recorded<Account> recorded(AccountRow row) {
        return new Recorded<>(row.key.revision(), row.recordedAt, row.recordedBy, row.fromRow());
    }

    private static Recorded<LegalEntity> recorded(LegalEntityRow row) {
        return new Recorded<>(row.key.revision(), row.recordedAt, row.recordedBy, row.fromRow());
    }

    private static Revised<Account> revised(AccountRow row) {
        return new Revised<>(row.key.revision(), row.fromRow());
    }
}
