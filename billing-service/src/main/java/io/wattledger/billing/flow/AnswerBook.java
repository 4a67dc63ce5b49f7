package io.wattledger.billing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps answers by the key of their request. Each method works inside the caller's transaction. */
public interface AnswerBook {

    /**
     * By what a request is known.
     *
     * @param tenant whose request; {@code TenantScope.NO_TENANT} for an operator's
     * @param caller name of who sent it
     * @param key of the caller's choice
     */
    record RequestKey(String tenant, String caller, String key) {}

    /**
     * An answer as it was given.
     *
     * @param status of HTTP
     * @param location of what was made; absent where nothing was
     * @param body as it was sent
     */
    record Answer(int status, @Nullable String location, byte[] body) {}

    /**
     * A kept answer.
     *
     * @param requestHash hash of the request that it answers
     * @param answer as it was given
     */
    record Kept(byte[] requestHash, Answer answer) {}

    /** Whether nobody else works under the key now; nobody else may until the transaction ends. */
    boolean claim(Connection connection, RequestKey key) throws SQLException;

    /** The answer given under a key. */
    Optional<Kept> find(Connection connection, RequestKey key) throws SQLException;

    /** Keeps an answer, and forgets the caller's answers from before {@code forgetBefore}. */
    void keep(Connection connection, RequestKey key, Kept kept, Instant now, Instant forgetBefore) throws SQLException;
}
