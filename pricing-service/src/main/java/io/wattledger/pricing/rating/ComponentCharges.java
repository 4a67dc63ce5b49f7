package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import java.util.List;

/**
 * What one component makes of the slots of one charge period.
 *
 * @param charge covers the priced slots only
 * @param gaps the slots that could not be priced, in order of time
 */
record ComponentCharges(Charge charge, List<Gap> gaps) {}
