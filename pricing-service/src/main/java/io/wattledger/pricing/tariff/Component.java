package io.wattledger.pricing.tariff;

/** One part of a tariff version; each kind has its own file here and its own price model in {@code rating}. */
public sealed interface Component permits GpuHour, EnergyIndex {

    /** Id, unique inside its version. */
    String id();

    /** Words for an invoice line, in English. */
    String description();
}
