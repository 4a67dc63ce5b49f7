package io.wattledger.pricing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.site.SiteState;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Shares as they hold together. A version or override is written {@code day: ppa/index}, its shares; {@code -} stands for one
 * that it does not replace, and {@code day..day} for the time of an override, of the contract c with a {@code c} before it.
 */
class NegotiatedTogetherTest {

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            month | 01-01:70/30             | 03-15..:50/50                                   | none
            month | 01-01:70/30             | 03-15..:50/-                                    | 01-01 [0] 80 from 03-15
            month | 01-01:70/30             | 03-01..:50/50, c04-01..:-/30                    | 01-01 [0, 1] 80 from 04-01
            month | 01-01:70/30             | 03-01..:50/50, c04-01..:60/40                   | none
            month | 01-01:70/30             | 03-01..:50/50, c03-01..:-/50                    | none
            month | 01-01:70/30             | 03-01..05-01:50/50, c03-01..:-/50               | 01-01 [1] 120 from 05-01
            month | 01-01:70/30             | 03-01..05-01:50/50, c05-01..:-/30               | none
            month | 01-01:70/30             | 02-01..:50/50, c02-01..:70/-, c02-01..:-/30     | none
            month | 01-01:70/30 06-01:60/40 | 03-01..06-01:70/-                               | none
            month | 01-01:70/30 06-01:60/40 | 03-01..06-02:70/-                               | 06-01 [0] 110 from 06-01
            month | 01-01:70/30 06-15:60/40 | 03-01..06-15:70/-                               | 06-15 [0] 110 from 06-01
            day   | 01-01:70/30 06-15:60/40 | 03-01..06-15:70/-                               | none
            month | 01-01:70/30 06-01:60/40 | 06-01..:60/-                                    | none
            """)
    void whatHoldsTogetherComesToAllOfTheEnergy(String kind, String versions, String overrides, String expected) {
        List<TariffVersion> all = new ArrayList<>();
        for (String version : versions.split(" ")) {
            String[] parts = version.split(":");
            all.add(new TariffVersion(day(parts[0]), components(kind, parts[1])));
        }
        Map<String, TariffOverride> negotiated = new LinkedHashMap<>();
        for (String override : overrides.split(", ")) {
            boolean ofContract = override.startsWith("c");
            String[] parts = (ofContract ? override.substring(1) : override).split(":");
            String[] times = parts[0].split("\\.\\.");
            TariffOverride one = new TariffOverride(
                    String.valueOf(negotiated.size()),
                    "t",
                    ofContract ? "c" : null,
                    "tariff",
                    midnight(times[0]),
                    times.length == 1 ? null : midnight(times[1]),
                    components(kind, parts[1]));
            negotiated.put(Catalog.nameOf(one), one);
        }

        List<String> found = new ArrayList<>();
        NegotiatedTogether.in(catalog(all, negotiated))
                .forEach((finding, from) -> found.add("%s %s %s from %s"
                        .formatted(
                                written(finding.version()),
                                finding.overrides().stream()
                                        .map(name -> name.substring(2))
                                        .toList(),
                                finding.flaw().replaceAll(".* come to (\\d+) per cent; .*", "$1"),
                                written(LocalDate.ofInstant(from, OSLO)))));

        assertThat(found.isEmpty() ? "none" : String.join(", ", found)).isEqualTo(expected);
    }

    private static Catalog catalog(List<TariffVersion> versions, Map<String, TariffOverride> overrides) {
        Site site = new Site("site", new Site.Place("S", "NO", "NO4"), OSLO, SiteState.LIVE, null, List.of());
        return new Catalog(
                Map.of("site", site),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("tariff", new Tariff("tariff", "T", "EUR", versions)),
                overrides,
                Map.of());
    }

    private static List<Component> components(String kind, String shares) {
        List<Component> components = new ArrayList<>();
        String[] percents = shares.split("/");
        if (!percents[0].equals("-")) {
            components.add(new PpaShare(
                    "ppa",
                    "PPA",
                    List.of(new PpaShare.SiteShare("site", new BigDecimal(percents[0]), BigDecimal.ONE))));
        }
        if (!percents[1].equals("-")) {
            List<SiteIndex> index =
                    List.of(new SiteIndex("site", "series", null, null, null, new BigDecimal(percents[1]), null));
            components.add(
                    kind.equals("month")
                            ? new EnergyIndexMonth("index", "Energy", index)
                            : new EnergyIndex("index", "Energy", index));
        }
        return components;
    }

    private static LocalDate day(String written) {
        return LocalDate.parse("2026-" + written);
    }

    private static String written(LocalDate day) {
        return day.toString().substring(5);
    }

    private static Instant midnight(String written) {
        return day(written).atStartOfDay(OSLO).toInstant();
    }
}
