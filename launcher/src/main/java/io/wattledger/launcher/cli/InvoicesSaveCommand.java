package io.wattledger.launcher.cli;

import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves the stored bytes of a document. */
@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        description = "Saves a document of an invoice as it was issued, or the evidence that verify reads.")
final class InvoicesSaveCommand implements Callable<Integer> {

    @Mixin
    private Shared shared = new Shared();

    @Parameters(index = "0", paramLabel = "NUMBER", description = "Number of the invoice or credit note.")
    private String number = "";

    @Option(
            names = "--as",
            paramLabel = "FORM",
            description = "pdf, xml, json, csv, evidence, or a name of a document such as peppol-bis. Default: pdf.")
    private String form = "pdf";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Where to; by default NUMBER and the ending of the form. An existing file is not replaced.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        return InvoicesCommand.at(shared, lookup -> {
            Path target = file == null ? Path.of(fileName()) : file;
            if (Files.exists(target)) {
                throw new InputFault(target + ": exists already; name another file with -f");
            }
            byte[] bytes = lookup.bytes(number, form);
            WholeFile.create(target, out -> out.write(bytes));
            if (shared.asJson()) {
                Shared.printJson(Map.of("file", target.toString(), "bytes", bytes.length));
            } else {
                Shared.out().println(target + ", " + bytes.length + " bytes");
            }
            return ExitCode.DONE;
        });
    }

    private String fileName() {
        String ending =
                switch (form) {
                    case "pdf", "json", "csv" -> form;
                    case "evidence" -> "zip";
                    default -> "xml";
                };
        return number.replaceAll("[^A-Za-z0-9._-]", "_") + "." + ending;
    }
}
