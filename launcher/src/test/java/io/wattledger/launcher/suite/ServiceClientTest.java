package io.wattledger.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wattledger.launcher.InputFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read under a tag is approved under it, over HTTP. */
class ServiceClientTest {

    private HttpServer server;
    private ServiceClient client;

    @BeforeEach
    void opens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/read", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"seven\"");
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/approve", exchange -> {
            boolean same = "\"seven\"".equals(exchange.getRequestHeaders().getFirst("If-Match"));
            byte[] body = (same ? "{\"done\":true}" : "{\"code\":\"draft-changed\",\"detail\":\"read it again\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(same ? 200 : 412, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new ServiceClient(
                "pricing", "http://127.0.0.1:" + server.getAddress().getPort(), "");
    }

    @AfterEach
    void closes() {
        client.close();
        server.stop(0);
    }

    /** Two suites that start at once may choose one port; of the one that came first the other must not say that it is its own. */
    @Test
    void tellsItsOwnServiceFromThatOfAnotherSuite() {
        server.createContext("/q/health/ready", exchange -> answer(exchange, 200));
        server.createContext("/api/v1/progress", exchange -> {
            boolean ours = "Bearer ours".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, ours ? 200 : 401);
        });
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        try (var ours = new ServiceClient("pricing", base, "ours");
                var others = new ServiceClient("pricing", base, "others")) {
            assertThat(ours.isReady()).isTrue();
            assertThat(others.isReady()).isTrue();
            assertThat(ours.isOurs()).isTrue();
            assertThat(others.isOurs()).isFalse();
        }
    }

    @Test
    void saysInWordsThatAServiceFails() {
        server.createContext("/fails", exchange -> {
            byte[] body =
                    "{\"code\":\"internal-error\",\"detail\":\"Something failed\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        assertThatThrownBy(() -> client.get("/fails"))
                .isInstanceOf(ServiceUnavailable.class)
                .hasMessage("pricing answered 500 to /fails (internal-error): Something failed");
    }

    @Test
    void saysWhyAFileCannotBeWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("no-such-folder/file.csv");

        assertThatThrownBy(() -> client.save("/read", "text/csv", file))
                .isInstanceOf(InputFault.class)
                .hasMessage(file + ": cannot be written: there is no such directory");
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void approvesUnderTheTagThatWasRead() {
        String tag = client.get("/read", "application/json").tag();
        assertThat(client.postIfMatch("/approve", tag).json().path("done").asBoolean())
                .isTrue();
    }

    @Test
    void saysWhyAnotherTagIsRefused() {
        assertThatThrownBy(() -> client.postIfMatch("/approve", "\"six\""))
                .isInstanceOfSatisfying(ServiceRefusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("draft-changed");
                    assertThat(refusal).hasMessageContaining("read it again");
                });
    }

    @Test
    void keepsWhatAFileHeldUntilAllHasCome(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("focus.csv"), "old");
        server.createContext("/broken-off", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });

        assertThatThrownBy(() -> client.replace("/broken-off", "text/csv", file))
                .isInstanceOf(ServiceUnavailable.class)
                .hasMessageContaining("broke off");
        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(client.replace("/read", "text/csv", file)).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo("{}");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void savesAFileWholeOrNotAtAll(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("export.csv");

        assertThatThrownBy(() -> client.save("/approve", "text/csv", file))
                .isInstanceOfSatisfying(
                        ServiceRefusal.class, refusal -> assertThat(refusal).hasMessageContaining("read it again"));
        assertThat(folder).isEmptyDirectory();
        assertThat(client.save("/read", "text/csv", file)).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo("{}");
        assertThatThrownBy(() -> client.save("/read", "text/csv", folder.resolve("none/export.csv")))
                .isInstanceOf(InputFault.class)
                .hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> client.save("/read", "text/csv", file)).isInstanceOf(InputFault.class);
    }
}
