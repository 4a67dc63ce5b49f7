package io.wattledger.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a page names is there: links, paths, commands. */
class PagesTest {

    private static final Pattern A_PAGE =
            Pattern.compile("README\\.md|(docs|deploy|samples)/.*\\.md|[a-z-]+/README\\.md");

    @Test
    void linksLeadSomewhere() throws IOException, InterruptedException {
        List<String> broken = new ArrayList<>();
        for (Map.Entry<Path, String> page : pages().entrySet()) {
            for (String link : Repository.findAll("\\]\\(([^)#\\s]+)[^)]*\\)", page.getValue())) {
                Path target = Repository.ROOT.resolve(page.getKey()).resolveSibling(link);
                if (!link.matches("[a-z]+:.*") && Files.notExists(target)) {
                    broken.add(page.getKey() + " links to " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void pathsInBackticksExist() throws IOException, InterruptedException {
        Set<String> top = topLevelNames();
        List<String> broken = new ArrayList<>();
        for (Map.Entry<Path, String> page : pages().entrySet()) {
            for (String path : Repository.findAll("`([\\w.-]+(?:/[\\w.-]+)+/?)`", page.getValue())) {
                if (top.contains(path.split("/")[0])
                        && !path.contains("target/")
                        && Files.notExists(Repository.ROOT.resolve(path))) {
                    broken.add(page.getKey() + " names " + path);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void pagesNamedInCodeExist() throws IOException, InterruptedException {
        List<String> broken = new ArrayList<>();
        for (Map.Entry<Path, String> file :
                Repository.texts(name -> !name.endsWith(".json")).entrySet()) {
            for (String page : Repository.findAll("\\b(docs/[\\w/-]+\\.(?:md|yaml))", file.getValue())) {
                if (Files.notExists(Repository.ROOT.resolve(page))) {
                    broken.add(file.getKey() + " names " + page);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void commandsAreThoseOfTheLauncher() throws IOException, InterruptedException {
        Set<String> commands = Repository.texts(
                        name -> name.startsWith("launcher/src/main/java/") || name.equals("wattledger"))
                .values()
                .stream()
                .flatMap(source -> Stream.concat(
                        Repository.findAll("@Command\\(\\s*name = \"([a-z-]+)\"", source).stream(),
                        Repository.findAll("^\\s*([a-z]+)\\)", source).stream()))
                .collect(Collectors.toSet());
        assertThat(commands).contains("bill");
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<Path, String> page : pages().entrySet()) {
            for (String command : Repository.findAll("\\./wattledger ([a-z][a-z-]*)", page.getValue())) {
                if (!commands.contains(command)) {
                    unknown.add(page.getKey() + " names ./wattledger " + command);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void refusalsOfMeteringAreAllExplained() throws IOException {
        String source = Repository.text("metering-service/src/main/java/io/wattledger/metering/event/RefusalCode.java");
        String page = Repository.text("docs/events.md");

        String section = page.substring(page.indexOf("## Why"));
        assertThat(Repository.findAll("^\\| `([a-z-]+)` \\|", section.substring(0, section.indexOf("\n## "))))
                .containsExactlyElementsOf(Repository.findAll("^ +[A-Z_]+\\(\"([a-z-]+)\"\\)", source));
    }

    private static Map<Path, String> pages() throws IOException, InterruptedException {
        return Repository.texts(name -> A_PAGE.matcher(name).matches());
    }

    private static Set<String> topLevelNames() throws IOException {
        try (Stream<Path> entries = Files.list(Repository.ROOT)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
