package io.wattledger.billing.tax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a supply is taxed as it is, kept with the treatment so that an invoice explains itself whatever becomes of the rules.
 *
 * @param rule id of the rule that decided; absent where the contract overrides the rules
 * @param version version of that rule; absent with it
 * @param placeOfSupply country in which the service is supplied, ISO 3166-1 alpha-2; absent where a contract overrides
 * @param explanation what was found, in English sentences; for an override its stated reason
 * @param references the provisions it rests on, in order of weight; none for an override
 */
public record VatGround(
        @Nullable String rule,
        @Nullable Integer version,
        @Nullable String placeOfSupply,
        String explanation,
        List<String> references) {

    /** Copies the list. */
    public VatGround {
        references = List.copyOf(references);
    }

    /** The ground of a contract that overrides the rules for a reason. */
    public static VatGround override(String reason) {
        return new VatGround(null, null, null, "The contract states the treatment: " + reason, List.of());
    }

    /** The explanation with its provisions, for a person. */
    public String inWords() {
        return references.isEmpty() ? explanation : explanation + " (" + String.join("; ", references) + ")";
    }
}
