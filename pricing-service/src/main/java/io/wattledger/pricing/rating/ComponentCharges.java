package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import java.util.List;

/**
 * What one component makes of a charge period.
 *
 * @param charges they cover the priced usage only; several where the component has parts
 * @param gaps what could not be priced, in order of time
 */
record ComponentCharges(List<Charge> charges, List<Gap> gaps) {

    /** Copies the lists. */
    ComponentCharges {
        charges = List.copyOf(charges);
        gaps = List.copyOf(gaps);
    }

    static ComponentCharges of(Charge charge, List<Gap> gaps) {
        return new ComponentCharges(List.of(charge), gaps);
    }
}
