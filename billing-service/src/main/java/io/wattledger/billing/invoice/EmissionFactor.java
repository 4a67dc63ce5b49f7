package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * How much greenhouse gas the energy of a site stands for.
 *
 * @param gramsPerKilowattHour grams of CO2 equivalent per kilowatt-hour at the facility's meter, not negative
 * @param source who published it, with its year, as printed
 * @param validFrom first day on which it is used
 */
public record EmissionFactor(BigDecimal gramsPerKilowattHour, String source, LocalDate validFrom) {}
