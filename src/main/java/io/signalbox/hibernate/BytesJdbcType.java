package io.signalbox.hibernate;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.BasicExtractor;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.jspecify.annotations.Nullable;

/** BLOB, written and read as bytes: the driver has no locators. */
final class BytesJdbcType implements JdbcType {

    private static final long serialVersionUID = 1L;

    @Override
    public int getJdbcTypeCode() {
        return Types.BLOB;
    }

    @Override
    public String getFriendlyName() {
        return "BLOB";
    }

    @Override
    public Class<?> getPreferredJavaTypeClass(WrapperOptions options) {
        return byte[].class;
    }

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> type) {
        return new BasicBinder<>(type, this) {
            @Override
            protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                    throws SQLException {
                statement.setBytes(index, type.unwrap(value, byte[].class, options));
            }

            @Override
            protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options)
                    throws SQLException {
                statement.setBytes(name, type.unwrap(value, byte[].class, options));
            }
        };
    }

    @Override
    public <X> ValueExtractor<X> getExtractor(JavaType<X> type) {
        return new BasicExtractor<>(type, this) {
            @Override
            protected @Nullable X doExtract(ResultSet row, int index, WrapperOptions options) throws SQLException {
                return type.wrap(row.getBytes(index), options);
            }

            @Override
            protected @Nullable X doExtract(CallableStatement call, int index, WrapperOptions options)
                    throws SQLException {
                return type.wrap(call.getBytes(index), options);
            }

            @Override
            protected @Nullable X doExtract(CallableStatement call, String name, WrapperOptions options)
                    throws SQLException {
                return type.wrap(call.getBytes(name), options);
            }
        };
    }
}
