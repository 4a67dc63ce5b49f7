package io.wattledger.billing.send;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.wattledger.billing.flow.WebhookSender;
import io.wattledger.billing.webhook.Network;
import io.wattledger.billing.webhook.Target;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends over HTTP to the very address that was found permissible: the name is resolved once, here, and the connection goes
 * to what came of it, so that a name whose answer changes leads nowhere else. TLS still proves the name.
 */
@ApplicationScoped
public class GuardedWebhookSender implements WebhookSender {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int LONGEST_ERROR = 300;

    private final HttpClient client;
    private final Target target;
    private final Duration timeout;

    GuardedWebhookSender(Vertx vertx, WebhookConfig config) {
        List<Network> networks = config.allowedNetworks().orElse(List.of()).stream()
                .map(Network::of)
                .toList();
        this.target = new Target(networks, config.plainHttp());
        this.timeout = config.timeout();
        // No connection is kept: the next one is checked anew.
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setTrustAll(false)
                .setVerifyHost(true)
                .setConnectTimeout((int) timeout.toMillis()));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    @Override
    public @Nullable String flaw(String url) {
        return target.flaw(url).orElse(null);
    }

    @Override
    public Sent send(String url, Map<String, String> headers, byte[] body) {
        long began = System.nanoTime();
        String flaw = flaw(url);
        if (flaw != null) {
            return failed(flaw, began);
        }
        URI uri = URI.create(url);
        InetAddress address;
        try {
            address = permitted(uri.getHost());
        } catch (UnknownHostException e) {
            return failed("the host " + uri.getHost() + " is not known", began);
        } catch (ForbiddenAddress e) {
            return failed(String.valueOf(e.getMessage()), began);
        }
        try {
            int status = client.request(options(uri, address, headers))
                    .compose(request -> request.send(Buffer.buffer(body)).map(response -> {
                        close(request);
                        return response.statusCode();
                    }))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
            return new Sent(status, null, since(began));
        } catch (ExecutionException e) {
            return failed(words(e.getCause()), began);
        } catch (TimeoutException e) {
            return failed(words(e), began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("this service is stopping", began);
        } catch (RuntimeException e) {
            return failed(words(e), began);
        }
    }

    /** Why there was no answer, for whoever keeps the endpoint. */
    private String words(@Nullable Throwable cause) {
        return switch (cause) {
            case TimeoutException late -> "no answer within " + timeout.toSeconds() + " seconds";
            case ConnectException none -> "no connection: " + none.getMessage();
            case SSLException insecure ->
                "no secure connection: " + innermost(insecure).getMessage();
            case HttpClosedException closed -> "the connection was closed before an answer came";
            case null -> "no answer";
            default -> "no answer that can be read: " + cause.getMessage();
        };
    }

    /** What lies at the bottom, such as a certificate that has expired. */
    private static Throwable innermost(Throwable outer) {
        Throwable inner = outer;
        while (inner.getCause() != null && inner.getCause().getMessage() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** The status is all that counts; a body, however long, is not read. */
    private static void close(HttpClientRequest request) {
        request.connection().close();
    }

    private RequestOptions options(URI uri, InetAddress address, Map<String, String> headers) {
        boolean isSecure = "https".equals(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : isSecure ? HTTPS : HTTP;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl(isSecure)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis());
        headers.forEach(options::putHeader);
        return options;
    }

    /** The first address of a host, all of whose addresses may be connected to. */
    private InetAddress permitted(String host) throws UnknownHostException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] addresses = InetAddress.getAllByName(name);
        for (InetAddress address : addresses) {
            if (!target.takes(address)) {
                throw new ForbiddenAddress("the host " + host + " leads to an address that webhooks may not go to");
            }
        }
        return addresses[0];
    }

    private static Sent failed(String error, long began) {
        return new Sent(null, error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error, since(began));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** A host leads where webhooks may not go. */
    private static final class ForbiddenAddress extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddress(String detail) {
            super(detail);
        }
    }
}
