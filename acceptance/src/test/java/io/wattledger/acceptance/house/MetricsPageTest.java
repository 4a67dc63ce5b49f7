package io.wattledger.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists the metrics that the services name in their catalogues, no more and no fewer. */
class MetricsPageTest {

    @Test
    void itsTableIsTheCatalogueOfTheServices() throws IOException, InterruptedException {
        Set<String> named = new TreeSet<>();
        Repository.texts(name -> name.matches("(chassis|[a-z]+-service)/src/main/java/.*/ops/\\w+\\.java"))
                .values()
                .forEach(source -> named.addAll(Repository.findAll("(?<!= )\"(wattledger[._][a-z._]+)\"", source)));

        List<String> listed =
                Repository.findAll("^\\| `(wattledger[._][a-z._]+)` \\|", Repository.text("docs/metrics.md"));

        assertThat(named).isNotEmpty();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(named);
    }
}
