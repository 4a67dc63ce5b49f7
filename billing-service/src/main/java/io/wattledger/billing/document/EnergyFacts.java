package io.wattledger.billing.document;

import io.wattledger.billing.invoice.UsageFacts;
import java.math.BigDecimal;
import java.math.MathContext;

/** Figures that documents state about energy beside what was billed. */
final class EnergyFacts {

    private EnergyFacts() {}

    /** Power usage effectiveness: facility energy by IT energy with 34 digits; the IT energy must not be zero. */
    static BigDecimal pue(UsageFacts facts) {
        return facts.facilityKilowattHours().divide(facts.itKilowattHours(), MathContext.DECIMAL128);
    }
}
