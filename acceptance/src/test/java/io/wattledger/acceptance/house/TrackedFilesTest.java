package io.wattledger.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What may not lie in the repository does not. The patterns are written so that they do not find themselves. */
class TrackedFilesTest {

    private static final Pattern OF_ONE_MACHINE =
            Pattern.compile("(?<![\\w.}$])/([w]ork|[f]arm|[r]oot|[h]ome/[a-z]+)/");

    private static final Pattern PACKAGE_REGISTRY =
            Pattern.compile("repo1?[.]maven[.](org|apache)|registry[.]npmjs|deb[.]debian|central[.]sonatype");

    private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b([T]ODO|[F]IXME)\\b");

    private static final Pattern SECRET =
            Pattern.compile("-----BEGIN ([A-Z]+ )?[P]RIVATE KEY|\\b[A]KIA[0-9A-Z]{16}\\b|\\bghp[_][0-9A-Za-z]{36}\\b");

    @Test
    void nameNoPathsOfOneMachine() throws IOException, InterruptedException {
        assertThat(found(OF_ONE_MACHINE)).isEmpty();
    }

    @Test
    void nameNoPackageRegistry() throws IOException, InterruptedException {
        assertThat(found(PACKAGE_REGISTRY)).isEmpty();
    }

    @Test
    void leaveNothingForLater() throws IOException, InterruptedException {
        assertThat(found(LEFT_FOR_LATER)).isEmpty();
    }

    @Test
    void holdNoSecret() throws IOException, InterruptedException {
        assertThat(found(SECRET)).isEmpty();
    }

    @Test
    void disableNoTest() throws IOException, InterruptedException {
        assertThat(found(Pattern.compile("^\\s*@[D]isabled", Pattern.MULTILINE)))
                .isEmpty();
    }

    private static List<String> found(Pattern pattern) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<Path, String> file : Repository.texts(name -> true).entrySet()) {
            Matcher matcher = pattern.matcher(file.getValue());
            while (matcher.find()) {
                long line =
                        file.getValue().substring(0, matcher.start()).lines().count() + 1;
                found.add(file.getKey() + ":" + line + " has " + matcher.group());
            }
        }
        return found;
    }
}
