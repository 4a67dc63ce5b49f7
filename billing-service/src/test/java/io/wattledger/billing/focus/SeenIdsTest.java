package io.wattledger.billing.focus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenIdsTest {

    private static final List<String> ENDS =
            List.of("", "/", "/0", "/00", "/1", "/01", "/7", "/credit", "/-1", "/999999", "/1000000", "/ 1", "/1/2");

    @Test
    void knowsEveryIdThatASetOfTextsKnows() {
        Random random = new Random(1);
        SeenIds seen = new SeenIds();
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String id = "NO26-" + random.nextInt(5) + "/" + random.nextInt(40)
                    + (random.nextBoolean() ? "/" + random.nextInt(200) : ENDS.get(random.nextInt(ENDS.size())));

            assertThat(seen.add(id)).as(id).isEqualTo(texts.add(id));
        }
    }
}
