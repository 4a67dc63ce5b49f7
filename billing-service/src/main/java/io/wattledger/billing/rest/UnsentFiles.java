package io.wattledger.billing.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Deletes what was made for an answer that has no body: HEAD is answered by the method of GET, and its file is sent to nobody. */
public class UnsentFiles {

    /** Deletes the file of an answer to HEAD. */
    @ServerResponseFilter
    public void discard(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getMethod().equals(HttpMethod.HEAD) && response.getEntity() instanceof ExportedFile unsent) {
            unsent.discard();
        }
    }
}
