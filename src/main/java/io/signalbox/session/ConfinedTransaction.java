package io.signalbox.session;

import jakarta.persistence.EntityTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** The proxy through which a scope gets its transaction, so that what it begins and ends is known to its session. */
final class ConfinedTransaction implements InvocationHandler {

    private final EntityTransaction target;
    private final ThreadSession session;

    private ConfinedTransaction(EntityTransaction target, ThreadSession session) {
        this.target = target;
        this.session = session;
    }

    static EntityTransaction confine(EntityTransaction target, ThreadSession session) {
        return (EntityTransaction) Proxy.newProxyInstance(
                EntityTransaction.class.getClassLoader(),
                new Class<?>[] {EntityTransaction.class},
                new ConfinedTransaction(target, session));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ConfinedEntityManager.ofObject(proxy, method, args, "transaction of " + session.owner());
        }
        session.beginCall(method.getName());
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            session.endCall();
        }
    }
}
