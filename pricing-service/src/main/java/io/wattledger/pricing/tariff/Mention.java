package io.wattledger.pricing.tariff;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * That a component names a thing of the catalog, or another component of its version.
 *
 * @param pointer JSON Pointer (RFC 6901) of the member, relative to the component
 * @param what kind of thing
 * @param id its id
 */
public record Mention(String pointer, What what, String id) {

    /** Kinds of things that are named. */
    public enum What {
        /** A site. */
        SITE,
        /** A SKU. */
        SKU,
        /** A component of the same version that is evaluated before. */
        EARLIER_COMPONENT
    }

    /** The sites that {@code entries}, which stand at {@code /sites}, name at their member {@code site}. */
    static <E> List<Mention> sites(List<E> entries, Function<E, String> siteOf) {
        return IntStream.range(0, entries.size())
                .mapToObj(number ->
                        new Mention("/sites/" + number + "/site", What.SITE, siteOf.apply(entries.get(number))))
                .toList();
    }
}
