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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query keys that an operation does not know: a filter that is misspelt would otherwise be no filter. An operation
 * that reads the query itself, by {@link UriInfo}, answers for its keys itself. Refuses U+0000 in any value, which no row holds
 * and no database takes. Refuses what is neither true nor false where one of them belongs: the framework takes all else for
 * false, so that {@code dryRun=1} would be no dry run.
 */
public class QueryKeys {

    private static final String ANY = "*";
    private static final Set<String> TRUE_OR_FALSE = Set.of("true", "false");

    private final Map<Method, Map<String, Class<?>>> known = new ConcurrentHashMap<>();

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
        Map<String, Class<?>> types = known.computeIfAbsent(resource.getResourceMethod(), QueryKeys::types);
        Set<String> keys = types.keySet();
        if (keys.contains(ANY)) {
            return Optional.empty();
        }
        if (keys.containsAll(given)) {
            return unreadable(query, types);
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

    /** A value that is neither true nor false where one of them belongs, or both of them. */
    private static Optional<Response> unreadable(MultivaluedMap<String, String> query, Map<String, Class<?>> types) {
        for (String key : query.keySet()) {
            List<String> values = query.getOrDefault(key, List.of());
            if (types.get(key) == boolean.class && !(values.size() == 1 && TRUE_OR_FALSE.contains(values.getFirst()))) {
                String detail =
                        "the parameter " + key + " is '" + String.join(",", values) + "': must be true or false";
                return Optional.of(refused(detail, List.of(new FieldError(key, "must be true or false"))));
            }
        }
        return Optional.empty();
    }

    private static Response refused(String detail, List<FieldError> errors) {
        return Problem.of(CommonProblem.MALFORMED_REQUEST, detail, errors).response();
    }

    private static Map<String, Class<?>> types(Method method) {
        Map<String, Class<?>> types = new TreeMap<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType().equals(UriInfo.class)) {
                types.put(ANY, UriInfo.class);
            }
            if (parameter.isAnnotationPresent(QueryParam.class)) {
                types.put(parameter.getAnnotation(QueryParam.class).value(), parameter.getType());
            }
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    if (field.isAnnotationPresent(QueryParam.class)) {
                        types.put(field.getAnnotation(QueryParam.class).value(), field.getType());
                    }
                }
            }
        }
        return types;
    }
}
