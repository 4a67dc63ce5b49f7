package io.wattledger.pricing.tariff;

/** A component whose charge of a day follows from that day alone, so that a changed slot changes one day. */
public sealed interface DayComponent extends Component permits GpuHour, PercentComponent, PricePerKwhComponent {}
