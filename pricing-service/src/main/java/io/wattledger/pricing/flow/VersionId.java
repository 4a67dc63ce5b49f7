package io.wattledger.pricing.flow;

import java.time.LocalDate;

/**
 * Names a tariff version.
 *
 * @param tariff id of the tariff
 * @param validFrom first day of the version
 */
public record VersionId(String tariff, LocalDate validFrom) {}
