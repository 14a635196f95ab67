package io.signalbox.session;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The proxy through which a thread gets its EntityManager: it refuses whoever is not its owner, and closes through
 * its session.
 */
final class ConfinedEntityManager implements InvocationHandler {

    private final EntityManager target;
    private final ThreadSession session;
    private final Runnable close;

    private ConfinedEntityManager(EntityManager target, ThreadSession session, Runnable close) {
        this.target = target;
        this.session = session;
        this.close = close;
    }

    /**
     * An EntityManager for the session's owner alone.
     *
     * @param close what {@code close()} does
     */
    static EntityManager confine(EntityManager target, ThreadSession session, Runnable close) {
        return proxy(new ConfinedEntityManager(target, session, close));
    }

    static EntityManager proxy(InvocationHandler handler) {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(), new Class<?>[] {EntityManager.class}, handler);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, args, "EntityManager of " + session.owner());
        }
        session.beginCall(method.getName());
        try {
            if (method.getName().equals("close")) {
                close.run();
                return null;
            }
            return session.confined(invoke(target, method, args));
        } finally {
            session.endCall();
        }
    }

    static @Nullable Object invoke(EntityManager target, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    static Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] args, String description) {
        return switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> description;
        };
    }
}
