package io.wattledger.pricing.flow;

import java.util.List;

/**
 * Works on many things together, and where that fails on each half of them, down to the single one that cannot be done. That one
 * is set aside, so that it is in nobody else's way.
 */
final class InParts {

    /** What the database and a person have room for. */
    private static final int LONGEST_REASON = 500;

    private InParts() {}

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
     */
    static <T> int work(List<T> all, Work<T> work, SettingAside<T> settingAside) {
        try {
            return work.on(all);
        } catch (RuntimeException | StackOverflowError e) {
            if (all.size() == 1) {
                settingAside.because(all.getFirst(), reason(e), e);
                return 0;
            }
            int half = all.size() / 2;
            return work(all.subList(0, half), work, settingAside)
                    + work(all.subList(half, all.size()), work, settingAside);
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String line = message.replace('\u0000', '\ufffd').lines().findFirst().orElse("");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
    }
}
