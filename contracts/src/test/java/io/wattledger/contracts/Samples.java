package io.wattledger.contracts;

import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.InvoiceIssued;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** One value of every message, and a second one where a member may be absent; the golden files are these. */
final class Samples {

    private static final Instant DAY_START = Instant.parse("2026-10-24T22:00:00Z");
    private static final Instant DAY_END = Instant.parse("2026-10-25T23:00:00Z");
    private static final String PRICE_DOCUMENT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private Samples() {}

    /** All samples in the order of the way that usage takes. */
    static List<Sample> all() {
        return List.of(
                new Sample("AllocationInterval", reportedInFull()),
                new Sample("AllocationInterval.least", reportedWithLeast()),
                new Sample("MeteredUsage", meteredUsage()),
                new Sample("RatedUsage", ratedUsage(List.of(rent(), energy()), List.of())),
                new Sample("RatedUsage.gap", ratedUsage(List.of(rent()), List.of(gap()))),
                new Sample("InvoiceIssued", invoiceIssued()),
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
                "glf-a07");
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
                null);
    }

    private static MeteredUsage meteredUsage() {
        return new MeteredUsage(
                "bodo-kommune",
                "saksbehandling",
                "glomfjord",
                "h100-sxm",
                Instant.parse("2026-10-25T00:15:00Z"),
                3,
                7_200_000,
                3_600_000,
                3_488_400_000L);
    }

    private static RatedUsage ratedUsage(List<Charge> charges, List<Gap> gaps) {
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
                gaps);
    }

    private static Charge rent() {
        return new Charge(
                "gpu-time",
                ChargeKind.GPU_TIME,
                "GPU time",
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
                ChargeKind.ENERGY,
                "Energy at day-ahead price",
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
                15_349_000_000L);
    }

    private static InvoiceIssued invoiceIssued() {
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
                PRICE_DOCUMENT);
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
