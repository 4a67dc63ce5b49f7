package io.wattledger.billing.account;

/**
 * Something wrong in a catalog.
 *
 * @param pointer JSON pointer to the member, from the part that was examined
 * @param detail what is wrong and what would be right
 */
public record Flaw(String pointer, String detail) {

    /** The same flaw, seen from further out. */
    public Flaw under(String prefix) {
        return new Flaw(prefix + pointer, detail);
    }
}
