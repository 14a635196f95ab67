package io.signalbox.jdbc;

import io.signalbox.sqlite.Access;
import io.signalbox.sqlite.ConnectionCustomizer;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A customizer that is given by the name of its class. Two of one class are equal: who opens a database a second time wants
 * the same.
 */
final class NamedCustomizer implements ConnectionCustomizer {

    private final ConnectionCustomizer customizer;

    private NamedCustomizer(ConnectionCustomizer customizer) {
        this.customizer = customizer;
    }

    /** Makes one; throws an {@link IllegalArgumentException} that says what the name must be. */
    static ConnectionCustomizer of(String className) {
        String expected = "must be the name of a class that implements " + ConnectionCustomizer.class.getName()
                + " and has a public constructor without parameters";
        try {
            Class<?> type = Class.forName(className, true, classLoader());
            return new NamedCustomizer(
                    ConnectionCustomizer.class.cast(type.getConstructor().newInstance()));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("its constructor failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new IllegalArgumentException(expected + " (" + e + ")", e);
        }
    }

    private static ClassLoader classLoader() {
        ClassLoader ofTheApplication = Thread.currentThread().getContextClassLoader();
        return ofTheApplication != null ? ofTheApplication : NamedCustomizer.class.getClassLoader();
    }

    @Override
    public void opened(Connection connection, Access access) throws SQLException {
        customizer.opened(connection, access);
    }

    @Override
    public void closed(Connection connection) throws SQLException {
        customizer.closed(connection);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedCustomizer named && named.customizer.getClass() == customizer.getClass();
    }

    @Override
    public int hashCode() {
        return customizer.getClass().hashCode();
    }

    @Override
    public String toString() {
        return customizer.getClass().getName();
    }
}
