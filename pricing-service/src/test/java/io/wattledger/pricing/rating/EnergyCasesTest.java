package io.wattledger.pricing.rating;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The acceptance table of the engine: 54 worked examples, each by its number, in {@code energy-cases.csv}. What must come out
 * stands there and nowhere else; how each figure is asked for stands in a file per chapter.
 */
class EnergyCasesTest {

    private static final List<String> EXAMPLES =
            List.of(("C01 C02 C04 C05 C07 C08 C09 C10 C12 C13 C15 C16 C18 C19 C21 C22 C24 C25 C26 C28 C29 C30 C31 C32"
                            + " C34 C35 C37 C39 C40 C42 C43 C45 C48 C50 C52 C53 C54 C55 C57 C59 C60 C62 C64 C65"
                            + " C67 C68 C70 C71 C73 C75 C77 R1 R3 R5")
                    .split(" "));

    private static final Map<String, Supplier<String>> FIGURES = new Figures()
            .addAll(PriceDocumentFigures.all())
            .addAll(TimeFigures.all())
            .addAll(PriceFormulaFigures.all())
            .addAll(TaxAndCapacityFigures.all())
            .addAll(CurrencyFigures.all())
            .addAll(MeasuredEnergyFigures.all())
            .addAll(CorrectionFigures.all())
            .addAll(CommercialFigures.all())
            .addAll(RealFileFigures.all())
            .byName();

    /** A row of the table. */
    private record Row(String example, String figure, String expected) {

        String name() {
            return Figures.key(example, figure);
        }
    }

    @TestFactory
    Stream<DynamicContainer> givesEachFigureOfTheTable() {
        return rows().stream().collect(groupingBy(Row::example, TreeMap::new, toList())).entrySet().stream()
                .map(example -> DynamicContainer.dynamicContainer(
                        example.getKey(), example.getValue().stream().map(EnergyCasesTest::test)));
    }

    private static DynamicTest test(Row row) {
        return DynamicTest.dynamicTest(row.name(), () -> {
            Supplier<String> computed = FIGURES.get(row.name());
            assertThat(computed).as("somebody computes %s", row.name()).isNotNull();
            assertThat(computed.get()).as(row.name()).isEqualTo(row.expected());
        });
    }

    @Test
    void theTableIsWhole() {
        List<Row> rows = rows();
        assertThat(EXAMPLES).hasSize(54).doesNotHaveDuplicates();
        assertThat(rows.stream().map(Row::example).distinct()).containsExactlyElementsOf(EXAMPLES);
        Set<String> named = rows.stream().map(Row::name).collect(toSet());
        assertThat(named).as("each row once").hasSize(rows.size());
        assertThat(FIGURES.keySet()).as("nothing is computed for no row").isSubsetOf(named);
    }

    private static List<Row> rows() {
        try (var table = EnergyCasesTest.class.getResourceAsStream("/energy-cases.csv")) {
            assertThat(table).isNotNull();
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(row -> !row.startsWith("#"))
                    .map(row -> row.split(";", -1))
                    .map(cells -> new Row(cells[0], cells[1], cells[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
