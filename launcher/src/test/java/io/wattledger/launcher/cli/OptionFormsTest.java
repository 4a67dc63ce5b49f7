package io.wattledger.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read when they write a value in another form than the one that is wanted. */
class OptionFormsTest {

    /** As it is after {@code refusals show} could not write one: taken for none, the event would be tried as it came. */
    @Test
    void takesNoEmptyFileForARepairedEvent(@TempDir Path directory) throws IOException {
        Path event = Files.writeString(directory.resolve("event.json"), "\n");

        assertThat(fault("refusals", "replay", "ref_1", "--event", event.toString()))
                .isInstanceOf(InputFault.class)
                .hasMessage(event + ": is empty; without --event the event is tried as it came");
    }

    /** As of a variable that is not set: it would be the directory in which somebody happens to be. */
    @Test
    void takesNoEmptyNameForADirectoryOfData() {
        assertThat(fault("status", "--data", ""))
                .isInstanceOfSatisfying(
                        InputFault.class,
                        fault -> assertThat(fault.isOfCommandLine()).isTrue())
                .hasMessage("--data: is empty; name a directory, or leave it out");
    }

    /** A script tells a call that is wrong from data that are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "import f --mapping m --url https://a.example",
                "import f --mapping m --url a.example --token-file t",
                "refusals discard --reason r",
                "refusals replay",
                "runs start 2026-13",
                "runs start 2026-10 --preview --approval",
                "token tenant",
                "token auditor acme",
                "token auditor --minutes 0",
                "invoices credit N --reason r --line x",
                "invoices credit N --reason r --line 1 --amount 1",
                "export journal --legal-entity a -f f --from 2026-10 --to 2026-09",
                "bill --catalog c --usage u --prices p --out o --period 2026-13"
            })
    void endsAWrongCommandLineWithTheCodeOfOne(String arguments, @TempDir Path directory) {
        String[] all = (arguments + " --data " + directory.resolve("none")).split(" ");

        assertThat(Wattledger.commandLine().execute(all)).isEqualTo(ExitCode.USAGE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void endsWhatALineNamesWithAnotherCode(@TempDir Path directory) {
        assertThat(Wattledger.commandLine()
                        .execute("verify", directory.resolve("none.zip").toString()))
                .isEqualTo(ExitCode.INPUT_REFUSED);
        assertThat(InputFault.ofCommandLine("a").with("b").isOfCommandLine()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metering.example:8081",
                "metering.example",
                "ftp://metering.example",
                "https:///events",
                "https://metering.example/a b",
                "https://metering.example?tenant=a",
                ""
            })
    void takesNoUrlThatIsNoAddress(String url) {
        assertThat(fault("import", "f", "--mapping", "m", "--url", url, "--token-file", "t"))
                .isInstanceOf(InputFault.class)
                .hasMessage("--url: '" + url + "' is no address such as https://metering.example");
    }

    /** What a command line ends with before anything is done. */
    static Exception fault(String... arguments) {
        var thrown = new AtomicReference<Exception>();
        Wattledger.commandLine()
                .setExecutionExceptionHandler((exception, line, result) -> {
                    thrown.set(exception);
                    return ExitCode.INPUT_REFUSED;
                })
                .execute(arguments);
        return thrown.get();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            invoices credit N --reason r --amount abc         | --amount         | 'abc' is no amount such as 12.50
            invoices credit N --reason r --amount 1e3         | --amount         | '1e3' is no amount such as 12.50
            invoices credit N --reason r --amount=-5          | --amount         | '-5' is no amount such as 12.50
            invoices credit N --reason r --amount 12,50       | --amount         | '12,50' is no amount such as 12.50
            invoices credit N --reason r --issue-date tomorrow | --issue-date    | 'tomorrow' is no date such as 2026-10-31
            runs start 2026-10 --issue-date 2026-02-30        | --issue-date     | '2026-02-30' is no date such as 2026-10-31
            bill --period 2026-10 --issue-date 1.10.2026      | --issue-date     | '1.10.2026' is no date such as 2026-10-31
            export journal --legal-entity a --from october    | --from           | 'october' is no month such as 2026-10
            export saf-t --legal-entity a --from 2026-10 --to 2026-13 | --to     | '2026-13' is no month such as 2026-10
            import f --complete-until 2026-10-31              | --complete-until | '2026-10-31' is no instant such as 2026-10-31T22:00:00Z
            import f --complete-until 2026-10-31T24:00:00Z    | --complete-until | '2026-10-31T24:00:00Z' is no instant such as
            import f --mapping m --convention x               | --convention     | 'x' is none of end-minus-start, elapsed-raw
            import f --mapping m --convention END_MINUS_START | --convention     | 'END_MINUS_START' is none of end-minus-start,
            import f --mapping m --format tsv                 | --format         | 'tsv' is none of auto, csv, sacct
            export focus --from 2026-10 -f f --format x       | --format         | 'x' is none of csv, parquet
            status -o yaml                                    | --output         | 'yaml' is none of text, json
            invoices list --period 2026-13                    | --period         | '2026-13' is no month such as 2026-10
            refusals list --limit many                        | --limit          | 'many' is no whole number such as 60
            token auditor --minutes 1.5                       | --minutes        | '1.5' is no whole number such as 60
            token auditor --minutes 99999999999               | --minutes        | '99999999999' is no whole number such as 60
            """)
    void namesTheOptionTheValueAndTheForm(String arguments, String option, String expected) {
        var errors = new StringWriter();

        int code = Wattledger.commandLine().setErr(new PrintWriter(errors)).execute(arguments.split(" "));

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString().lines().findFirst().orElseThrow())
                .startsWith("Invalid value for option '" + option + "'")
                .contains(expected)
                .doesNotContain("Exception");
    }
}
