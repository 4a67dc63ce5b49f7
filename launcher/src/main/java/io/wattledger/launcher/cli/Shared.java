package io.wattledger.launcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.wattledger.contracts.WireJson;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.Progress;
import io.wattledger.launcher.suite.CommandLocks;
import io.wattledger.launcher.suite.Layout;
import io.wattledger.launcher.suite.Services;
import io.wattledger.launcher.suite.Suite;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes and needs. */
final class Shared {

    private static final ObjectWriter JSON =
            WireJson.newMapper().enable(SerializationFeature.INDENT_OUTPUT).writer();

    /** Forms in which a command answers. */
    enum Form {
        /** For people. */
        text,
        /** For programs. */
        json
    }

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keeps databases, topics, keys and logs between runs. Default: .wattledger/data in the project.")
    private @Nullable Path data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "text, or json for programs. Default: text.")
    private Form form = Form.text;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Layout layout() {
        Path root = Path.of(System.getProperty("wattledger.root", "."));
        if (data != null && data.toString().isBlank()) {
            throw InputFault.ofCommandLine("--data: is empty; name a directory, or leave it out");
        }
        return new Layout(root, data == null ? root.resolve(".wattledger/data") : data);
    }

    Suite suite() {
        return new Suite(layout(), progress(), locks());
    }

    /** What keeps other commands from the data meanwhile. */
    CommandLocks locks() {
        return new CommandLocks(
                layout().data(), command == null ? "wattledger" : "./" + command.qualifiedName(), Clock.systemUTC());
    }

    /** Works with the services of the running suite, as an operator of this name. */
    <T> T atSuite(String operator, Function<Services, T> work) {
        Suite suite = suite();
        try (var services = new Services(suite, suite.running(), operator)) {
            return work.apply(services);
        }
    }

    Progress progress() {
        return new Progress(
                System.err,
                clock(),
                System.console() != null && System.console().isTerminal());
    }

    /** The one clock of this process. */
    static Clock clock() {
        return Clock.systemDefaultZone();
    }

    boolean asJson() {
        return form == Form.json;
    }

    static void printJson(Object answer) {
        try {
            System.out.println(JSON.writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static PrintStream out() {
        return System.out;
    }

    boolean dataExist() {
        return Files.isDirectory(layout().data());
    }
}
