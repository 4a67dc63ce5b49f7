package io.wattledger.pricing.tariff;

/** Takes what is wrong with a written thing, so that a person learns all of it at once. */
@FunctionalInterface
public interface Flaws {

    /**
     * Notes a flaw.
     *
     * @param pointer JSON Pointer (RFC 6901) to the member, relative to the thing checked; empty for the whole
     * @param detail a sentence with the value and the rule
     */
    void add(String pointer, String detail);

    /** Takes flaws of a part that is written at {@code pointer}. */
    default Flaws at(String pointer) {
        return (inside, detail) -> add(pointer + inside, detail);
    }
}
