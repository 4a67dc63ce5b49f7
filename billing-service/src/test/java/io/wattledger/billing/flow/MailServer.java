package io.wattledger.billing.flow;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real SMTP server on this machine, and a folder as an access point would share it. */
public final class MailServer implements QuarkusTestResourceLifecycleManager {

    /** The server, which all tests share: an address of its own tells a test's mail from others'. */
    static final GreenMail SERVER = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** The same port after a restart, which the test of a server that is away needs. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        SERVER.start();
        try {
            Path folder = Files.createTempDirectory("access-point");
            return Map.of(
                    "quarkus.mailer.mock", "false",
                    "quarkus.mailer.host", "127.0.0.1",
                    "quarkus.mailer.port", Integer.toString(SERVER.getSmtp().getPort()),
                    "wattledger.billing.mail.from", "Nordlys Compute <billing@nordlys.example>",
                    "wattledger.billing.access-point.folder", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        SERVER.stop();
    }
}
