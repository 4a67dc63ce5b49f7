package io.wattledger.metering.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarksTest {

    private static final long SEED = 20261122;
    private static final int ROUNDS = 500;

    /** Marks as "time+size" for a start and "time-" for a stop; runs as "from..to*size". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            10+8 20-             | 10..20*8
            20- 10+8             | 10..20*8
            10+8 20- 20-         | 10..20*8
            10+8 20- 30-         | 10..20*8
            10+8                 | 10..open*8
            20-                  | ''
            10+8 10+8 20-        | 10..20*8
            10+8 15+8 20-        | 10..20*8
            10+8 15+4 20-        | 10..15*8 15..20*4
            10+8 15+4            | 10..15*8 15..open*4
            10+8 20- 20+8 30-    | 10..20*8 20..30*8
            10+8 20- 20+4        | 10..20*8 20..open*4
            10+8 10-             | ''
            10+8 10- 20+4 30-    | 20..30*4
            5- 10+8 20-          | 10..20*8
            10+8 20- 30+8        | 10..20*8 30..open*8
            10+8 10+4 20-        | 10..20*8
            10+4 20+8 20+2       | 10..20*4 20..open*8
            """)
    void makeRunsInWhateverOrderTheyCome(String marks, String runs) {
        List<Mark> given = marks(marks);
        for (int i = 0; i < given.size(); i++) {
            Collections.rotate(given, 1);
            Marks kept = new Marks();
            given.forEach(kept::add);

            assertThat(text(kept.runs())).isEqualTo(runs);
            assertThat(text(Marks.of(kept.bytes()).runs())).isEqualTo(runs);
        }
    }

    @Test
    void oneOfTwoThatSayTheSameCanBeTakenBack() {
        Marks marks = new Marks();
        marks("10+8 20- 20-").forEach(marks::add);

        marks.remove(Mark.stop(20));
        assertThat(text(marks.runs())).isEqualTo("10..20*8");
        marks.remove(Mark.stop(20));
        assertThat(text(marks.runs())).isEqualTo("10..open*8");
    }

    @Test
    void whatIsTakenBackWasNeverThere() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<Mark> standing = some(random);
            List<Mark> withdrawn = some(random);
            Marks expected = new Marks();
            standing.forEach(expected::add);
            List<Runnable> acts = new ArrayList<>();
            Marks marks = new Marks();
            standing.forEach(mark -> acts.add(() -> marks.add(mark)));
            withdrawn.forEach(mark -> acts.add(() -> marks.add(mark)));
            withdrawn.forEach(mark -> acts.add(() -> marks.remove(mark)));
            Collections.shuffle(acts, random);
            acts.forEach(Runnable::run);

            assertThat(marks.bytes()).isEqualTo(expected.bytes());
            assertThat(marks.runs()).isEqualTo(expected.runs());
        }
    }

    private static List<Mark> some(Random random) {
        List<Mark> marks = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            long at = random.nextInt(10);
            marks.add(
                    random.nextBoolean()
                            ? Mark.stop(at)
                            : new Mark(at, 1 + random.nextInt(3), "ø", "sku", devices(random)));
        }
        return marks;
    }

    private static List<String> devices(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of("GPU-ø");
            default -> List.of("GPU-2", "GPU-1");
        };
    }

    private static List<Mark> marks(String text) {
        List<Mark> marks = new ArrayList<>();
        for (String one : text.split(" ", -1)) {
            marks.add(
                    one.endsWith("-")
                            ? Mark.stop(Long.parseLong(one.substring(0, one.length() - 1)))
                            : new Mark(
                                    Long.parseLong(one.substring(0, one.indexOf('+'))),
                                    Long.parseLong(one.substring(one.indexOf('+') + 1)),
                                    "weather",
                                    "h100",
                                    List.of()));
        }
        return marks;
    }

    private static String text(List<Run> runs) {
        return runs.stream()
                .map(run -> run.since() + ".." + (run.isOpen() ? "open" : run.until()) + "*"
                        + run.start().gpuThousandths())
                .collect(Collectors.joining(" "));
    }
}
