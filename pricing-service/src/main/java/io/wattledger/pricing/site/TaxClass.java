package io.wattledger.pricing.site;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The class in which a site's electricity is taxed from a day on, for example {@code reduced}; a levy has a rate for each
 * class. A reduced rate must be proven to the authority, so the class carries what it rests on.
 *
 * @param validFrom first local day
 * @param name as the rates of a levy name it
 * @param evidence what the class rests on
 */
public record TaxClass(LocalDate validFrom, String name, Evidence evidence) {

    /**
     * What a tax class rests on.
     *
     * @param text what it is, for example the authority's decision with its date
     * @param documentSha256 SHA-256 of the document in hexadecimal; absent where {@code documentUrl} names it
     * @param documentUrl where the document lies; absent where {@code documentSha256} names it
     */
    public record Evidence(
            String text,
            @Nullable String documentSha256,
            @Nullable String documentUrl) {}
}
