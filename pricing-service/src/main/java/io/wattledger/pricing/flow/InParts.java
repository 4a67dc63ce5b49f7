package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.DatabaseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works on many things together, and where that fails on each half of them, down to the single one that cannot be done. That one
 * is set aside, so that it is in nobody else's way, unless it failed of what may pass: then it stays where it is, and the round fails.
 */
final class InParts<T> {

    /** What the database and a person have room for. */
    private static final int LONGEST_REASON = 500;

    /** A database that is away is not asked for each of many things in vain; a few things that fail alone hold up no others. */
    private static final int MOST_THAT_MAY_PASS = 5;

    private final Work<T> work;
    private final SettingAside<T> settingAside;
    private @Nullable RuntimeException mayPass;
    private int thatMayPass;

    private InParts(Work<T> work, SettingAside<T> settingAside) {
        this.work = work;
        this.settingAside = settingAside;
    }

    /** What is done with things, in a transaction of its own. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it, for all or none of them; returns for how many it was done. */
        int on(List<T> some);
    }

    /** Notes that a thing could not be done. */
    @FunctionalInterface
    interface SettingAside<T> {
        /** Has it tried again later; fails itself where nothing works at the moment, and then nothing is set aside. */
        void because(T one, String reason, Throwable failure);
    }

    /**
     * Does the work.
     *
     * @return for how many it was done; those that were set aside do not count
     * @throws RuntimeException what one of them failed of, if that may pass; the others were worked on before, unless several failed so
     */
    static <T> int work(List<T> all, Work<T> work, SettingAside<T> settingAside) {
        InParts<T> parts = new InParts<>(work, settingAside);
        int done = parts.on(all);
        if (parts.mayPass != null) {
            throw parts.mayPass;
        }
        return done;
    }

    private int on(List<T> some) {
        try {
            return work.on(some);
        } catch (RuntimeException | StackOverflowError e) {
            if (some.size() == 1) {
                one(some.getFirst(), e);
                return 0;
            }
            int half = some.size() / 2;
            return on(some.subList(0, half)) + on(some.subList(half, some.size()));
        }
    }

    private void one(T one, Throwable failure) {
        if (failure instanceof RuntimeException thrown && DatabaseException.mayPass(failure)) {
            mayPass = mayPass == null ? thrown : mayPass;
            thatMayPass++;
            if (thatMayPass == MOST_THAT_MAY_PASS) {
                throw thrown;
            }
            return;
        }
        settingAside.because(one, reason(failure), failure);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String line = message.replace('\u0000', '\ufffd').lines().findFirst().orElse("");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
    }
}
