package io.wattledger.billing.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Answers what has revisions: the number is the ETag, and whoever has seen it already is told so. */
final class Revisions {

    private Revisions() {}

    static Response answer(Object view, long revision, Request request) {
        EntityTag tag = new EntityTag(Long.toString(revision));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.tag(tag).build()
                : Response.ok(view, MediaType.APPLICATION_JSON).tag(tag).build();
    }
}
