package io.wattledger.pricing.site;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the carbon of a site's energy is counted. The two ways stand beside each other and are never netted (GHG Protocol
 * Scope 2 Guidance, chapter 7).
 *
 * @param locationSeries id of the series of the grid's factors, by which carbon is counted where the energy is drawn;
 *     absent where it is not counted so
 * @param certificates the part of the energy that guarantees of origin cover, in order of {@code validFrom}
 * @param residualMix the factor of what they do not cover, in order of {@code validFrom}
 */
public record CarbonMethod(
        @Nullable String locationSeries, List<Certificates> certificates, List<ResidualMix> residualMix) {

    /**
     * Certificates from a day on.
     *
     * @param validFrom first local day
     * @param percent 0 to 100
     */
    public record Certificates(LocalDate validFrom, BigDecimal percent) {}

    /**
     * The residual mix from a day on.
     *
     * @param validFrom first local day
     * @param gramsPerKwh CO2 equivalent; 0 or more
     */
    public record ResidualMix(LocalDate validFrom, BigDecimal gramsPerKwh) {}

    /** Puts both lists in order. */
    public CarbonMethod {
        certificates = certificates.stream()
                .sorted(Comparator.comparing(Certificates::validFrom))
                .toList();
        residualMix = residualMix.stream()
                .sorted(Comparator.comparing(ResidualMix::validFrom))
                .toList();
    }

    /** Nothing is said of carbon. */
    public static CarbonMethod none() {
        return new CarbonMethod(null, List.of(), List.of());
    }

    /** The percentage of the energy that certificates cover on a local day; empty before the first one stated. */
    public Optional<BigDecimal> certifiedPercentOn(LocalDate day) {
        return certificates.stream()
                .filter(one -> !one.validFrom().isAfter(day))
                .reduce((earlier, later) -> later)
                .map(Certificates::percent);
    }

    /** The factor of the residual mix on a local day, in grams per kWh; empty before the first one stated. */
    public Optional<BigDecimal> residualMixOn(LocalDate day) {
        return residualMix.stream()
                .filter(one -> !one.validFrom().isAfter(day))
                .reduce((earlier, later) -> later)
                .map(ResidualMix::gramsPerKwh);
    }
}
