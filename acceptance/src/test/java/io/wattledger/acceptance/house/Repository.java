package io.wattledger.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this repository as git knows them, or as they lie in the folder where there is no git. */
final class Repository {

    /** The root folder. */
    static final Path ROOT = Path.of(System.getProperty("wattledger.root"));

    private static final Pattern NOT_OURS = Pattern.compile("(^|/)(target|\\.git|\\.wattledger|node_modules)(/|$)");

    private Repository() {}

    /** Every file that belongs to the project, relative to the root. */
    static List<Path> files() throws IOException, InterruptedException {
        Optional<List<Path>> tracked = tracked();
        if (tracked.isPresent()) {
            return tracked.get();
        }
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile)
                    .map(ROOT::relativize)
                    .filter(file -> !NOT_OURS.matcher(file.toString()).find())
                    .sorted()
                    .toList();
        }
    }

    /** Text files that belong to the project and have such a name, with their content. */
    static Map<Path, String> texts(Predicate<String> name) throws IOException, InterruptedException {
        Map<Path, String> texts = new TreeMap<>();
        for (Path file : files()) {
            if (name.test(file.toString())) {
                try {
                    texts.put(file, Files.readString(ROOT.resolve(file)));
                } catch (CharacterCodingException e) {
                    assertThat(file.toString()).as("a file that is not text").matches(".*\\.(gz|pdf|png|ttf|icc)");
                }
            }
        }
        return texts;
    }

    /** The text of a file, named relative to the root. */
    static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** The first groups of all matches in {@code text}. */
    static List<String> findAll(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static Optional<List<Path>> tracked() throws IOException, InterruptedException {
        if (Files.notExists(ROOT.resolve(".git"))) {
            return Optional.empty();
        }
        Process git = new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!git.waitFor(1, TimeUnit.MINUTES) || git.exitValue() != 0) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(output.split("\0"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(file -> Files.isRegularFile(ROOT.resolve(file)))
                .toList());
    }
}
