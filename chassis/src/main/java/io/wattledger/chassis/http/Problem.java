package io.wattledger.chassis.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.wattledger.contracts.WireJson;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every refusal, RFC 9457.
 *
 * @param type URN of the documented case
 * @param title short words that do not change from case to case
 * @param status HTTP status
 * @param detail words for this very case
 * @param code stable code of the case
 * @param errors members that are wrong; absent where none is named
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable List<FieldError> errors) {

    /** Media type of a problem, without parameters. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The problem of one case. */
    public static Problem of(ProblemCode code, String detail, List<FieldError> errors) {
        return new Problem(
                "urn:wattledger:problem:" + code.code(),
                code.title(),
                code.status(),
                detail,
                code.code(),
                errors.isEmpty() ? null : List.copyOf(errors));
    }

    /** This problem as an answer. */
    public Response response() {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(WireJson.write(this))
                .build();
    }

    /** Answers a request with this problem before any resource sees it, and reads no more of what is on its way. */
    void answer(HttpServerResponse response) {
        ApiHeaders.ALL.forEach(response::putHeader);
        response.setStatusCode(status)
                .putHeader("Content-Type", MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(Buffer.buffer(WireJson.write(this)));
    }
}
