package io.wattledger.contracts;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson what the null checks of the build already know: a component of a record in a {@code @NullMarked}
 * package must be present and must not be null on the wire, unless it says {@code @Nullable}. Missing is not zero.
 */
final class RequiredUnlessNullable extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("NullAway") // Jackson's contract: null says that this introspector knows nothing
    public Boolean hasRequiredMarker(AnnotatedMember member) {
        return component(member).map(component -> !mayBeAbsent(component)).orElse(null);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        boolean required =
                component(annotated).map(component -> !mayBeAbsent(component)).orElse(false);
        return required ? JsonSetter.Value.forValueNulls(Nulls.FAIL) : JsonSetter.Value.empty();
    }

    private static Optional<RecordComponent> component(Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter parameter)) {
            return Optional.empty();
        }
        Class<?> type = parameter.getDeclaringClass();
        RecordComponent @Nullable [] components = type.getRecordComponents();
        if (components == null || !isNullMarked(type) || components.length != parameterCount(parameter)) {
            return Optional.empty();
        }
        return Optional.of(components[parameter.getIndex()]);
    }

    private static int parameterCount(AnnotatedParameter parameter) {
        return parameter.getOwner().getParameterCount();
    }

    private static boolean isNullMarked(Class<?> type) {
        return type.getPackage().isAnnotationPresent(NullMarked.class);
    }

    private static boolean mayBeAbsent(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
