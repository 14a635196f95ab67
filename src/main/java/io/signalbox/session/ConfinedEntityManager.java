package io.signalbox.session;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The proxy through which a thread gets its EntityManager: it refuses every other thread, and closes through its session.
 */
final class ConfinedEntityManager implements InvocationHandler {

    private final EntityManager target;
    private final Runnable close;
    private final Thread owner = Thread.currentThread();

    private ConfinedEntityManager(EntityManager target, Runnable close) {
        this.target = target;
        this.close = close;
    }

    /**
     * An EntityManager for the calling thread alone.
     *
     * @param close what {@code close()} does
     */
    static EntityManager confine(EntityManager target, Runnable close) {
        return proxy(new ConfinedEntityManager(target, close));
    }

    static EntityManager proxy(InvocationHandler handler) {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(), new Class<?>[] {EntityManager.class}, handler);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, args, "EntityManager of thread '" + owner.getName() + "'");
        }
        Thread current = Thread.currentThread();
        if (current != owner) {
            throw new WrongThreadException(owner, current, method.getName());
        }
        if (method.getName().equals("close")) {
            close.run();
            return null;
        }
        return invoke(target, method, args);
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
