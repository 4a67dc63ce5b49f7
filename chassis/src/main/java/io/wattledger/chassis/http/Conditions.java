package io.wattledger.chassis.http;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a condition for a change that the operation does not look at: whoever sends one relies on it that nobody else has changed
 * anything meanwhile, and would be told that it held.
 */
public class Conditions {

    private static final List<String> HEADERS = List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_UNMODIFIED_SINCE);
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Lets through what only reads, and the conditions that the operation knows. */
    @ServerRequestFilter
    public Optional<Response> check(ContainerRequestContext request, ResourceInfo resource) {
        if (READING.contains(request.getMethod()) || resource.getResourceMethod() == null) {
            return Optional.empty();
        }
        return HEADERS.stream()
                .filter(header -> request.getHeaders().containsKey(header) && !knows(resource, header))
                .findFirst()
                .map(header -> Problem.of(
                                CommonProblem.MALFORMED_REQUEST,
                                "the header " + header
                                        + " is not looked at here, so it would not keep anything from being"
                                        + " changed: leave it out",
                                List.of(new FieldError(header, "is not known here")))
                        .response());
    }

    private static boolean knows(ResourceInfo resource, String header) {
        return Stream.of(resource.getResourceMethod().getParameters())
                .map(parameter -> parameter.getAnnotation(HeaderParam.class))
                .anyMatch(known -> known != null && known.value().equalsIgnoreCase(header));
    }
}
