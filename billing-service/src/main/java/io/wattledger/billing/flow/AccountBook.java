package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.account.LegalEntity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps legal entities and accounts in all their revisions. Each method works inside the caller's transaction. */
public interface AccountBook {

    /**
     * A revision.
     *
     * @param revision counts up from 1
     * @param value what holds since
     */
    record Revised<T>(long revision, T value) {}

    /**
     * A revision with its time.
     *
     * @param revision counts up from 1
     * @param recordedAt since when it holds
     * @param recordedBy who recorded it; null where it is from before that was written down
     * @param value what holds since
     */
    record Recorded<T>(
            long revision, Instant recordedAt, @Nullable String recordedBy, T value) {}

    /**
     * The recording of revisions.
     *
     * @param by who asked for it
     * @param at when
     */
    record Recording(String by, Instant at) {}

    /** Lets nobody else change the book until the transaction ends. */
    void lock();

    /** The newest revision of every legal entity, by id. */
    List<Revised<LegalEntity>> legalEntities();

    /** The newest revision of an account; empty where there is none or it is another tenant's. */
    Optional<Revised<Account>> account(String tenant);

    /** The same of several tenants, by tenant; those that have none are missing. */
    Map<String, Revised<Account>> accounts(Collection<String> tenants);

    /** The newest revision of every account that is visible, by tenant. */
    List<Revised<Account>> accounts();

    /** The newest revision of visible accounts by tenant, of those after {@code after} at most {@code limit}. */
    List<Recorded<Account>> page(String after, int limit);

    /** All revisions of an account, the newest first; none where there is none or it is another tenant's. */
    List<Recorded<Account>> history(String tenant);

    /** The newest revision of every legal entity, by id. */
    List<Recorded<LegalEntity>> recordedEntities();

    /** All revisions of a legal entity, the newest first. */
    List<Recorded<LegalEntity>> entityHistory(String id);

    /** Adds a revision of a legal entity and begins its series where there is none. */
    void add(Revised<LegalEntity> legalEntity, Recording recording);

    /** Adds a revision of an account. */
    void addAccount(Revised<Account> account, Recording recording);
}
