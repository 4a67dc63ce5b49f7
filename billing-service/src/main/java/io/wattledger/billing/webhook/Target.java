package io.wattledger.billing.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Where webhooks may go: to https addresses of the internet, so that nobody makes this service ask what only it can reach.
 *
 * @param networks of which addresses are taken though they are not public; none by default
 * @param isPlainAllowed whether http is; not by default
 */
public record Target(List<Network> networks, boolean isPlainAllowed) {

    private static final int LONGEST = 2_000;
    private static final int LAST_PORT = 65_535;

    /** Copies the list. */
    public Target {
        networks = List.copyOf(networks);
    }

    /** What is wrong with an address as it is written; empty where nothing is. Where it leads is known when it is asked. */
    public Optional<String> flaw(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("'" + url + "' is no URL: " + e.getReason());
        }
        boolean isSecure = "https".equals(uri.getScheme());
        if (!isSecure && !(isPlainAllowed && "http".equals(uri.getScheme()))) {
            return Optional.of("'" + url + "' does not begin with https://");
        }
        if (uri.getHost() == null || uri.getHost().isBlank()) {
            return Optional.of("'" + url + "' names no host");
        }
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            return Optional.of("'" + url + "' names a port that is none; ports are 1 to " + LAST_PORT);
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null || url.length() > LONGEST) {
            return Optional.of("a URL has no user, no fragment and at most " + LONGEST + " characters");
        }
        return Optional.empty();
    }

    /** Whether an address that a host's name has led to may be connected to. */
    public boolean takes(InetAddress address) {
        return Network.isPublic(address) || networks.stream().anyMatch(network -> network.contains(address));
    }
}
