package io.wattledger.pricing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The series that a record names are those of what was negotiated too, so that their prices bring it to be rated again. */
class InputNamesTest {

    private static final LocalDate MONTH = LocalDate.parse("2026-03-01");

    private static PpaBlock block(String series, String rate) {
        return new PpaBlock(
                "block",
                "Block",
                List.of(new PpaBlock.SiteBlock("site", BigDecimal.ONE, BigDecimal.ONE, series, rate)));
    }

    private static TariffOverride override(String id, String tenant, Component... components) {
        return new TariffOverride(id, tenant, null, "tariff", Instant.EPOCH, null, List.of(components));
    }

    @Test
    void aMonthNamesWhatIsNegotiatedForIt() {
        Tariff tariff = new Tariff(
                "tariff", "T", "NOK", List.of(new TariffVersion(LocalDate.EPOCH, List.of(block("s1", null)))));
        Map<String, TariffOverride> overrides = Map.of(
                "t/used",
                override(
                        "used",
                        "t",
                        block("s2", "rate"),
                        new EnergyIndex("day", "Day", List.of(new SiteIndex("site", "s3", null, null)))),
                "t/unused",
                override("unused", "t", block("s4", null)),
                "u/used",
                override("used", "u", block("s5", null)));
        Catalog catalog = new Catalog(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("tariff", tariff),
                overrides,
                Map.of());

        assertThat(RatingInputs.namesOfMonth(catalog, month().withOverrides(List.of("used"))))
                .containsExactly("price:s1", "price:s2", "rate:rate");
        assertThat(RatingInputs.namesOfMonth(catalog, month())).containsExactly("price:s1");
    }

    private static RatedUsage month() {
        return new RatedUsage(
                "t",
                RatedUsage.ALL,
                RatedUsage.ALL,
                RatedUsage.ALL,
                Instant.parse("2026-02-28T23:00:00Z"),
                Instant.parse("2026-03-31T22:00:00Z"),
                MONTH,
                1,
                "c",
                "tariff",
                LocalDate.EPOCH,
                "NOK",
                0,
                List.of(),
                List.of(),
                null);
    }
}
