package io.wattledger.pricing.evidence;

import io.wattledger.contracts.Sha256;
import io.wattledger.contracts.WireJson;

/**
 * An input in its written form.
 *
 * @param owner the tenant whose it is; {@link #NOBODY} for what holds for everybody
 * @param sha256 SHA-256 (hex) of the content
 * @param content a {@link RatingInput} as JSON
 */
public record WrittenInput(String owner, String sha256, byte[] content) {

    /** Owner of what is of no tenant. */
    public static final String NOBODY = "-";

    /** The written form of an input; equal inputs have the same. */
    static WrittenInput of(String owner, RatingInput input) {
        byte[] content = WireJson.write(input, RatingInput.class);
        return new WrittenInput(owner, Sha256.hex(content), content);
    }
}
