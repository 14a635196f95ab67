package io.signalbox.jdbc;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The locks of the engines that are open, found by looking through all that they are made of. */
final class HeldLocks {

    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    private HeldLocks() {}

    /** The locks that the calling thread holds. */
    static List<String> ofAllEngines() {
        Set<Object> engines = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            Field field = Engines.class.getDeclaredField("ENGINES");
            field.setAccessible(true);
            Map<?, ?> present = (Map<?, ?>) field.get(null);
            synchronized (present) {
                engines.addAll(present.values());
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return engines.stream().flatMap(engine -> of(engine).stream()).toList();
    }

    private static List<String> of(Object root) {
        List<String> held = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            Object object = next.remove();
            if (!seen.add(object)) {
                continue;
            }
            if (Thread.holdsLock(object)) {
                held.add("the monitor of " + object.getClass().getName());
            }
            for (Field field : FIELDS.computeIfAbsent(object.getClass(), HeldLocks::fieldsOf)) {
                look(object, field, held, next);
            }
        }
        return held;
    }

    private static void look(Object object, Field field, List<String> held, Deque<Object> next) {
        Object value = valueOf(object, field);
        if (isHeld(value)) {
            held.add(object.getClass().getName() + "." + field.getName());
        } else if (value instanceof Collection<?> values) {
            Arrays.stream(elements(values)).filter(HeldLocks::isOurs).forEach(next::add);
        } else if (isOurs(value)) {
            next.add(value);
        }
    }

    /** Another thread may be changing it: then some are missing, and a later look finds them. */
    private static Object[] elements(Collection<?> values) {
        try {
            return values.toArray();
        } catch (RuntimeException e) {
            return new Object[0];
        }
    }

    private static boolean isHeld(Object value) {
        return (value instanceof ReentrantLock lock && lock.isHeldByCurrentThread())
                || (value instanceof Turn turn && turn.isMine());
    }

    private static boolean isOurs(Object value) {
        return value != null
                && value.getClass().getName().startsWith("io.signalbox.")
                && !(value instanceof Enum)
                && !(value instanceof DatabaseListener);
    }

    private static Object valueOf(Object object, Field field) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = type; c != null && c.getName().startsWith("io.signalbox."); c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    try {
                        field.setAccessible(true);
                        fields.add(field);
                    } catch (InaccessibleObjectException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
        return fields;
    }
}
