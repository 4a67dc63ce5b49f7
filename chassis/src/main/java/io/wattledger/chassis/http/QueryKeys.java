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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query keys that an operation does not know: a filter that is misspelt would otherwise be no filter. An operation
 * that reads the query itself, by {@link UriInfo}, answers for its keys itself. Refuses U+0000 in any value, which no row holds
 * and no database takes. Refuses what is neither true nor false where one of them belongs: the framework takes all else for
 * false, so that {@code dryRun=1} would be no dry run. Refuses a parameter without a value, which the framework takes for one
 * that is left out, so that an empty filter would be no filter; an empty cursor is the first page. Refuses two values where one
 * belongs, of which the framework drops one.
 */
public class QueryKeys {

    private static final String ANY = "*";
    private static final String CURSOR = "cursor";
    private static final Set<String> TRUE_OR_FALSE = Set.of("true", "false");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,9}");

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

    /** Values that are no values of their parameter. */
    private static Optional<Response> unreadable(MultivaluedMap<String, String> query, Map<String, Class<?>> types) {
        for (String key : query.keySet()) {
            String rule = rule(key, query.getOrDefault(key, List.of()), types.getOrDefault(key, String.class));
            if (rule != null) {
                String values = String.join(",", query.getOrDefault(key, List.of()));
                return Optional.of(refused(
                        "the parameter " + key + " is '" + values + "': " + rule, List.of(new FieldError(key, rule))));
            }
        }
        return Optional.empty();
    }

    /** The rule that the values of a parameter break; absent where they break none. */
    private static @Nullable String rule(String key, List<String> values, Class<?> type) {
        boolean isOne = values.size() == 1;
        if (type == boolean.class) {
            return isOne && TRUE_OR_FALSE.contains(values.getFirst()) ? null : "must be true or false";
        }
        if (!isOne && !Collection.class.isAssignableFrom(type)) {
            return "must be given once";
        }
        if (!key.equals(CURSOR)
                && values.stream().anyMatch(value -> value.replace(',', ' ').isBlank())) {
            return "must have a value, or be left out";
        }
        return type != int.class || WHOLE_NUMBER.matcher(values.getFirst()).matches()
                ? null
                : "must be a whole number of at most nine digits";
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
