package io.wattledger.chassis.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.contracts.JsonPointer;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a request can throw, the framework's own refusals included, into a problem. */
public class ProblemAnswers {

    private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);
    private static final List<CommonProblem> BY_STATUS = List.of(CommonProblem.values());
    private static final Map<Class<?>, String> EXPECTED = Map.of(
            LocalDate.class, "no date such as 2026-10-31",
            YearMonth.class, "no month such as 2026-10",
            Instant.class, "no time such as 2026-10-31T22:00:00Z",
            BigDecimal.class, "no decimal number in quotes such as \"12.50\"");

    /** A refusal of ours. */
    @ServerExceptionMapper
    public Response refusal(Refusal refusal) {
        return Problem.of(refusal.problem(), String.valueOf(refusal.getMessage()), refusal.errors())
                .response();
    }

    /** A refusal of the framework: unknown path, method, media type. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return json(json);
        }
        if (e instanceof NotFoundException && e.getCause() instanceof RuntimeException unread) {
            // So the framework answers where a parameter is no number.
            String detail = "a value in the address cannot be read: " + unread.getMessage();
            return Problem.of(CommonProblem.MALFORMED_REQUEST, detail, List.of())
                    .response();
        }
        int status = e.getResponse().getStatus();
        CommonProblem problem = BY_STATUS.stream()
                .filter(one -> one.status() == status)
                .findFirst()
                .orElse(status < 500 ? CommonProblem.MALFORMED_REQUEST : CommonProblem.INTERNAL);
        // The framework does not say which are; it answers OPTIONS with them.
        String hint = problem == CommonProblem.METHOD_NOT_ALLOWED ? ": OPTIONS lists those that are" : "";
        return Problem.of(problem, problem.title() + hint, List.of()).response();
    }

    /** A body that is no JSON, or JSON of another shape; both are named, since the framework maps the second itself. */
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    public Response json(JsonProcessingException e) {
        String where = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() != null ? step.getFieldName() : String.valueOf(step.getIndex()))
                        .map(JsonPointer::step)
                        .collect(Collectors.joining())
                : "";
        String what = where.isEmpty() ? "body" : "member " + where;
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        String detail =
                switch (e) {
                    case InvalidTypeIdException kind -> "'" + kind.getTypeId() + "' is no kind of " + where + place;
                    case UnrecognizedPropertyException unknown ->
                        "the " + what + " is not known here; known are "
                                + unknown.getKnownPropertyIds().stream()
                                        .map(String::valueOf)
                                        .sorted()
                                        .toList()
                                + place;
                    case InvalidFormatException format ->
                        "'" + format.getValue() + "' of the " + what + " is " + expected(format) + place;
                    case MismatchedInputException missing
                    when String.valueOf(missing.getOriginalMessage()).startsWith("Missing required") ->
                        "the " + what + " is missing" + place;
                    case JsonMappingException mapping -> "the " + what + " is missing or of the wrong type" + place;
                    default -> "the body is not JSON" + place;
                };
        return Problem.of(CommonProblem.MALFORMED_REQUEST, detail, List.of(new FieldError(where, detail)))
                .response();
    }

    /** What a value should have been, in words of the wire. */
    private static String expected(InvalidFormatException e) {
        Class<?> type = e.getTargetType();
        if (type == null) {
            return "not of its type";
        }
        return type.isEnum()
                ? "none of " + List.of(type.getEnumConstants())
                : EXPECTED.getOrDefault(type, "not of its type");
    }

    /** No token, or one that does not hold. */
    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    public Response unauthenticated(SecurityException e) {
        return Problem.of(CommonProblem.UNAUTHENTICATED, "send a valid token as Authorization: Bearer …", List.of())
                .response();
    }

    /** A token without the needed role. */
    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return Problem.of(CommonProblem.FORBIDDEN, "the token has none of the roles that may do this", List.of())
                .response();
    }

    /** Others have worked on the same rows each time it was tried; nothing took effect. */
    @ServerExceptionMapper
    public Response contended(Contended e) {
        LOG.infof("a request was contended: %s", e.getMessage());
        return Problem.of(CommonProblem.UNAVAILABLE, "send it again: " + e.getMessage(), List.of())
                .response();
    }

    /** The database refused or cannot be reached; nothing took effect. */
    @ServerExceptionMapper
    public Response database(DatabaseException e) {
        LOG.error("a request failed in the database", e);
        boolean unreachable = e.sqlState().isEmpty()
                || e.sqlState().startsWith("08")
                || e.sqlState().startsWith("57");
        CommonProblem problem = unreachable ? CommonProblem.UNAVAILABLE : CommonProblem.INTERNAL;
        return Problem.of(problem, problem.title(), List.of()).response();
    }

    /** Anything else; the caller learns no more than that it failed. */
    @ServerExceptionMapper
    public Response unexpected(RuntimeException e) {
        LOG.error("a request failed", e);
        return Problem.of(CommonProblem.INTERNAL, CommonProblem.INTERNAL.title(), List.of())
                .response();
    }
}
