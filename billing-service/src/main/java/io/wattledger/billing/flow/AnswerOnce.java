package io.wattledger.billing.flow;

import io.wattledger.billing.flow.AnswerBook.Answer;
import io.wattledger.billing.flow.AnswerBook.Kept;
import io.wattledger.billing.flow.AnswerBook.RequestKey;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets a request that moves money take effect once, however often it is sent under one key: its effect and its answer are
 * committed together, and whoever sends it again gets that answer.
 */
@ApplicationScoped
public class AnswerOnce {

    /** A caller may take days to find out whether a request came through; a week is promised, a month is kept. */
    static final Duration KEPT_FOR = Duration.ofDays(30);

    private final TenantScope scope;
    private final AnswerBook answers;
    private final Clock clock;

    AnswerOnce(TenantScope scope, AnswerBook answers, Clock clock) {
        this.scope = scope;
        this.answers = answers;
        this.clock = clock;
    }

    /** What a request does, and the form of its answer. */
    @FunctionalInterface
    public interface Effect {
        /** Takes effect in the transaction of {@code connection}; an exception undoes all of it. */
        Answer take(Connection connection) throws SQLException;
    }

    /** What has become of a request. */
    public sealed interface Result {}

    /**
     * The answer.
     *
     * @param answer given now or before
     * @param replayed whether it was given before
     */
    public record Answered(Answer answer, boolean replayed) implements Result {}

    /** The key was used for another request. */
    public record KeyUsedOtherwise() implements Result {}

    /** A request under the key is being worked on. */
    public record KeyInUse() implements Result {}

    /** Takes effect unless the key has an answer already. */
    public Result answer(RequestKey key, byte[] requestHash, Collection<String> tenants, Effect effect) {
        Set<String> all = new TreeSet<>(tenants);
        all.add(key.tenant());
        return scope.inTransaction(all, connection -> {
            if (!answers.claim(connection, key)) {
                return new KeyInUse();
            }
            Optional<Kept> before = answers.find(connection, key);
            if (before.isPresent()) {
                return Arrays.equals(before.get().requestHash(), requestHash)
                        ? new Answered(before.get().answer(), true)
                        : new KeyUsedOtherwise();
            }
            Answer answer = effect.take(connection);
            Instant now = clock.instant();
            answers.keep(connection, key, new Kept(requestHash, answer), now, now.minus(KEPT_FOR));
            return new Answered(answer, false);
        });
    }
}
