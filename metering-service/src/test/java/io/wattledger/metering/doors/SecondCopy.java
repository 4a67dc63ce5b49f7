package io.wattledger.metering.doors;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;

/**
 * Another copy of the service on the same database, as far as its use cases and stores go: what the application under test
 * remembers of rows and keys, this one does not, and the other way round. Everything else it has from the application.
 */
final class SecondCopy {

    private static final String FLOW = "io.wattledger.metering.flow.";
    private static final String STORE = "io.wattledger.metering.store.";

    private final Map<Class<?>, Object> made = new HashMap<>();

    /** The copy's own one of a use case or a port. */
    <T> T of(Class<T> type) {
        try {
            return type.cast(made(type));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object made(Class<?> type) throws ReflectiveOperationException {
        Class<?> own = type.isInterface() ? behind(type) : type;
        if (!own.getName().startsWith(FLOW) && !own.getName().startsWith(STORE)) {
            return Arc.container().instance(type).get();
        }
        Object known = made.get(own);
        if (known != null) {
            return known;
        }
        Constructor<?> widest = null;
        for (Constructor<?> one : own.getDeclaredConstructors()) {
            if (widest == null || one.getParameterCount() > widest.getParameterCount()) {
                widest = one;
            }
        }
        if (widest == null || widest.getParameterCount() == 0) {
            Object alone = own.getDeclaredConstructor().newInstance();
            made.put(own, alone);
            return alone;
        }
        Object[] parts = new Object[widest.getParameterCount()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = made(widest.getParameterTypes()[i]);
        }
        widest.setAccessible(true);
        Object one = widest.newInstance(parts);
        made.put(own, one);
        return one;
    }

    /** The class of the bean that stands behind a port; the port itself where it is none of metering. */
    private static Class<?> behind(Class<?> port) {
        if (!port.getName().startsWith(FLOW)) {
            return port;
        }
        Class<?> bean = ClientProxy.unwrap(Arc.container().instance(port).get()).getClass();
        while (bean.getName().contains("_Subclass")) {
            bean = bean.getSuperclass();
        }
        return bean;
    }
}
