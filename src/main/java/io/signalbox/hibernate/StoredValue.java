package io.signalbox.hibernate;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.BasicExtractor;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.jspecify.annotations.Nullable;

/** A JDBC type whose values are bound and read as what SQLite itself stores: an integer, a double, a text or bytes. */
interface StoredValue extends JdbcType {

    /** What is stored for a value that is not null. */
    <X> Object stored(X value, JavaType<X> type, WrapperOptions options) throws SQLException;

    /** The value of what is stored; null of null. */
    <X> @Nullable X read(@Nullable Object stored, JavaType<X> type, WrapperOptions options) throws SQLException;

    /** The form of a column of a result: this one, unless the column says otherwise. */
    default StoredValue formOf(ResultSet row, int index) throws SQLException {
        return this;
    }

    /** Binds values of a type in their stored form. */
    static <X> ValueBinder<X> binder(StoredValue form, JavaType<X> type) {
        return new BasicBinder<>(type, form) {
            @Override
            protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                    throws SQLException {
                statement.setObject(index, form.stored(value, type, options));
            }

            @Override
            protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options)
                    throws SQLException {
                statement.setObject(name, form.stored(value, type, options));
            }
        };
    }

    /** Reads values of a type from their stored form. */
    static <X> ValueExtractor<X> extractor(StoredValue form, JavaType<X> type) {
        return new BasicExtractor<>(type, form) {
            @Override
            protected @Nullable X doExtract(ResultSet row, int index, WrapperOptions options) throws SQLException {
                return form.formOf(row, index).read(row.getObject(index), type, options);
            }

            @Override
            protected @Nullable X doExtract(CallableStatement call, int index, WrapperOptions options)
                    throws SQLException {
                return form.read(call.getObject(index), type, options);
            }

            @Override
            protected @Nullable X doExtract(CallableStatement call, String name, WrapperOptions options)
                    throws SQLException {
                return form.read(call.getObject(name), type, options);
            }
        };
    }
}
