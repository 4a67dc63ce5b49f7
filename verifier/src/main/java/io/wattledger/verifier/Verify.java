package io.wattledger.verifier;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The program behind {@code ./wattledger verify}: a bundle and a form in, a report out; docs/cli.md has the exit codes. */
public final class Verify {

    private static final int EQUAL = 0;
    private static final int USAGE = 2;
    private static final int DAMAGED = 3;
    private static final int NOT_EQUAL = 4;

    private Verify() {}

    /** Takes the path of a bundle and {@code text} or {@code json}. */
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("verify takes a bundle and text or json");
            System.exit(USAGE);
        }
        try {
            Report report = VerifyBundle.of(Path.of(arguments[0]));
            byte[] shown = arguments[1].equals("json")
                    ? WireJson.write(report)
                    : ReportText.of(report).getBytes(StandardCharsets.UTF_8);
            System.out.write(shown, 0, shown.length);
            System.out.flush();
            System.exit(report.document() == null ? DAMAGED : report.equal() ? EQUAL : NOT_EQUAL);
        } catch (IOException e) {
            System.err.println(arguments[0] + " cannot be read: " + e.getMessage());
            System.exit(DAMAGED);
        }
    }
}
