package io.wattledger.metering.flow;

import io.wattledger.metering.flow.MeterRefused.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many questions to meters are answered at once. Each holds a connection to the database for as long as it takes to read a
 * tenant's events, and events of all tenants are taken in over the same few connections.
 */
@ApplicationScoped
public class QuestionPlaces {

    /** Of the 16 connections of a service. */
    private static final int MOST = 6;

    static final int MOST_OF_A_TENANT = 3;

    /** Questions of a tenant that wait for its others; whoever waits holds a thread that requests of others need. */
    static final int MOST_WAITING = 9;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore all = new Semaphore(MOST, true);
    private final ConcurrentMap<String, OfTenant> places = new ConcurrentHashMap<>();

    /** The places of a tenant, kept as long as it asks something. */
    private static final class OfTenant {
        private final Semaphore free = new Semaphore(MOST_OF_A_TENANT, true);
        private int asking;
    }

    /** Something to be answered. */
    @FunctionalInterface
    public interface Answering<T> {
        /** Answers it. */
        T answer() throws MeterRefused;
    }

    /**
     * Answers a question as soon as there is a place for it.
     *
     * @throws MeterRefused as the question is, or when there was no place
     */
    public <T> T answer(String tenant, Answering<T> question) throws MeterRefused {
        boolean[] isWelcome = {false};
        OfTenant place = places.compute(tenant, (name, known) -> {
            OfTenant one = known == null ? new OfTenant() : known;
            isWelcome[0] = one.asking < MOST_OF_A_TENANT + MOST_WAITING;
            one.asking++;
            return one;
        });
        try {
            return isWelcome[0] ? inPlace(place.free, () -> inPlace(all, question)) : refuse();
        } finally {
            places.computeIfPresent(tenant, (name, one) -> --one.asking == 0 ? null : one);
        }
    }

    private static <T> T inPlace(Semaphore free, Answering<T> question) throws MeterRefused {
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return refuse();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refuse();
        }
        try {
            return question.answer();
        } finally {
            free.release();
        }
    }

    private static <T> T refuse() throws MeterRefused {
        throw new MeterRefused(
                Reason.BUSY,
                "so many questions are being answered already: ask again when some are, and " + MOST_OF_A_TENANT
                        + " at once at most",
                List.of());
    }
}
