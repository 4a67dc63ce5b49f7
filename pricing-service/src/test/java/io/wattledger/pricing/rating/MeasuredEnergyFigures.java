package io.wattledger.pricing.rating;

import static io.wattledger.pricing.Example.charge;

import io.wattledger.contracts.message.Carbon;
import io.wattledger.contracts.message.Charge;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.tariff.IdleEnergy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Examples of measured energy, C53 to C60. Counters, resets and the sharing of nodes are metering's, which tests them; here
 * stands what pricing makes of the millijoules that metering hands over.
 */
final class MeasuredEnergyFigures {

    private static final String WINTER = "2026-01-12T00:00:00Z";
    private static final BigDecimal MILLIJOULES_PER_KWH = BigDecimal.valueOf(3_600_000_000L);

    private MeasuredEnergyFigures() {}

    static Figures all() {
        return new Figures()
                .add("C53", "a counter of millijoules", () -> measured(128_612_101_025L - 126_272_101_025L))
                .add("C54", "what a tenant has of a node at the facility meter", MeasuredEnergyFigures::shareOfNode)
                .add(
                        "C55",
                        "what is known since a reset counts",
                        () -> measured(360_000_000L + 120_000_000L + 360_000_000L))
                .add(
                        "C57",
                        "energy with a quarter-hour modelled",
                        () -> Example.kwh(partlyModelled().quantity()))
                .add(
                        "C57",
                        "of it modelled",
                        () -> Example.kwh(BigDecimal.valueOf(partlyModelled().estimatedMillijoules())
                                .divide(MILLIJOULES_PER_KWH)))
                .add(
                        "C59",
                        "reserved and idle",
                        () -> Example.kwh(BigDecimal.valueOf(idle().month("2026-01")
                                        .getFirst()
                                        .charges()
                                        .getFirst()
                                        .itMillijoules())
                                .divide(MILLIJOULES_PER_KWH)))
                .add("C59", "what it costs", () -> idle().billed("idle", "2026-01"))
                .add("C60", "location-based", () -> kilograms(threeHours().locationBasedGrams()))
                .add("C60", "market-based", () -> kilograms(threeHours().marketBasedGrams()));
    }

    /** Energy of one GPU in one quarter-hour, to the microwatt-hour as the examples are written. */
    private static String measured(long millijoules) {
        Example example = new Example()
                .prices(WINTER, "1000")
                .slot(new SlotUsage(Instant.parse(WINTER), 900_000, 900_000, millijoules));
        BigDecimal kwh = charge(example.rated().getFirst(), "energy").quantity();
        return Example.kwh(kwh.setScale(6, RoundingMode.HALF_UP));
    }

    /** Metering gives the tenant 0.65 + 0.70 kWh of its two devices and 2 x 0.4 kWh of the rest of the node. */
    private static String shareOfNode() {
        return new Example()
                .prices(WINTER, "1000")
                .pue("1.10")
                .kwh(WINTER, "2.15")
                .facilityKwh();
    }

    /** An hour of one GPU: 45 minutes measured with 0.720 kWh, 15 at 1275 W times 0.76. */
    private static Charge partlyModelled() {
        Example example = new Example()
                .flatPrice(WINTER, "2026-01-12T01:00:00Z", "1000")
                .kwhPerQuarter(WINTER, "2026-01-12T00:45:00Z", "0.240")
                .slot(new SlotUsage(Instant.parse("2026-01-12T00:45:00Z"), 900_000, 0, 0));
        return charge(example.rated().getFirst(), "energy");
    }

    /** Sixteen GPUs are reserved and used all January but ten hours. */
    private static Example idle() {
        Example example = new Example()
                .pue("1.10")
                .components(new IdleEnergy(
                        "idle",
                        "Idle",
                        List.of(new IdleEnergy.Reserved(
                                "site", "sku", 16, new BigDecimal("250"), new BigDecimal("0.03"), null, null, null))));
        Instant end = Instant.parse("2026-01-31T23:00:00Z").minus(Duration.ofHours(10));
        for (Instant at = Instant.parse("2025-12-31T23:00:00Z"); at.isBefore(end); at = at.plusSeconds(900)) {
            example.slot(new SlotUsage(at, 16 * 900_000, 0, 0));
        }
        return example;
    }

    private static Carbon threeHours() {
        return new CarbonExample()
                .hour(0, "5000", "120")
                .hour(1, "5000", "80")
                .hour(2, "5000", "200")
                .carbon(CarbonExample.BOTH, "1");
    }

    private static String kilograms(BigDecimal grams) {
        return grams.scaleByPowerOfTen(-3).stripTrailingZeros().toPlainString() + " kg";
    }
}
