package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {

    private static final String STARTED =
            "{\"timestamp\":\"2026-11-01T10:00:00Z\",\"level\":\"INFO\",\"message\":\"started\"}\n";
    private static final String WRONG = """
            Configuration validation failed:
            \tjava.lang.IllegalArgumentException: SRCFG00039: The config property a.b with the config value "x" is no number
            \tjava.util.NoSuchElementException: SRCFG00014: The config property a.c is required
            """;
    private static final String AHEAD = """
            {"timestamp":"2026-11-01T10:00:00Z","level":"ERROR","message":"Failed to start application","exception":\
            {"refId":1,"exceptionType":"java.lang.RuntimeException","message":"Failed to start quarkus","frames":[],"causedBy":\
            {"exception":{"refId":2,"exceptionType":"io.wattledger.chassis.ops.CannotStart","message":"the database is ahead"}}}}
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void names() {
        file = folder.resolve("metering.log");
    }

    @Test
    void wrongSettingsAreAReasonToStay() throws IOException {
        ServiceLog log = ServiceLog.beginningNow(file);
        write(WRONG);

        assertThat(log.reasonToStay())
                .hasValue(String.join(
                        System.lineSeparator(),
                        "wrong setting: The config property a.b with the config value \"x\" is no number",
                        "wrong setting: The config property a.c is required"));
    }

    @Test
    void soIsWhatTheServiceItselfSaysOfIt() throws IOException {
        ServiceLog log = ServiceLog.beginningNow(file);
        write(STARTED + AHEAD);

        assertThat(log.reasonToStay()).hasValue("the database is ahead");
    }

    @Test
    void whatAnEarlierStartEndedWithIsNone() throws IOException {
        write(WRONG + AHEAD);
        ServiceLog log = ServiceLog.beginningNow(file);
        assertThat(log.end()).isEqualTo("It wrote nothing to " + file);
        write(STARTED);

        assertThat(log.reasonToStay()).isEmpty();
        assertThat(log.end())
                .isEqualTo("The end of " + file + ":" + System.lineSeparator() + "2026-11-01T10:00:00Z INFO started");
    }

    @Test
    void theEndIsTheLastLinesInWords() throws IOException {
        write(String.join("", Collections.nCopies(20, STARTED)) + "no JSON\n" + AHEAD);

        assertThat(new ServiceLog(file, 0).end().lines())
                .hasSize(18)
                .endsWith(
                        "no JSON",
                        "2026-11-01T10:00:00Z ERROR Failed to start application",
                        "  java.lang.RuntimeException: Failed to start quarkus",
                        "  io.wattledger.chassis.ops.CannotStart: the database is ahead");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
