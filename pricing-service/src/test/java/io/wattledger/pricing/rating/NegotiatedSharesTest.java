package io.wattledger.pricing.rating;

import static io.wattledger.pricing.rating.SharedEnergy.index;
import static io.wattledger.pricing.rating.SharedEnergy.ppa;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Energy that goes over from a component of the day to one of the month is charged once, whenever that was negotiated. */
class NegotiatedSharesTest {

    private static final List<String> SITES = List.of("a", "b", "c");
    private static final ContractFacts CONTRACT =
            new ContractFacts("c", Instant.parse("2026-01-10T23:00:00Z"), null, "tariff", "Europe/Oslo", "EUR");

    /** 1,000 MWh at 50 are 50,000 whatever the shares. The month keeps what holds where it begins. */
    @ParameterizedTest
    @CsvSource({
        "2026-10-15, , 2026-10-10, 35000",
        "2026-10-15, , 2026-10-20, 35000",
        "2026-10-01, , 2026-10-20, 25000",
        "2026-09-15, 2026-10-15, 2026-10-20, 25000",
        "2026-09-15, 2026-10-01, 2026-10-20, 35000"
    })
    void sharesGoOverWhenTheMonthBegins(String from, String to, String used, String ofAgreement) {
        var rated = new SharedEnergy()
                .override("o", null, from, to, ppa("50"), index("50"))
                .rated(used, 1000);
        assertThat(SharedEnergy.amount(rated)).isEqualByComparingTo("50000");
        assertThat(CommercialMonth.sum(rated, "ppa")).isEqualByComparingTo(ofAgreement);
    }

    @ParameterizedTest
    @CsvSource({"2026-10-10, 35000, 50000", "2026-10-20, 21000, 36000"})
    void aPriceOfTheSameShareChangesAtOnce(String used, String ofAgreement, String all) {
        var cheaper = new PpaShare(
                "ppa", "PPA", List.of(new PpaShare.SiteShare("glomfjord", new BigDecimal("70"), new BigDecimal("30"))));
        var rated = new SharedEnergy()
                .override("o", null, "2026-10-15", null, cheaper)
                .rated(used, 1000);
        assertThat(CommercialMonth.sum(rated, "ppa")).isEqualByComparingTo(ofAgreement);
        assertThat(SharedEnergy.amount(rated)).isEqualByComparingTo(all);
    }

    /** Each override shares out all energy anew, so that those that hold at one instant always come to the whole. */
    @Test
    void atAnyInstantAllEnergyOfASiteIsPricedOnce() {
        for (int seed = 0; seed < 4000; seed++) {
            Random random = new Random(seed);
            TariffVersion version = new TariffVersion(LocalDate.parse("2026-01-01"), components(random));
            List<TariffOverride> overrides = overrides(random);
            Instant at = CONTRACT.start().plusSeconds(3600L * random.nextInt(24 * 80));
            Map<String, BigDecimal> percent = new TreeMap<>();
            add(percent, Negotiated.of(version, overrides, CONTRACT, at, new SharedEnergy().quotes()), false);
            add(percent, Negotiated.of(version, overrides, CONTRACT, monthOf(at), new SharedEnergy().quotes()), true);
            assertThat(percent.values())
                    .as("seed %s at %s: %s", seed, at, percent)
                    .hasSize(SITES.size())
                    .allMatch(one -> one.compareTo(new BigDecimal("100")) == 0);
        }
    }

    private static void add(Map<String, BigDecimal> percent, Negotiated negotiated, boolean ofMonth) {
        negotiated.version().components().stream()
                .filter(one -> one instanceof MonthComponent == ofMonth)
                .flatMap(one -> one.energyParts().stream())
                .forEach(part -> percent.merge(part.site(), part.percent(), BigDecimal::add));
    }

    private static Instant monthOf(Instant at) {
        Instant start = at.atZone(SharedEnergy.OSLO)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(SharedEnergy.OSLO)
                .toInstant();
        return start.isBefore(CONTRACT.start()) ? CONTRACT.start() : start;
    }

    private static List<TariffOverride> overrides(Random random) {
        List<TariffOverride> overrides = new ArrayList<>();
        for (String contract : new String[] {null, "c"}) {
            Instant from = CONTRACT.start().minusSeconds(86_400L * 20);
            for (int number = random.nextInt(4); number > 0; number--) {
                from = from.plusSeconds(3600L * random.nextInt(24 * 30));
                Instant to = from.plusSeconds(3600L * (1 + random.nextInt(24 * 50)));
                overrides.add(new TariffOverride(
                        contract + "-" + number, "t", contract, "tariff", from, to, components(random)));
                from = to;
            }
        }
        return overrides;
    }

    /** Three components, each of the day or of the month, that share out the energy of each site in random parts. */
    private static List<Component> components(Random random) {
        int count = 3;
        List<List<SiteIndex>> shares = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            shares.add(new ArrayList<>());
        }
        for (String site : SITES) {
            int left = 100;
            for (int number = 0; number < count; number++) {
                int share = number == count - 1 ? left : random.nextInt(3) * 25;
                share = Math.min(share, left);
                left -= share;
                if (share > 0) {
                    shares.get(number)
                            .add(new SiteIndex(
                                    site,
                                    "s",
                                    null,
                                    null,
                                    null,
                                    share == 100 ? null : BigDecimal.valueOf(share),
                                    null));
                }
            }
        }
        List<Component> components = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String id = "e" + number;
            components.add(
                    random.nextBoolean()
                            ? new EnergyIndex(id, id, shares.get(number))
                            : new EnergyIndexMonth(id, id, shares.get(number)));
        }
        return components;
    }
}
