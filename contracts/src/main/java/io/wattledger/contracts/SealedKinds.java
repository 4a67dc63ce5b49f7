package io.wattledger.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The written form of a sealed interface: its records, with a member {@code kind} that names the record in words joined by
 * hyphens, for example {@code gpu-hour} for {@code GpuHour}. So a new kind is one record, and its name on the wire cannot
 * be forgotten. Only interfaces of {@code @NullMarked} packages are written so.
 */
final class SealedKinds extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    /** The member that names the record. */
    private static final String KIND = "kind";

    @Override
    @SuppressWarnings("NullAway") // Jackson's contract: null says that this introspector knows nothing
    public TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
        if (sealedOf(type.getRawType()) == null) {
            return null;
        }
        return new StdTypeResolverBuilder()
                .init(JsonTypeInfo.Id.NAME, null)
                .inclusion(JsonTypeInfo.As.PROPERTY)
                .typeProperty(KIND);
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson's contract, as above
    public List<NamedType> findSubtypes(Annotated type) {
        Class<?> raw = type.getRawType();
        if (!raw.isInterface() || sealedOf(raw) == null) {
            return null;
        }
        return records(raw).stream()
                .map(record -> new NamedType(record, kindOf(record)))
                .toList();
    }

    /** The name of a kind on the wire. */
    private static String kindOf(Class<?> record) {
        return record.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static List<Class<?>> records(Class<?> sealed) {
        List<Class<?>> records = new ArrayList<>();
        for (Class<?> permitted : Objects.requireNonNull(sealed.getPermittedSubclasses())) {
            if (permitted.isSealed()) {
                records.addAll(records(permitted));
            } else {
                records.add(permitted);
            }
        }
        return records;
    }

    /** The sealed interface that {@code type} is or is a record of; null where there is none. */
    private static @Nullable Class<?> sealedOf(Class<?> type) {
        if (type.isSealed() && type.isInterface()) {
            return type.getPackage().isAnnotationPresent(NullMarked.class) ? type : null;
        }
        if (type.isRecord()) {
            for (Class<?> one : type.getInterfaces()) {
                Class<?> sealed = sealedOf(one);
                if (sealed != null) {
                    return sealed;
                }
            }
        }
        return null;
    }
}
