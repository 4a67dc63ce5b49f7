package io.wattledger.chassis.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Headers that every answer carries. */
public class ApiHeaders {

    /** The version of the API, in full. */
    public static final String API_VERSION = "1.0.0";

    /** By name; financial data is never cached on the way. */
    static final Map<String, String> ALL = Map.of(
            "API-Version", API_VERSION,
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    /** Adds the headers. */
    @ServerResponseFilter
    public void add(ContainerRequestContext request, ContainerResponseContext response) {
        ALL.forEach(response.getHeaders()::putSingle);
    }
}
