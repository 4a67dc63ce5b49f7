package io.wattledger.pricing.tariff;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a price that follows an index; with both a floor and a cap it is a collar. All in the tariff's currency.
 *
 * @param floorPerMwh lowest price; absent for none
 * @param floorScope what the floor is laid on; absent means the index alone
 * @param capPerMwh highest index; absent for none
 * @param excessPercent the part of what the index lies above the cap that is still passed on, 0 to 100; absent for none
 */
public record Collar(
        @Nullable BigDecimal floorPerMwh,
        @Nullable FloorScope floorScope,
        @Nullable BigDecimal capPerMwh,
        @Nullable BigDecimal excessPercent) {

    /** What a floor is laid on; C26 shows that it changes the bill. */
    public enum FloorScope {
        /** On the index, before the margin. */
        INDEX,
        /** On the sum of index and margin. */
        INDEX_AND_MARGIN
    }

    /** What the floor is laid on. */
    public FloorScope scope() {
        return Objects.requireNonNullElse(floorScope, FloorScope.INDEX);
    }

    void check(Flaws flaws) {
        if (floorPerMwh == null && capPerMwh == null) {
            flaws.add("", "there is neither a floorPerMwh nor a capPerMwh");
        }
        if (floorPerMwh != null && capPerMwh != null && floorPerMwh.compareTo(capPerMwh) > 0) {
            flaws.add(
                    "/floorPerMwh",
                    floorPerMwh.toPlainString() + " is above capPerMwh, which is " + capPerMwh.toPlainString());
        }
        if (floorScope != null && floorPerMwh == null) {
            flaws.add("/floorScope", "there is no floorPerMwh that it could be about");
        }
        if (excessPercent != null) {
            if (capPerMwh == null) {
                flaws.add("/excessPercent", "there is no capPerMwh that something could exceed");
            }
            flaws.noShare("/excessPercent", excessPercent);
        }
    }
}
