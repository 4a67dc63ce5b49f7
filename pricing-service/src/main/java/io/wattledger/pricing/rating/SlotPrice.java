package io.wattledger.pricing.rating;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The price of one slot, or what is missing to tell it. */
sealed interface SlotPrice {

    /** This price with something made of it; what is missing stays missing. */
    default SlotPrice with(UnaryOperator<BigDecimal> change) {
        return switch (this) {
            case Known known -> new Known(change.apply(known.perMwh), known.documents, known.missing, known.filledBy);
            case Missing missing -> missing;
        };
    }

    /**
     * A price.
     *
     * @param perMwh in the tariff's currency; may be negative
     * @param documents what stated it
     * @param missing name of what was missing and is stood in for, or is only preliminary; absent where nothing was
     * @param filledBy what stands in for it, as a gap says it; absent exactly where {@code missing} is
     */
    record Known(
            BigDecimal perMwh,
            List<String> documents,
            @Nullable String missing,
            @Nullable String filledBy) implements SlotPrice {

        /** Copies the list. */
        public Known {
            documents = List.copyOf(documents);
        }

        /** A price for which nothing was missing. */
        static Known of(BigDecimal perMwh, List<String> documents) {
            return new Known(perMwh, documents, null, null);
        }
    }

    /**
     * No price.
     *
     * @param name of what is missing
     */
    record Missing(String name) implements SlotPrice {}
}
