package io.wattledger.chassis.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query keys that an operation does not know: a filter that is misspelt would otherwise be no filter. An operation
 * that reads the query itself, by {@link UriInfo}, answers for its keys itself. Refuses U+0000 in any value, which no row holds
 * and no database takes.
 */
public class QueryKeys {

    private static final String ANY = "*";

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    /** Lets through what the operation knows. */
    @ServerRequestFilter
    public Optional<Response> check(ContainerRequestContext request, ResourceInfo resource) {
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        Set<String> given = query.keySet();
        if (given.isEmpty() || resource.getResourceMethod() == null) {
            return Optional.empty();
        }
        for (String key : given) {
            if (query.getOrDefault(key, List.of()).stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
                return Optional.of(refused(
                        "a value of the parameter " + key + " holds U+0000",
                        List.of(new FieldError(key, "must not hold U+0000"))));
            }
        }
        Set<String> keys = known.computeIfAbsent(resource.getResourceMethod(), QueryKeys::keys);
        if (keys.contains(ANY) || keys.containsAll(given)) {
            return Optional.empty();
        }
        List<FieldError> errors = given.stream()
                .filter(key -> !keys.contains(key))
                .sorted()
                .map(key -> new FieldError(key, keys.isEmpty() ? "no parameter is known here" : "known are " + keys))
                .toList();
        String detail = "the query has parameters that are not known here: "
                + String.join(", ", errors.stream().map(FieldError::pointer).toList());
        return Optional.of(refused(detail, errors));
    }

    private static Response refused(String detail, List<FieldError> errors) {
        return Problem.of(CommonProblem.MALFORMED_REQUEST, detail, errors).response();
    }

    private static Set<String> keys(Method method) {
        Set<String> keys = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType().equals(UriInfo.class)) {
                keys.add(ANY);
            }
            if (parameter.isAnnotationPresent(QueryParam.class)) {
                keys.add(parameter.getAnnotation(QueryParam.class).value());
            }
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    if (field.isAnnotationPresent(QueryParam.class)) {
                        keys.add(field.getAnnotation(QueryParam.class).value());
                    }
                }
            }
        }
        return keys;
    }
}
