package io.wattledger.launcher.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.launcher.InputFault;
import io.wattledger.launcher.suite.ServiceClient;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A metering service at an address, with the collector tokens of some tenants. */
public final class RemoteMetering implements Metering {

    private final Map<String, ServiceClient> clients = new TreeMap<>();

    /**
     * Metering at {@code url}.
     *
     * @param tokens files that hold one token each
     * @throws InputFault when that is no address, or a token cannot be read or names no tenant
     */
    public RemoteMetering(String url, List<Path> tokens) {
        if (!isAddress(url)) {
            throw InputFault.ofCommandLine("--url: '" + url + "' is no address such as https://metering.example");
        }
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        for (Path file : tokens) {
            String token = text(file);
            clients.put(tenant(file, token), new ServiceClient("metering at " + base, base, token));
        }
    }

    /** The tenants of the tokens. */
    public SortedSet<String> tenants() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(clients.keySet()));
    }

    @Override
    public boolean mayReportFor(String tenant) {
        return clients.containsKey(tenant);
    }

    @Override
    public ServiceClient collectorOf(String tenant) {
        ServiceClient client = clients.get(tenant);
        if (client == null) {
            throw new IllegalArgumentException("there is no token of " + tenant);
        }
        return client;
    }

    @Override
    public void lookAfter() {
        // Whoever runs it looks after it; asking again is all that can be done from here.
    }

    @Override
    public void close() {
        clients.values().forEach(ServiceClient::close);
    }

    private static boolean isAddress(String url) {
        try {
            URI address = new URI(url);
            return ("https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme()))
                    && address.getHost() != null
                    && address.getQuery() == null
                    && address.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw InputFault.unreadable(file, e);
        }
    }

    /** Read without verifying: the service does that, and takes the tenant from the token too. */
    private static String tenant(Path file, String token) {
        String[] parts = token.split("\\.", -1);
        try {
            JsonNode claims =
                    new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "-"));
            String tenant = claims.path("tenant").asText();
            if (!tenant.isEmpty()) {
                return tenant;
            }
        } catch (IOException | IllegalArgumentException e) {
            // Told below, as for a token without the claim.
        }
        throw new InputFault(file + ": holds no token of a collector: a JWT with the claim 'tenant'");
    }
}
