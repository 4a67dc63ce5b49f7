package io.wattledger.contracts;

import io.wattledger.contracts.event.AllocationHeartbeat;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.event.CollectorHeartbeat;
import io.wattledger.contracts.event.EnergyCounter;
import io.wattledger.contracts.event.EnergyInterval;
import io.wattledger.contracts.event.NodeEnergyInterval;
import io.wattledger.contracts.event.UsageWithdrawn;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Carbon;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.InvoiceIssued;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.contracts.message.UsageWatermark;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value of every message, and a second one where a member may be absent; the golden files are these. */
final class Samples {

    private static final Instant DAY_START = Instant.parse("2026-10-24T22:00:00Z");
    private static final Instant DAY_END = Instant.parse("2026-10-25T23:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-10-25T06:30:00Z");
    private static final List<String> DEVICES =
            List.of("GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52", "GPU-8f6a2c1e-0b7d-49e4-a9f0-5d3c1b2a4e6f");
    private static final String PRICE_DOCUMENT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private Samples() {}

    /** All samples in the order of the way that usage takes. */
    static List<Sample> all() {
        return List.of(
                new Sample("AllocationInterval", reportedInFull()),
                new Sample("AllocationInterval.least", reportedWithLeast()),
                new Sample("AllocationInterval.devices", reportedWithDevice()),
                new Sample("AllocationStarted", started()),
                new Sample("AllocationStopped", new AllocationStopped("vm-17", "glomfjord", MORNING)),
                new Sample("AllocationHeartbeat", heartbeat()),
                new Sample("EnergyCounter", reading(128_612_101_025L)),
                new Sample("EnergyCounter.blank", reading(null)),
                new Sample("EnergyInterval", energyInterval()),
                new Sample("NodeEnergyInterval", nodeEnergy(null)),
                new Sample("NodeEnergyInterval.parted", nodeEnergy(1L)),
                new Sample("UsageWithdrawn", new UsageWithdrawn("job-4711", null, "reported for the wrong project")),
                new Sample("CollectorHeartbeat", new CollectorHeartbeat("glomfjord", MORNING, null)),
                new Sample("CollectorHeartbeat.retired", new CollectorHeartbeat("glomfjord", MORNING, "retired")),
                new Sample("MeteredUsage", meteredUsage(null, null)),
                new Sample("MeteredUsage.estimated", meteredUsage(1_800_000L, 120_000_000L)),
                new Sample(
                        "UsageWatermark",
                        new UsageWatermark(
                                "-",
                                "glomfjord",
                                MORNING,
                                7,
                                1,
                                List.of(new UsageWatermark.Collector("/slurm/glomfjord", MORNING)))),
                new Sample(
                        "UsageWatermark.retired",
                        new UsageWatermark("bodo-kommune", "glomfjord", null, 2, 0, List.of())),
                new Sample("RatedUsage", ratedUsage(List.of(rent(), energy()), List.of(), null)),
                new Sample("RatedUsage.gap", ratedUsage(List.of(rent()), List.of(gap()), null)),
                new Sample("RatedUsage.month", ratedMonth()),
                new Sample("RatedUsage.unrated", ratedUsage(List.of(), List.of(nothingRated()), null)),
                new Sample(
                        "RatedUsage.negotiated",
                        ratedUsage(List.of(rent()), List.of(), null).withOverrides(List.of("override-7"))),
                new Sample(
                        "RatedUsage.estimated",
                        ratedUsage(List.of(rent()), List.of(), null).withEstimated(1_800_000)),
                new Sample("RatedUsage.carbon", ratedUsage(List.of(rent(), energy()), List.of(), carbon())),
                new Sample("InvoiceIssued", invoiceIssued(null)),
                new Sample("InvoiceIssued.credit-note", invoiceIssued("NO26-000017")),
                new Sample("SiteFacts", new SiteFacts("glomfjord", "Glomfjord", "NO", "NO4", "Europe/Oslo", "LIVE", 1)),
                new Sample("SkuFacts", new SkuFacts("h100-sxm", "NVIDIA H100 SXM 80 GB", "H100", 80, 2)),
                new Sample("AccountFacts", accountFacts()));
    }

    private static AllocationInterval reportedInFull() {
        return new AllocationInterval(
                "saksbehandling",
                "glomfjord",
                "h100-sxm",
                8L,
                null,
                Instant.parse("2026-10-25T00:07:30Z"),
                Instant.parse("2026-10-25T01:52:30.250Z"),
                64_141_526_250L,
                "slurm-104711",
                "glf-a07",
                null,
                null);
    }

    private static AllocationInterval reportedWithLeast() {
        return new AllocationInterval(
                null,
                "glomfjord",
                "h100-sxm",
                null,
                142L,
                Instant.parse("2026-10-25T00:00:00Z"),
                Instant.parse("2026-10-25T00:15:00Z"),
                null,
                null,
                null,
                null,
                null);
    }

    private static AllocationInterval reportedWithDevice() {
        return new AllocationInterval(
                null,
                "glomfjord",
                "h100-sxm",
                null,
                142L,
                Instant.parse("2026-10-25T00:00:00Z"),
                Instant.parse("2026-10-25T00:15:00Z"),
                null,
                null,
                null,
                List.of("MIG-69cfc2b6-4a08-5dd2-9bb1-6b6d0a7f6d5c"),
                "1g.10gb");
    }

    private static AllocationStarted started() {
        return new AllocationStarted(
                "vm-17", "saksbehandling", "glomfjord", "h100-sxm", 2L, null, MORNING, DEVICES, "104711", "glf-a07");
    }

    private static AllocationHeartbeat heartbeat() {
        return new AllocationHeartbeat(
                "vm-17",
                "saksbehandling",
                "glomfjord",
                "h100-sxm",
                2L,
                null,
                MORNING,
                MORNING.minusSeconds(60),
                DEVICES,
                "104711",
                "glf-a07");
    }

    private static EnergyCounter reading(@Nullable Long millijoules) {
        return new EnergyCounter(
                "saksbehandling", "glomfjord", "h100-sxm", DEVICES.getFirst(), MORNING, millijoules, 500L, "b6c1");
    }

    private static EnergyInterval energyInterval() {
        return new EnergyInterval(
                "saksbehandling",
                "glomfjord",
                "h100-sxm",
                2L,
                null,
                MORNING.minusSeconds(900),
                MORNING,
                1_260_000_000L);
    }

    private static NodeEnergyInterval nodeEnergy(@Nullable Long gpuCount) {
        return new NodeEnergyInterval(
                "glomfjord",
                "n01",
                List.of("GPU-6f0c", "GPU-71aa"),
                gpuCount,
                MORNING.minusSeconds(900),
                MORNING,
                1_890_000_000L);
    }

    private static MeteredUsage meteredUsage(@Nullable Long estimatedGpuTime, @Nullable Long estimatedEnergy) {
        return new MeteredUsage(
                "bodo-kommune",
                "saksbehandling",
                "glomfjord",
                "h100-sxm",
                Instant.parse("2026-10-25T00:15:00Z"),
                3,
                7_200_000,
                3_600_000,
                3_488_400_000L,
                estimatedGpuTime,
                estimatedEnergy);
    }

    /** What a month comes to beside its days: a tier at one site, and a gap that the contract fills. */
    private static RatedUsage ratedMonth() {
        return new RatedUsage(
                "bodo-kommune",
                "saksbehandling",
                RatedUsage.ALL,
                RatedUsage.ALL,
                Instant.parse("2026-09-30T22:00:00Z"),
                Instant.parse("2026-10-31T23:00:00Z"),
                LocalDate.of(2026, 10, 1),
                1,
                "bodo-2026",
                "nordic-nok",
                LocalDate.of(2026, 1, 1),
                "NOK",
                0,
                List.of(new Charge(
                        "tiers",
                        "above 50000",
                        ChargeKind.GPU_TIME,
                        "GPU time",
                        "glomfjord",
                        "h100-sxm",
                        new BigDecimal("1200"),
                        ChargeUnit.GPU_HOUR,
                        new BigDecimal("22.10"),
                        new BigDecimal("26520"),
                        0,
                        0,
                        List.of())),
                List.of(new Gap(
                        "energy",
                        "NO4-day-ahead",
                        Instant.parse("2026-10-25T01:00:00Z"),
                        Instant.parse("2026-10-25T01:30:00Z"),
                        14_400_000,
                        15_349_000_000L,
                        "slot-before")),
                null);
    }

    private static Carbon carbon() {
        return new Carbon(
                new BigDecimal("4263.6"),
                new BigDecimal("0"),
                new BigDecimal("213.1800"),
                new BigDecimal("0"),
                List.of(PRICE_DOCUMENT));
    }

    private static RatedUsage ratedUsage(List<Charge> charges, List<Gap> gaps, @Nullable Carbon carbon) {
        return new RatedUsage(
                "bodo-kommune",
                "saksbehandling",
                "glomfjord",
                "h100-sxm",
                DAY_START,
                DAY_END,
                LocalDate.of(2026, 10, 25),
                2,
                "bodo-2026",
                "nordic-nok",
                LocalDate.of(2026, 1, 1),
                "NOK",
                720_000_000,
                charges,
                gaps,
                carbon);
    }

    private static Gap nothingRated() {
        return new Gap(RatedUsage.ALL, "tariff nordic-nok", DAY_START, DAY_END, 720_000_000, 0, null);
    }

    private static Charge rent() {
        return new Charge(
                "gpu-time",
                null,
                ChargeKind.GPU_TIME,
                "GPU time",
                null,
                null,
                new BigDecimal("200"),
                ChargeUnit.GPU_HOUR,
                new BigDecimal("24.90"),
                new BigDecimal("4980.00"),
                0,
                0,
                List.of());
    }

    /** An amount with 34 significant digits: what a division before the invoice line keeps. */
    private static Charge energy() {
        return new Charge(
                "energy",
                null,
                ChargeKind.ENERGY,
                "Energy at day-ahead price",
                null,
                null,
                new BigDecimal("213.1800"),
                ChargeUnit.FACILITY_KWH,
                null,
                new BigDecimal("83.33333333333333333333333333333333"),
                697_680_000_000L,
                348_840_000_000L,
                List.of(PRICE_DOCUMENT));
    }

    private static Gap gap() {
        return new Gap(
                "energy",
                "NO4-day-ahead",
                Instant.parse("2026-10-25T01:00:00Z"),
                Instant.parse("2026-10-25T01:30:00Z"),
                14_400_000,
                15_349_000_000L,
                null);
    }

    private static InvoiceIssued invoiceIssued(@Nullable String credits) {
        return new InvoiceIssued(
                "bodo-kommune",
                "nordlys-no",
                "NO26-000042",
                "bodo-2026",
                LocalDate.of(2026, 10, 1),
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 2),
                "NOK",
                new BigDecimal("5063.33"),
                new BigDecimal("1265.83"),
                new BigDecimal("6329.16"),
                PRICE_DOCUMENT,
                credits);
    }

    private static AccountFacts accountFacts() {
        return new AccountFacts(
                "bodo-kommune",
                4,
                List.of(
                        new ContractFacts(
                                "bodo-2025",
                                Instant.parse("2024-12-31T23:00:00Z"),
                                Instant.parse("2025-12-31T23:00:00Z"),
                                "nordic-nok",
                                "Europe/Oslo",
                                "NOK"),
                        new ContractFacts(
                                "bodo-2026",
                                Instant.parse("2025-12-31T23:00:00Z"),
                                null,
                                "nordic-nok",
                                "Europe/Oslo",
                                "NOK")));
    }

    /** A value with the name of its golden file; the part before the first dot is the name of its type. */
    record Sample(String name, Object value) {

        /** Name of the golden file. */
        String fileName() {
            return name + ".json";
        }

        /** Simple name of the message's type, which is also the name of its schema. */
        String typeName() {
            return value.getClass().getSimpleName();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
