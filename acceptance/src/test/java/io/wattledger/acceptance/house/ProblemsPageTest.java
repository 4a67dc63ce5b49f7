package io.wattledger.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/problems.md lists every code with which a request can be refused and its status, no more and no fewer (law 11). */
class ProblemsPageTest {

    /** A constant of an enum, or a record that is made: code, status. */
    private static final Pattern MADE =
            Pattern.compile("\\(\\s*\"([a-z]+(?:-[a-z]+)*)\",\\s*([1-5]\\d\\d|UNPROCESSABLE),\\s*\"");

    @Test
    void itsTablesAreTheCodesOfTheServices() throws IOException, InterruptedException {
        List<String> made = new ArrayList<>();
        Repository.texts(name -> name.matches("(chassis|[a-z]+-service)/src/main/java/.*Problem\\.java"))
                .values()
                .forEach(source -> {
                    Matcher problem = MADE.matcher(source);
                    while (problem.find()) {
                        made.add("`" + problem.group(1) + "` | "
                                + problem.group(2).replace("UNPROCESSABLE", "422"));
                    }
                });

        assertThat(made).hasSizeGreaterThan(50);
        assertThat(Repository.findAll("^\\| (`[a-z-]+` \\| \\d{3}) \\|", Repository.text("docs/problems.md")))
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(made));
    }
}
