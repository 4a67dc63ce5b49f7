package io.wattledger.chassis.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Headers that every answer carries. */
public class ApiHeaders {

    /** The version of the API, in full. */
    public static final String API_VERSION = "1.0.0";

    /** Adds the headers; financial data is never cached on the way. */
    @ServerResponseFilter
    public void add(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle("API-Version", API_VERSION);
        response.getHeaders().putSingle("Cache-Control", "no-store");
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        response.getHeaders().putSingle("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
}
