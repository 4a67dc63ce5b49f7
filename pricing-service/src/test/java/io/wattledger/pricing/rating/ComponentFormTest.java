package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.WireJson;
import io.wattledger.pricing.tariff.Component;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Components are written as they are: each kind reads back as it was, keeps its rules, and refuses what breaks them. */
class ComponentFormTest {

    @Test
    void everyRandomComponentReadsBackAsItWasAndIsWithoutFlaw() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            List<Component> components = new RandomTariff(new Random(seed)).components();
            byte[] written = WireJson.write(components.toArray(Component[]::new));
            assertThat(List.of(WireJson.read(written, Component[].class))).isEqualTo(components);
            List<String> flaws = new ArrayList<>();
            components.forEach(component -> component.check((pointer, detail) -> flaws.add(pointer + " " + detail)));
            assertThat(flaws).as("seed %s", seed).isEmpty();
        }
    }

    /** The schema of catalogs, which the command line checks them against, must know each kind. */
    @Test
    void theSchemaOfCatalogsKnowsEveryKind() throws IOException {
        String schema;
        try (InputStream stream = WireJson.class.getResourceAsStream("catalog.schema.json")) {
            schema = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
        for (int seed = 0; seed < 20; seed++) {
            for (Component component : new RandomTariff(new Random(seed)).components()) {
                String written = new String(WireJson.write(new Component[] {component}), StandardCharsets.UTF_8);
                String kind = written.replaceAll("(?s).*?\"kind\":(\"[a-z-]+\").*", "$1");
                assertThat(schema.contains("\"const\": " + kind)).as(kind).isTrue();
            }
        }
    }

    /** What is written, and where the first flaw lies. */
    private static final String SERIES = "\"site\":\"s\",\"series\":\"x\"";

    private record Row(String members, String pointer) {}

    @TestFactory
    Stream<DynamicTest> namesTheMemberThatBreaksARule() {
        return Stream.concat(pricesOfEnergy(), others())
                .map(row -> DynamicTest.dynamicTest(row.pointer() + " of " + row.members(), () -> {
                    String json = "{\"id\":\"c\",\"description\":\"C\"," + row.members() + "}";
                    Component component = WireJson.read(json.getBytes(StandardCharsets.UTF_8), Component.class);
                    List<String> pointers = new ArrayList<>();
                    component.check((pointer, detail) -> pointers.add(pointer));
                    assertThat(pointers).containsExactly(row.pointer());
                }));
    }

    private static Stream<Row> pricesOfEnergy() {
        return Stream.of(
                new Row("\"kind\":\"energy-index\",\"sites\":[]", "/sites"),
                new Row(
                        "\"kind\":\"energy-index\",\"sites\":[{%s,\"collar\":{}}]".formatted(SERIES),
                        "/sites/0/collar"),
                new Row(
                        "\"kind\":\"energy-index\",\"sites\":[{%s,\"collar\":{\"floorPerMwh\":\"9\",\"capPerMwh\":\"8\"}}]"
                                .formatted(SERIES),
                        "/sites/0/collar/floorPerMwh"),
                new Row(
                        "\"kind\":\"energy-index\",\"sites\":[{%s,\"sharePercent\":\"101\"}]".formatted(SERIES),
                        "/sites/0/sharePercent"),
                new Row("\"kind\":\"energy-index-month\",\"sites\":[{%1$s},{%1$s}]".formatted(SERIES), "/sites/1"),
                new Row(
                        "\"kind\":\"fixed-per-kwh\",\"measure\":\"IT\",\"sites\":[{\"site\":\"s\",\"pricePerKwh\":\"-1\"}]",
                        "/sites/0/pricePerKwh"),
                new Row(
                        "\"kind\":\"time-of-use\",\"sites\":[{\"site\":\"s\",\"bands\":[{\"hours\":{\"from\":\"06:10\",\"until\":\"22:00\"},\"pricePerKwh\":\"1\"},{\"pricePerKwh\":\"1\"}]}]",
                        "/sites/0/bands/0/hours/from"),
                new Row(
                        "\"kind\":\"time-of-use\",\"sites\":[{\"site\":\"s\",\"bands\":[{\"hours\":{\"months\":[1]},\"pricePerKwh\":\"1\"}]}]",
                        "/sites/0/bands"),
                new Row("\"kind\":\"energy-levy\",\"country\":\"NO\",\"rates\":[]", "/rates"),
                new Row(
                        "\"kind\":\"marginal-loss\",\"sites\":[{%s,\"percent\":\"101\"}]".formatted(SERIES),
                        "/sites/0/percent"));
    }

    private static Stream<Row> others() {
        return Stream.of(
                new Row(
                        "\"kind\":\"ppa-share\",\"sites\":[{\"site\":\"s\",\"sharePercent\":\"0\",\"pricePerMwh\":\"1\"}]",
                        "/sites/0/sharePercent"),
                new Row(
                        "\"kind\":\"ppa-block\",\"sites\":[{%s,\"megawatts\":\"0\",\"pricePerMwh\":\"1\"}]"
                                .formatted(SERIES),
                        "/sites/0/megawatts"),
                new Row(
                        "\"kind\":\"ppa-pool-part\",\"sites\":[{%s,\"partPercent\":\"5\",\"pricePerMwh\":\"1\",\"pool\":{}}]"
                                .formatted(SERIES),
                        "/sites/0/pool"),
                new Row(
                        "\"kind\":\"capacity-charge\",\"proration\":\"DAYS\",\"sites\":[{\"site\":\"s\",\"kilowatts\":\"1\"}]",
                        "/sites/0"),
                new Row(
                        "\"kind\":\"peak-demand\",\"peakDays\":0,\"intervalMinutes\":60,\"sites\":[{\"site\":\"s\",\"pricePerKilowattMonth\":\"1\"}]",
                        "/peakDays"),
                new Row(
                        "\"kind\":\"site-day\",\"sites\":[{\"site\":\"s\",\"pricePerDay\":\"-1\"}]",
                        "/sites/0/pricePerDay"),
                new Row("\"kind\":\"certificates\",\"pricePerCertificate\":\"1\",\"components\":[]", "/components"),
                new Row(
                        "\"kind\":\"energy-allowance\",\"sites\":[{\"site\":\"s\",\"kwhPerGpuHour\":\"1\"}]",
                        "/sites/0/excessPricePerKwh"),
                new Row(
                        "\"kind\":\"idle-energy\",\"reserved\":[{\"site\":\"s\",\"sku\":\"k\",\"gpus\":0,\"pricePerKwh\":\"1\"}]",
                        "/reserved/0/gpus"));
    }
}
