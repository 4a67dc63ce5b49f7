package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.DatabaseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works on many things together, and where that fails on each half of them, down to the single one that cannot be done. That one
 * is set aside, so that it is in nobody else's way. One that failed of what may pass is tried once more when the others are done, and is
 * set aside too where it fails again although others did not: then the database works, and it would fail each time. Where none was done
 * it stays where it is, and the round fails.
 */
final class InParts<T> {

    /** What the database and a person have room for. */
    private static final int LONGEST_REASON = 500;

    /** A database that is away is not asked for each of many things in vain. */
    private static final int MOST_WITHOUT_DATABASE = 5;

    private final Work<T> work;
    private final SettingAside<T> settingAside;

    /** What failed of what may pass, with that. */
    private final Map<T, RuntimeException> again = new LinkedHashMap<>();

    private boolean works;
    private int withoutDatabase;

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
     * @param all what is to be done
     * @param together how many of them at a time at most
     * @return for how many it was done; those that were set aside do not count
     * @throws RuntimeException what one of them failed of, if that may pass and none was done, or if it is the database's alone; the
     *     others were worked on before, unless several failed so
     */
    static <T> int work(List<T> all, int together, Work<T> work, SettingAside<T> settingAside) {
        InParts<T> parts = new InParts<>(work, settingAside);
        int done = 0;
        for (int first = 0; first < all.size(); first += together) {
            done += parts.on(all.subList(first, Math.min(all.size(), first + together)));
        }
        return done + parts.onceMore();
    }

    private int on(List<T> some) {
        try {
            int done = work.on(some);
            works = true;
            return done;
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
            again.put(one, thrown);
            withoutDatabase += DatabaseException.isOfAnything(failure) ? 1 : 0;
            if (withoutDatabase == MOST_WITHOUT_DATABASE) {
                throw thrown;
            }
            return;
        }
        settingAside.because(one, reason(failure), failure);
    }

    private int onceMore() {
        List<T> left = List.copyOf(again.keySet());
        int done = 0;
        for (T one : left) {
            again.remove(one);
            done += on(List.of(one));
        }
        RuntimeException first = null;
        for (Map.Entry<T, RuntimeException> one : again.entrySet()) {
            if (works && !DatabaseException.isOfAnything(one.getValue())) {
                settingAside.because(one.getKey(), reason(one.getValue()), one.getValue());
            } else {
                first = first == null ? one.getValue() : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return done;
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String line = message.replace('\u0000', '\ufffd').lines().findFirst().orElse("");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
    }
}
