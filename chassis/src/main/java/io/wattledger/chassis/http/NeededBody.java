package io.wattledger.chassis.http;

import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request without a body, or with the body {@code null}, where the operation does not say by {@link Nullable} that it
 * can do without. The framework would hand it nothing, and the operation would fail.
 */
@Provider
public class NeededBody implements ReaderInterceptor {

    @Context
    @Nullable
    ResourceInfo resource;

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null && !mayBeAbsent(context.getType())) {
            throw new Refusal(
                    CommonProblem.MALFORMED_REQUEST,
                    "the body is missing",
                    List.of(new FieldError("", "the body is missing")));
        }
        return body;
    }

    private boolean mayBeAbsent(Class<?> type) {
        Method operation = resource == null ? null : resource.getResourceMethod();
        return operation != null
                && Arrays.stream(operation.getAnnotatedParameterTypes())
                        .filter(parameter -> isOf(parameter, type))
                        .anyMatch(parameter -> parameter.isAnnotationPresent(Nullable.class));
    }

    private static boolean isOf(AnnotatedType parameter, Class<?> type) {
        return parameter.getType().equals(type);
    }
}
