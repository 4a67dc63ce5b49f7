package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * By which registers a party is known.
 *
 * @param country ISO 3166-1 alpha-2 code of the country of registration
 * @param registrationNumber number in that country's company register (BT-30, BT-47)
 * @param vatNumber VAT identifier with country prefix (BT-31, BT-48)
 * @param registerNote words the law wants beside it, for example {@code Foretaksregisteret} (BT-32); {@code none} where it wants
 *     none
 */
public record LegalIdentity(
        String country,
        @Nullable String registrationNumber,
        @Nullable String vatNumber,
        @Nullable String registerNote) {

    /** What Norwegian companies and branches have to state (foretaksregisterloven § 10-2). */
    public static final String NORWEGIAN_REGISTER = "Foretaksregisteret";

    /** The note of a seller whose legal form has to state none, so that it was not forgotten. */
    public static final String NONE = "none";

    /** The note as it stands on documents; absent where there is none. */
    public @Nullable String statedNote() {
        return NONE.equals(registerNote) ? null : registerNote;
    }

    /**
     * What is wrong with the note of a seller; absent when nothing is. Norwegian limited companies (AS, ASA) and branches of foreign
     * companies state the register, other legal forms say that they do not.
     */
    public @Nullable String noteFlaw() {
        return !country.equals("NO") || NORWEGIAN_REGISTER.equals(registerNote) || NONE.equals(registerNote)
                ? null
                : (registerNote == null ? "is missing" : "'" + registerNote + "' is neither") + ": write "
                        + NORWEGIAN_REGISTER + " for an AS, an ASA or a branch of a foreign company"
                        + " (foretaksregisterloven § 10-2), or " + NONE + " for another legal form";
    }
}
