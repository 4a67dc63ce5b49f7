package io.wattledger.chassis.testing;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.wattledger.chassis.testing.HouseRules.Plan;
import io.wattledger.chassis.testing.HouseRules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The rules that are read off the sources: sizes, words of explanation, and floating point that leaves no trace. */
final class SourceRules {

    private static final int LONGEST_FILE = 400;
    private static final int LONGEST_METHOD = 60;
    private static final int MOST_PARAMETERS = 8;

    /** Messages are as wide as what they say; a wire record is read by its names. */
    private static final String CONTRACTS = "io.wattledger.contracts";

    /** Where the shape of the wire, of a row or of a document is put into a record, however wide that shape is. */
    private static final Set<String> WIDE_RECORDS_MAY_LIVE_IN = Set.of("rest", "kafka", "store", "document", "catalog");

    /** The folder of samples that are made to break the rules. */
    private static final String SAMPLES = "broken";

    private final Plan plan;
    private final Path sources;
    private final List<Path> tests;

    SourceRules(Plan plan, Path sources, List<Path> tests) {
        this.plan = plan;
        this.sources = sources;
        this.tests = tests;
    }

    List<Rule> rules() {
        return List.of(
                new Rule("every package says what it is for and is null-marked", this::packages),
                new Rule("files stay under 400 lines", () -> longFiles(mainFiles())),
                new Rule(HouseRules.LONG_TESTS, () -> longFiles(testFiles())),
                new Rule("methods stay under 60 lines", () -> scan(allFiles(), this::longMethod)),
                new Rule("constructors take at most 8 parameters", () -> scan(allFiles(), this::wideConstructor)),
                new Rule("public types and methods are explained", () -> scan(mainFiles(), this::unexplained)),
                new Rule("no floating point is written outside ops", () -> scan(mainFiles(), this::floatingPoint)));
    }

    private List<String> packages() {
        Set<Path> folders = new TreeSet<>();
        mainFiles().forEach(file -> folders.add(file.getParent()));
        List<String> found = new ArrayList<>();
        for (Path folder : folders) {
            Path info = folder.resolve("package-info.java");
            if (Files.notExists(info)) {
                found.add(sources.relativize(folder) + " has no package-info.java");
                continue;
            }
            String text = read(info);
            if (!text.contains("@NullMarked")) {
                found.add(sources.relativize(info) + " is not @NullMarked");
            }
            if (!text.startsWith("/**")
                    || !text.substring(0, text.indexOf("*/")).contains(".")) {
                found.add(sources.relativize(info) + " does not begin with a sentence in Javadoc");
            }
        }
        return found;
    }

    private static List<String> longFiles(List<Path> sourceFiles) {
        return sourceFiles.stream()
                .filter(file -> read(file).lines().count() >= LONGEST_FILE)
                .map(file -> file.getFileName() + " has 400 lines or more")
                .toList();
    }

    private void longMethod(Place place, List<String> found) {
        if (place.tree() instanceof MethodTree method && method.getBody() != null) {
            long lines = place.lastLine() - place.firstLine() + 1;
            if (lines >= LONGEST_METHOD) {
                found.add(place + " method " + method.getName() + " has " + lines + " lines");
            }
        }
    }

    private void wideConstructor(Place place, List<String> found) {
        if (place.tree() instanceof MethodTree method
                && method.getReturnType() == null
                && method.getParameters().size() > MOST_PARAMETERS
                && !isRecord(place.enclosing())) {
            found.add(place + " constructor takes " + method.getParameters().size() + " parameters");
        }
        if (place.tree() instanceof ClassTree type && isRecord(type) && !mayBeWide(place)) {
            long components = type.getMembers().stream()
                    .filter(member -> member instanceof VariableTree field
                            && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                    .count();
            if (components > MOST_PARAMETERS) {
                found.add(place + " record " + type.getSimpleName() + " has " + components + " components");
            }
        }
    }

    private boolean mayBeWide(Place place) {
        return plan.base().equals(CONTRACTS) || WIDE_RECORDS_MAY_LIVE_IN.contains(place.room());
    }

    private void unexplained(Place place, List<String> found) {
        boolean explained = place.javadoc() != null && !place.javadoc().isBlank();
        if (place.tree() instanceof ClassTree type
                && !explained
                && isPublic(type.getModifiers().getFlags())) {
            found.add(place + " public type " + type.getSimpleName() + " has no Javadoc");
        }
        if (place.tree() instanceof MethodTree method
                && !explained
                && isPublic(method.getModifiers().getFlags())
                && method.getReturnType() != null
                && method.getModifiers().getAnnotations().stream()
                        .noneMatch(annotation ->
                                annotation.getAnnotationType().toString().equals("Override"))
                && isPublic(place.enclosing().getModifiers().getFlags())) {
            found.add(place + " public method " + method.getName() + " has no Javadoc");
        }
    }

    private void floatingPoint(Place place, List<String> found) {
        if (place.room().equals("ops")) {
            return;
        }
        Tree tree = place.tree();
        String text =
                switch (tree.getKind()) {
                    case DOUBLE_LITERAL, FLOAT_LITERAL -> tree.toString();
                    case PRIMITIVE_TYPE, IDENTIFIER -> tree.toString();
                    case MEMBER_SELECT ->
                        ((MemberSelectTree) tree).getIdentifier().toString();
                    default -> "";
                };
        boolean literal = tree.getKind() == Tree.Kind.DOUBLE_LITERAL || tree.getKind() == Tree.Kind.FLOAT_LITERAL;
        if (literal
                || Set.of("double", "float", "Double", "Float", "doubleValue", "floatValue")
                        .contains(text)) {
            found.add(place + " uses " + text);
        }
    }

    private static boolean isRecord(ClassTree type) {
        return type.getKind() == Tree.Kind.RECORD;
    }

    private static boolean isPublic(Set<Modifier> modifiers) {
        return modifiers.contains(Modifier.PUBLIC);
    }

    private List<String> scan(List<Path> sourceFiles, BiConsumer<Place, List<String>> check) {
        List<String> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sourceFiles));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<Void, Void>() {
                    @Override
                    public Void scan(Tree tree, Void nothing) {
                        if (tree != null && getCurrentPath() != null) {
                            check.accept(new Place(trees, new TreePath(getCurrentPath(), tree), plan.base()), found);
                        }
                        return super.scan(tree, null);
                    }
                }.scan(new TreePath(unit), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private List<Path> mainFiles() {
        return javaFiles(sources).toList();
    }

    private List<Path> testFiles() {
        return tests.stream()
                .flatMap(folder -> javaFiles(folder).filter(file -> !isSample(folder.relativize(file))))
                .toList();
    }

    private List<Path> allFiles() {
        return Stream.concat(mainFiles().stream(), testFiles().stream()).toList();
    }

    private static boolean isSample(Path file) {
        for (Path part : file) {
            if (part.toString().equals(SAMPLES)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A node of a source file with the questions that the rules ask of it. */
    private record Place(DocTrees trees, TreePath path, String base) {

        Tree tree() {
            return path.getLeaf();
        }

        ClassTree enclosing() {
            return (ClassTree) path.getParentPath().getLeaf();
        }

        @Nullable
        String javadoc() {
            return trees.getDocComment(path);
        }

        /** The sub-package right under the root package; empty for the root itself. */
        String room() {
            String name = path.getCompilationUnit().getPackageName().toString();
            return name.length() > base.length()
                    ? name.substring(base.length() + 1).split("\\.")[0]
                    : "";
        }

        long firstLine() {
            return line(trees.getSourcePositions().getStartPosition(path.getCompilationUnit(), tree()));
        }

        long lastLine() {
            return line(trees.getSourcePositions().getEndPosition(path.getCompilationUnit(), tree()));
        }

        private long line(long position) {
            return path.getCompilationUnit().getLineMap().getLineNumber(position);
        }

        @Override
        public String toString() {
            Path file = Path.of(path.getCompilationUnit().getSourceFile().toUri());
            return file.getFileName() + ":" + firstLine();
        }
    }
}
